// Inside the bank's own page: tell the page around us what its button needs to know, and nothing else.
// Words are exchanged only with the window above us, and only when its origin is one the bank has allowed.

import { config, words } from "./api.js";

export function embedding() {
  if (!config.embedded || window.parent === window) return { unread: () => {} };
  let host = null;
  let isOpen = false;
  const tell = (message) => { if (host) window.parent.postMessage({ foyer: 1, ...message }, host); };

  window.addEventListener("message", (event) => {
    if (event.source !== window.parent || !config.origins.includes(event.origin) || event.data?.foyer !== 1) return;
    host = event.origin;
    if (event.data.type === "hello") tell({ type: "ready" });
    if (event.data.type === "open" || event.data.type === "closed") isOpen = event.data.type === "open";
  });
  document.querySelectorAll("[data-close-embed]").forEach((button) => button.addEventListener("click", () => tell({ type: "close" })));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !document.querySelector("dialog[open]")) tell({ type: "close" });
  });

  return { unread: (message) => { if (!isOpen && message.kind !== "event") tell({ type: "unread", label: words.unread }); } };
}
