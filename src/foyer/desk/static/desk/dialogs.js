// Native dialogs with a form: shown with their piece of page, they do one verb and say a refusal where it can be read.

import { Refused, every, fragment, query, words } from "./api.js";

/** Open a dialog that is in the page, or fetch it from `path`; `onSubmit(values, form)` may throw `Refused`. */
export async function openDialog({ path, element, onSubmit, onOpen }) {
  const dialog = element || (await fetched(path));
  if (!dialog) return;
  const form = query("form", dialog);
  if (form && !form.dataset.wired) {
    form.dataset.wired = "1";
    form.addEventListener("submit", (event) => submit(event, dialog, form));
  }
  if (form) form.onDo = onSubmit;
  for (const button of every("[data-close]", dialog)) button.onclick = () => dialog.close();
  dialog.onclick = (event) => { if (event.target === dialog) dialog.close(); };
  if (path) dialog.addEventListener("close", () => dialog.remove(), { once: true });
  dialog.showModal();
  onOpen?.(dialog);
}

async function fetched(path) {
  const text = await fragment(path).catch(() => null);
  if (!text) return null;
  const holder = document.createElement("template");
  holder.innerHTML = text;
  const dialog = holder.content.querySelector("dialog");
  document.body.append(dialog);
  return dialog;
}

async function submit(event, dialog, form) {
  event.preventDefault();
  const error = query(".sheet-error", dialog);
  const button = query("[type=submit]", form);
  if (error) error.hidden = true;
  button.disabled = true;
  try {
    await form.onDo(Object.fromEntries(new FormData(form)), form);
    dialog.close();
  } catch (problem) {
    if (!error) throw problem;
    error.textContent = problem instanceof Refused ? problem.sentence : words.no_line;
    error.hidden = false;
  } finally {
    button.disabled = false;
  }
}
