// The wizard: what each row is draws the columns anew; trying out and saving keep the page as it is.

import { attempt, post, query, startData } from "./data.js";

const form = query("#wizard");
const place = query("#tried");

async function tryOut() {
  place.setAttribute("aria-busy", "true");
  const text = await attempt(() => post(form.dataset.try, new FormData(form), "text"));
  place.removeAttribute("aria-busy");
  if (text === null) return;
  place.innerHTML = text;
  place.scrollIntoView({ block: "start", behavior: "auto" });
}

/** A mapping that cannot be saved is tried out, which says each mistake with its line. */
async function save() {
  const done = await attempt(() => post(form.dataset.save, new FormData(form)));
  if (done) location.assign(done.url);
  else tryOut();
}

const deeds = { try: tryOut, save };
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  button.disabled = true;
  await deeds[button.dataset.do]?.();
  button.disabled = false;
});
document.addEventListener("input", (event) => { if (event.target.name === "mapping") query("[name=by_hand]", form).checked = true; });
query("#entity").addEventListener("change", (event) => location.replace(`${location.pathname}?entity=${encodeURIComponent(event.target.value)}`));

startData();
