// A customer's merges and splits: a merge is undone with a reason, then the page is drawn again.

import { ask, post, startData } from "./data.js";

document.addEventListener("click", (event) => {
  const id = event.target.closest("[data-unmerge]")?.dataset.unmerge;
  if (id) ask("unmerge", async (reason) => { await post(`/desk/do/data/changes/${id}/unmerge`, { reason }); location.reload(); });
});

startData();
