// The supervisor's pages of reasoned access: agree or not, review broken glass, keep or remove a role.

import { fragment, query } from "./api.js";
import { attempt, post, startData } from "./data.js";
import { openDialog } from "./dialogs.js";

const idOf = (element) => element.closest("[data-id]")?.dataset.id;

async function again() {
  const part = query("#access-work");
  if (!part) { location.reload(); return; }
  const text = await fragment("/desk/pane/privacy/access").catch(() => null);
  if (text) part.innerHTML = text;
}

async function decide(button) {
  button.disabled = true;
  const line = button.closest("[data-line]")?.dataset.line;
  const path = line ? `/desk/do/privacy/lines/${line}/${button.dataset.decide}` : `/desk/do/privacy/unmaskings/${idOf(button)}/${button.dataset.decide}`;
  const done = await attempt(() => post(path));
  button.disabled = false;
  if (done) again();
}

function review(button) {
  const id = idOf(button);
  openDialog({
    element: query("#dialog-review"),
    onOpen: (dialog) => { query("form", dialog).reset(); query("input", dialog).focus(); },
    onSubmit: async (values) => {
      await post(`/desk/do/privacy/glass/${id}/${button.dataset.review}`, { note: values.note || "", attested: values.attested || "" });
      again();
    },
  });
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("button");
  if (!button) return;
  if (button.dataset.decide) decide(button);
  else if (button.dataset.review) review(button);
  else if (button.dataset.post && (await attempt(() => post(button.dataset.post)))) location.reload();
  else if (button.dataset.keep && (await attempt(() => post(`/desk/do/privacy/recertifications/${button.dataset.keep}/keep`)))) location.reload();
});
document.addEventListener("foyer:access", again);
startData();
