// The editor: says when only one language was changed, saves with Ctrl+S, and lets nobody lose what they typed.

import { query, every } from "./api.js";

const form = query("#editor");
const first = new Map(every("input, textarea, select", form).map((field) => [field, field.value]));
const changed = (side) => every(`[data-side="${side}"] :is(input, textarea)`, form).some((field) => field.value !== first.get(field));
const touched = () => [...first].some(([field, value]) => field.value !== value);

const empty = (side) => every(`[data-side="${side}"] :is(input, textarea)`, form).every((field) => !field.value.trim());

// A language that is not written at all cannot lag behind.
form.addEventListener("input", () => { query("#one-side").hidden = changed("zh") === changed("en") || empty("zh") || empty("en"); });

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  form.requestSubmit(query("button[value=save]", form));
});

let leaving = false;
form.addEventListener("submit", () => { leaving = true; });
window.addEventListener("beforeunload", (event) => { if (touched() && !leaving) event.preventDefault(); });
