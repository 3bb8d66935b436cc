// A short word at the edge of the page that goes away by itself; a screen reader speaks it.

import { sentences } from "./api.js";

const place = document.getElementById("toasts");

export function toast(message, mend = "") {
  const card = document.createElement("div");
  card.className = "toast-card";
  card.textContent = sentences(message, mend);
  place.append(card);
  setTimeout(() => card.remove(), 6_000);
}
