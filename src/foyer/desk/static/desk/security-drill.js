// A drill that runs: its clocks go on by themselves, and the page is drawn anew when something happens in it.

import { clock } from "./ticking.js";

const stage = document.querySelector("[data-drill]");
const tick = () => {
  for (const one of document.querySelectorAll("[data-since]")) one.textContent = clock((Date.now() - Date.parse(one.dataset.since)) / 1000);
};

document.addEventListener("foyer:live", ({ detail: { kind, data } }) => {
  const typing = document.activeElement?.matches("input, textarea, select");
  if (stage && kind === "security.drill" && data.drill === stage.dataset.drill && !typing) location.reload();
});
tick();
setInterval(tick, 1000);
