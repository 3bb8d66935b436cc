// Knowledge beside the conversation, by keyboard: down from the search box through what was found, Enter inserts the
// whole answer, p only its passage, o opens it, h, w and u say that it helped, is wrong or is out of date.

import { every, query, words } from "./api.js";
import { post } from "./data.js";
import { openDialog } from "./dialogs.js";
import { attempt } from "./frame.js";
import { toast } from "./notices.js";

const VERDICTS = { h: "helpful", w: "wrong", u: "outdated" };

export function knowledgePanel(side, { insert, read }) {
  side.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = event.target.closest("#knowledge-search, .hit");
    if (at && pressed(event, at)) { event.preventDefault(); event.stopPropagation(); }
  });
  side.addEventListener("click", (event) => {
    const button = event.target.closest("[data-remark]");
    if (button) remark(button.closest(".hit"), button.dataset.remark);
  });

  function pressed(event, at) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return move(at, event.key === "ArrowDown" ? 1 : -1);
    if (at !== event.target || !at.matches(".hit")) return false;
    if (event.key === "Enter") return put(query("[data-insert]", at));
    if (event.key === "p") return put(query("[data-only-passage]", at));
    if (event.key === "o") { const { article, at: place } = query("[data-article]", at).dataset; read(article, place); return true; }
    if (VERDICTS[event.key]) { remark(at, VERDICTS[event.key]); return true; }
    return false;
  }

  function move(from, step) {
    const cards = every(".hit", side).filter((card) => card.offsetParent);
    const to = from.matches(".hit") ? cards.indexOf(from) + step : step > 0 ? 0 : -1;
    if (to < 0) query("#knowledge-search", side)?.focus();
    else cards[Math.min(to, cards.length - 1)]?.focus();
    return cards.length > 0;
  }

  function put(button) {
    if (!button) return false;
    insert(button.dataset.insert, JSON.parse(button.dataset.cite));
    return true;
  }
}

/** A colleague's verdict; a doubt is asked for in a dialog, with a note for the owner. */
function remark(card, kind) {
  const { code, version, lang } = card.dataset;
  const path = `/desk/do/knowledge/remark/${encodeURIComponent(code)}/${version}`;
  const said = () => {
    every("[data-remark]", card).forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.remark === kind)));
    toast(kind === "helpful" ? words.remark_kept : words.remark_told);
  };
  if (kind === "helpful") { attempt(() => post(path, { kind, lang })).then((done) => done && said()); return; }
  const dialog = `/desk/pane/knowledge/${encodeURIComponent(code)}/${version}/remark?kind=${kind}&lang=${lang}`;
  openDialog({ path: dialog, onSubmit: async (values) => { await post(path, { ...values, lang }); said(); } });
}
