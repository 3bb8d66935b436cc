// A source: start a run and watch it; the history is fetched again while a run is on its way.

import { refresh } from "./frame.js";
import { attempt, post, query, said, startData, toast } from "./data.js";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-start]");
  if (!button) return;
  button.disabled = true;
  if (await attempt(() => post(button.dataset.start))) { toast(said.started); watch(30); }
  button.disabled = false;
});

let left = 0;

/** Look again every two seconds for a while, and for as long as something runs. */
function watch(times) { left = Math.max(left, times); }
setInterval(() => {
  if (document.hidden) return;
  if (left > 0 || query("#runs [data-running]")) { left -= 1; refresh("runs"); }
}, 2_000);

startData();
