// The agent's desk: puts list, conversation, feed and keyboard together. No page is ever loaded anew.

import { call, config, every, fill, fragment, query, words } from "./api.js";
import { Opened } from "./conversation.js";
import { openDialog } from "./dialogs.js";
import { attempt, later, refresh, startFeed, startFrame } from "./frame.js";
import { bind } from "./keys.js";
import { knowledgePanel } from "./knowledge-panel.js";
import { List } from "./lists.js";
import { attention, setTitle, takeBack, toast } from "./notices.js";
import { tickAll } from "./ticking.js";
import { verbs } from "./verbs.js";

const panes = query(".panes");
const [main, side] = [query("#main-pane"), query("#side-pane")];
let opened = null;
let turn = 0;

const list = new List(query("#list"), (id) => show(id));
const refreshList = later(() => refresh("list"), 120);
const refreshSide = later(() => refresh("side-facts"), 400);

/* opening and leaving */

async function show(id, { push = true } = {}) {
  const mine = ++turn;
  list.mark(id);
  panes.dataset.pane = "thread";
  main.setAttribute("aria-busy", "true");
  const [middle, right] = await attempt(() => Promise.all([fragment(`/desk/pane/c/${id}`), fragment(`/desk/pane/c/${id}/side`)])) || [];
  if (mine !== turn) return;
  main.removeAttribute("aria-busy");
  if (middle === undefined) return;
  if (middle === null) { leave(); toast(words.gone, { bad: true }); return; }
  main.innerHTML = middle;
  side.innerHTML = right || "";
  [main, side].forEach((place) => window.htmx.process(place));
  if (push) history.pushState({ id }, "", `/desk/c/${id}`);
  begin(id);
}

function begin(id) {
  opened = new Opened(id, main, side);
  opened.onGone = () => { toast(words.gone); leave(); };
  opened.onState = () => { refreshSide(); tickAll(main); };
  feed.also(opened.places);
  list.mark(id);
  setTitle(`${query("h1", main).textContent} · ${words.title}`);
  tickAll(main);
  tickAll(side);
  if (query(`.item[data-call][data-id="${id}"]`, list.element)) answerCall(id);
}

/** I have opened what a colleague called me to: it need not be listed any longer. */
async function answerCall(id) {
  await call(`/conversations/${id}/read`, { seq: 0 }).catch(() => {});
  refreshList();
}

function leave({ push = true } = {}) {
  turn += 1;
  opened = null;
  feed.also({});
  list.mark(null);
  panes.dataset.pane = "list";
  panes.dataset.side = "";
  main.replaceChildren(query("#nothing-open").content.cloneNode(true));
  side.replaceChildren();
  setTitle("");
  if (push) history.pushState({}, "", config.home);
}

window.addEventListener("popstate", () => {
  const id = location.pathname.match(/\/c\/([0-9a-f-]{36})/)?.[1];
  if (id) show(id, { push: false });
  else leave({ push: false });
});

/* the feed */

const feed = startFeed(config.topics, (kind, data) => {
  const inThread = data.topic?.startsWith("conversation:");
  if (inThread) { if (opened && data.topic.split(":")[1] === opened.id) opened.hear(kind, data); return; }
  const hearing = { conversation: () => hearCard(data.conversation), presence: () => refresh("presence"), mention: () => hearMention(data), whisper: () => hearWhisper(data), ready: () => refreshList() };
  hearing[kind]?.();
}, () => { refreshList(); opened?.catchUp().catch(() => {}); });

function hearCard(card) {
  refreshList();
  refresh("presence");
  if (card.offered_to?.id !== config.me) takeBack(card.id);
  if (opened && card.id === opened.id) return;
  const name = card.customer?.name || words.visitor;
  const run = () => show(card.id);
  if (card.offered_to?.id === config.me) {
    toast(fill(words.offered, { name }), { small: card.preview.slice(0, 60), action: { label: words.take, run: () => act("take", card.id) }, ms: 12_000, tag: card.id });
    attention(fill(words.offered, { name }), { tag: card.id, run });
  } else if (card.assignee?.id === config.me && card.awaiting_since && card.status === "active") {
    attention(fill(words.wrote, { name }), { tag: card.id, run });
  }
}

function hearMention({ conversation, by, number }) {
  if (opened?.id === conversation && !document.hidden) { answerCall(conversation); return; }
  refreshList();
  toast(fill(words.mentioned, { name: by, number }), { action: { label: words.open, run: () => show(conversation) }, ms: 12_000 });
  attention(fill(words.mentioned, { name: by, number }), { tag: `mention-${conversation}`, run: () => show(conversation) });
}

function hearWhisper({ conversation, text }) {
  if (opened?.id !== conversation) toast(words.whispered, { small: text, action: { label: words.open, run: () => show(conversation) }, ms: 12_000 });
  attention(words.whispered, { tag: `whisper-${conversation}` });
}

/* deeds: buttons with data-verb, and keys */

async function act(verb, id = list.pointed) {
  if (!id) return;
  const done = await verbs[verb](id);
  refreshList();
  if (verb === "take" && done) { if (opened?.id === id) opened.refreshState(); else await show(id); }
}

async function article(code, at = "") {
  openDialog({ path: `/desk/pane/knowledge/${encodeURIComponent(code)}?c=${opened?.id || ""}&at=${encodeURIComponent(at)}`, onOpen: (dialog) => query("#passage", dialog)?.scrollIntoView({ block: "center" }) });
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-verb], [data-back], [data-toggle-side], [data-article], [data-insert], [data-open]");
  if (!target || event.ctrlKey || event.metaKey) return;
  const { verb, article: code, insert, open } = target.dataset;
  if (verb) act(verb, opened?.id);
  else if ("back" in target.dataset) leave();
  else if ("toggleSide" in target.dataset) panes.dataset.side = panes.dataset.side === "open" ? "" : "open";
  else if (insert !== undefined) { opened?.composer?.insert(insert, target.dataset.cite ? JSON.parse(target.dataset.cite) : null); target.closest("dialog")?.close(); panes.dataset.side = ""; }
  else if (code) article(code, target.dataset.at);
  else if (open) show(open);
  else return;
  event.preventDefault();
});

for (const [key, verb] of [["t", "take"], ["x", "transfer"], ["c", "close"], ["z", "snooze"]]) {
  bind(key, () => { if (verb === "take" || query(`[data-verb="${verb}"]`, main)) act(verb); else return false; return true; });
}
bind("j", () => list.move(1));
bind("k", () => list.move(-1));
bind("Enter", () => list.openFocused());
bind("o", () => list.openFocused());
bind("r", () => opened?.composer?.focus("messages"));
bind("n", () => opened?.composer?.focus("note"));
bind("i", () => { panes.dataset.side = panes.dataset.side === "open" ? "" : "open"; });
bind("f", () => query("#knowledge-search")?.focus());
bind("Escape", () => {
  if (document.activeElement?.closest?.("input, textarea")) { document.activeElement.blur(); return true; }
  if (panes.dataset.side === "open") { panes.dataset.side = ""; return true; }
  return false;
});
for (let number = 1; number <= 3; number += 1) {
  bind(`alt+${number}`, () => opened?.composer?.suggest(number) ?? false);
  bind(`alt+shift+${number}`, () => opened?.composer?.suggest(number, { passage: true }) ?? false);
}
knowledgePanel(side, { insert: (text, cite) => opened?.composer?.insert(text, cite), read: article });

for (const kind of ["dragover", "dragleave", "drop"]) {
  main.addEventListener(kind, (event) => {
    if (!opened?.composer || !event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    main.classList.toggle("drop-on", kind === "dragover");
    if (kind === "drop") opened.composer.attach([...event.dataTransfer.files]);
  });
}
document.addEventListener("visibilitychange", () => {
  opened?.markRead();
  if (!document.hidden && opened && query(`.item[data-call][data-id="${opened.id}"]`, list.element)) answerCall(opened.id);
});
document.addEventListener("change", (event) => { const select = event.target.closest("[data-reveals]"); if (select) every("[data-when]", select.form).forEach((part) => { part.hidden = part.dataset.when !== select.value; }); });

startFrame();
if (config.opened) begin(config.opened);
