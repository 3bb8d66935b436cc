// Where the customer writes. It grows with its text, keeps it over a reload, and sends with Enter where there is a keyboard.

import { draft } from "./store.js";

const TYPING_EVERY_MS = 4_000;

export function composer(form, { onText, onFile, onTyping }) {
  const area = form.querySelector("textarea");
  const attach = form.querySelector("input[type=file]");
  const send = form.querySelector("button[type=submit]");
  const hasKeyboard = window.matchMedia("(hover: hover) and (pointer: fine)").matches;
  let told = 0;

  function grow() {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 160)}px`;
    send.disabled = !area.value.trim();
  }

  /** Somebody quick may have written before we were here, or before the browser gave back what it keeps. */
  function bringBack() {
    const kept = draft.get();
    area.value = [...new Set([kept, area.value])].filter(Boolean).join("\n");
    if (area.value !== kept) draft.set(area.value);
    grow();
  }

  bringBack();
  area.addEventListener("input", () => {
    grow();
    draft.set(area.value);
    if (Date.now() - told > TYPING_EVERY_MS && area.value.trim()) { told = Date.now(); onTyping(); }
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && hasKeyboard) { event.preventDefault(); form.requestSubmit(); }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = area.value.trim();
    if (!text) return;
    area.value = "";
    draft.set("");
    grow();
    onText(text);
    area.focus();
  });
  attach?.addEventListener("change", () => {
    [...attach.files].forEach(onFile);
    attach.value = "";
  });
  area.addEventListener("paste", (event) => [...event.clipboardData.files].forEach(onFile));
  draft.whole().then(bringBack);

  /** Words that were spoken, behind what stands there, for the customer to look at and send. */
  function put(text) {
    area.value = [area.value.trim(), text].filter(Boolean).join(/[\u4e00-\u9fff]$/.test(area.value.trim()) ? "，" : " ");
    draft.set(area.value);
    grow();
    send.focus({ preventScroll: true });
  }

  return { put, focus: () => { if (hasKeyboard) area.focus({ preventScroll: true }); } };
}
