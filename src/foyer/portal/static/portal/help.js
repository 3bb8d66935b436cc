// The help centre: what is found shows while one types, by keyboard too; a question can go on to the chat.

import { searching } from "../foyer/searching.js";
import { config, get } from "./api.js";
import { keep, settled } from "./store.js";

const PAUSE_MS = 180;
const FEWEST = 2;
const input = document.getElementById("help-question");
const list = document.getElementById("help-instant");
const looking = list && searching(list, input.form.querySelector(".searching"));
let turn = 0;
let timer = 0;

document.querySelectorAll("[data-ask]").forEach((button) => button.addEventListener("click", async () => {
  if (button.dataset.ask) keep(button.dataset.ask);
  await settled();
  location.assign(config.chat);
}));
document.getElementById("passage")?.scrollIntoView({ block: "center" });

function hide() {
  list.hidden = true;
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function entry(hit, place) {
  const item = document.createElement("li");
  Object.assign(item, { id: `help-hit-${place}`, role: "option" });
  const link = document.createElement("a");
  link.href = hit.passage_url || hit.url;
  link.tabIndex = -1;
  const title = document.createElement("b");
  title.textContent = hit.title;
  link.lang = hit.written_in === "zh" ? "zh-Hans" : "en";
  link.append(title);
  if (hit.passage) {
    const words = document.createElement("small");
    words.textContent = hit.passage;
    link.append(words);
  }
  item.append(link);
  return item;
}

async function look() {
  const text = input.value.trim();
  const mine = ++turn;
  if (text.length < FEWEST) { hide(); return; }
  looking.begin();
  const hits = await get(`knowledge/search?q=${encodeURIComponent(text)}&limit=5&lang=${config.lang}`, { anonymous: true }).catch(() => []);
  looking.end();
  if (mine !== turn || document.activeElement !== input) return;
  list.replaceChildren(...hits.map(entry));
  list.hidden = !hits.length;
  input.setAttribute("aria-expanded", String(Boolean(hits.length)));
}

function move(step) {
  const items = [...list.children];
  if (list.hidden || !items.length) return false;
  const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
  const to = (at + step + items.length + (at < 0 && step < 0 ? 1 : 0)) % items.length;
  items.forEach((item, place) => item.setAttribute("aria-selected", String(place === to)));
  input.setAttribute("aria-activedescendant", items[to].id);
  items[to].scrollIntoView({ block: "nearest" });
  return true;
}

if (input && list) {
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, PAUSE_MS); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && move(1)) event.preventDefault();
    else if (event.key === "ArrowUp" && move(-1)) event.preventDefault();
    else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); hide(); }
    else if (event.key === "Enter") {
      const chosen = list.querySelector('[aria-selected="true"] a');
      if (chosen && !list.hidden) { event.preventDefault(); location.assign(chosen.href); }
    }
  });
  document.addEventListener("click", (event) => { if (!input.form.contains(event.target)) hide(); });
}
