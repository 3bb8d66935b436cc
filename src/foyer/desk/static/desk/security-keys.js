// The keyboard on the pages of security: j and k go along the lines of the list, Enter opens the one that has the focus,
// and every element that says data-key is reached by that key: a button or a link is pressed, a form is begun.

import { bind } from "./keys.js";

const LINES = "main .rows .row-link[href], main table.plain tbody td:first-child a[href], main table.plain tbody th a[href]";
const shown = (element) => element.offsetParent !== null;

const move = (step) => {
  const lines = [...document.querySelectorAll(LINES)].filter(shown);
  if (!lines.length) return false;
  const at = lines.indexOf(document.activeElement);
  const to = at < 0 ? (step > 0 ? 0 : lines.length - 1) : Math.min(Math.max(at + step, 0), lines.length - 1);
  lines[to].focus();
  lines[to].scrollIntoView({ block: "nearest" });
  return true;
};

const begin = (element) => {
  if (element.matches("a, button")) { element.click(); return; }
  element.closest("details")?.setAttribute("open", "");
  const field = element.querySelector("input:not([type=hidden]), select, textarea") || element.querySelector("button");
  field?.scrollIntoView({ block: "center" });
  if (field?.matches("button")) field.click(); else field?.focus();
};

bind("j", () => move(1));
bind("k", () => move(-1));
for (const element of document.querySelectorAll("[data-key]")) bind(element.dataset.key, () => begin(element));
