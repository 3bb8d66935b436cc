// The steward's desk: m merges, k keeps apart, u takes the last decision back, j goes on to the next pair.

import { Halves, ask, attempt, post, query, said, startData, toast } from "./data.js";
import { bind } from "./keys.js";

const halves = new Halves({ piece: (id) => `/desk/pane/data/pairs/${id}`, page: (id) => `/desk/data/pairs/${id}${location.search}` });
let last = null;

const shown = () => query("[data-pair]", halves.place);
const isOpen = () => Boolean(query("[data-do=merge]", halves.place));

function decide(verdict) {
  const id = shown()?.dataset.pair;
  if (!id || !isOpen()) return false;
  ask(verdict, async (reason) => {
    const { decision } = await post(`/desk/do/data/pairs/${id}/${verdict}`, { reason });
    last = { id, decision };
    toast(verdict === "merge" ? said.merged : said.apart, { action: { label: said.undo, run: () => undo(id, decision) }, ms: 10_000, tag: id });
    halves.done(id);
  });
  return true;
}

async function undo(id, decision) {
  const done = await attempt(() => post(`/desk/do/data/decisions/${decision}/undo`));
  if (!done) return;
  if (last?.decision === decision) last = null;
  toast(said.undone, { tag: id });
  await halves.show(id);
  const list = await fetch(`/desk/pane/data/pairs${location.search}`, { headers: { "X-Fragment": "1" } });
  if (list.ok) { query("#half-list").innerHTML = await list.text(); halves.mark(id); }
}

function undoLast() {
  const open = shown();
  if (open?.dataset.decision) return undo(open.dataset.pair, open.dataset.decision);
  if (last) return undo(last.id, last.decision);
  return toast(said.nothing);
}

function whole() {
  const id = shown()?.dataset.pair;
  if (id) ask("whole", async (reason) => halves.put(await post(`/desk/pane/data/pairs/${id}/whole`, { reason }, "text")));
}

const deeds = { merge: () => decide("merge"), apart: () => decide("apart"), undo: undoLast, whole };
document.addEventListener("click", (event) => { deeds[event.target.closest("[data-do]")?.dataset.do]?.(); });
bind("m", () => decide("merge"));
bind("k", () => decide("apart"));
bind("u", undoLast);
bind("j", () => halves.move(1));
bind("J", () => halves.move(-1));
bind("ArrowDown", () => halves.move(1));
bind("ArrowUp", () => halves.move(-1));
bind("Escape", () => { if (halves.halves.dataset.open === "one") halves.halves.dataset.open = "list"; return false; });

startData();
