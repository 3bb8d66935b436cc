// The short privacy notice of the chat: that it was shown is told once for each version, as soon as there is a visitor.

import { post } from "./api.js";

const KEY = "foyer-notice";

export async function shown(note) {
  if (!note) return;
  try {
    if (localStorage.getItem(KEY) === note.dataset.version) return;
    await post("privacy/notice/shown");
    localStorage.setItem(KEY, note.dataset.version);
  } catch { /* told at the next visit */ }
}
