// Forms of the privacy pages: each does one verb; a "no" is told beside it, a "yes" draws the page anew.

import { attempt, post, query, startData } from "./data.js";
import { fragment } from "./api.js";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-deed]");
  if (!form) return;
  event.preventDefault();
  const button = query("button[type=submit]", form);
  button.disabled = true;
  const done = await attempt(() => post(form.dataset.deed, new FormData(form)));
  if (done) location.assign(("follows" in form.dataset && done.to) || form.dataset.then || location.href);
  button.disabled = false;
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  const chooser = event.target.closest("[data-kinds]");
  if (chooser) for (const part of document.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(chooser.value);
});

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-trace]");
  if (!button) return;
  button.disabled = true;
  const text = await attempt(() => fragment(button.dataset.trace));
  if (text) query("#trace").innerHTML = text;
  button.disabled = false;
});

startData();
