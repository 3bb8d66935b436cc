// Who is signed in and has gone away is asked, then signed out. What they had written in the chat stays where it was.
// Tabs of one browser know of each other: whoever moves in one is there in all.

import { config, fill, words } from "./api.js";
import { forgetTheSignIn, here } from "./store.js";

const LIMIT_MS = (config.idle_seconds || 0) * 1_000;
const TELL_MS = Math.min(60_000, LIMIT_MS / 10); // the bank writes down at most so often that somebody is there
const WARN_MS = Math.min(120_000, LIMIT_MS / 2);
const silence = () => Date.now() - here.get();

export const wasIdle = () => LIMIT_MS > 0 && silence() >= LIMIT_MS - TELL_MS;

/** Sign out, and on to the sign-in page, which says why. */
export function leave() {
  const form = document.getElementById("idle-leave");
  if (form.elements.idle.value) return; // on its way
  forgetTheSignIn();
  form.elements.idle.value = "1";
  form.elements.next.value = location.pathname.match(/^\/(my-data|privacy|security)/)?.[0] || location.pathname;
  form.submit();
}

export function watch() {
  const dialog = document.getElementById("idle");
  if (!LIMIT_MS || !dialog) return;
  const tell = () => { here.set(Date.now()); fetch(location.pathname, { method: "HEAD", cache: "no-store" }).catch(() => {}); };
  const moved = () => { if (!dialog.open && silence() > TELL_MS && !wasIdle()) tell(); };
  const look = () => {
    if (document.body.hasAttribute("data-waiting")) here.set(Date.now()); // whoever stands in a line is not idle
    const left = LIMIT_MS - TELL_MS - silence();
    if (left <= 0) { leave(); return; }
    if (left > WARN_MS) { if (dialog.open) dialog.close(); return; }
    dialog.querySelector("#idle-words").textContent = fill(words.idle.next, { seconds: Math.ceil(left / 1_000) });
    if (!dialog.open) dialog.showModal();
  };

  here.set(Date.now()); // the page itself has just told the bank
  ["keydown", "pointerdown"].forEach((kind) => document.addEventListener(kind, moved, { passive: true }));
  dialog.addEventListener("close", () => { if (!wasIdle()) tell(); });
  dialog.querySelector("[data-stay]").addEventListener("click", () => dialog.close());
  setInterval(look, 1_000);
}
