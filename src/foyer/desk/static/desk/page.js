// Pages of the desk that are neither the desk nor the wall: the frame and its live feed are enough.

import { config } from "./api.js";
import { openDialog } from "./dialogs.js";
import { refresh, startFeed, startFrame } from "./frame.js";
import "./ticking.js";

startFrame();
startFeed(config.topics, (kind) => { if (kind === "presence" || kind === "conversation") refresh("presence"); });
document.querySelector(".data-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-article]");
  if (!target || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  openDialog({ path: `/desk/pane/knowledge/${encodeURIComponent(target.dataset.article)}?at=${encodeURIComponent(target.dataset.at || "")}`, onOpen: (dialog) => dialog.querySelector("#passage")?.scrollIntoView({ block: "center" }) });
});
