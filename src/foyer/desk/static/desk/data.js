// What the data pages share: a list with one thing beside it, verbs with a reason, and words for toasts.

import { Refused, config, every, fragment, query, words } from "./api.js";
import { openDialog } from "./dialogs.js";
import { attempt, startFeed, startFrame } from "./frame.js";
import { toast } from "./notices.js";
import { tickAll } from "./ticking.js";

export const said = { ...query("#data-words")?.dataset };

/** One verb: POST a form, get JSON; throws `Refused` for a "no". With `as` "text" the answer is a piece of page. */
export async function post(path, values = {}, as = "json") {
  const body = values instanceof FormData ? values : new URLSearchParams(values);
  const headers = { "X-CSRFToken": config.csrf, "X-Fragment": "1" };
  const answer = await fetch(path, { method: "POST", headers, body, credentials: "same-origin", signal: AbortSignal.timeout(60_000) });
  if (answer.status >= 500 || answer.status === 401) throw new Error(`server ${answer.status}`);
  if (answer.ok) return as === "text" ? answer.text() : answer.json();
  const text = await answer.text();
  let told = {};
  try { told = JSON.parse(text); } catch { told = fromPiece(text); }
  throw new Refused(answer.status, told);
}

function fromPiece(text) {
  const holder = document.createElement("template");
  holder.innerHTML = text;
  return { message: query("b", holder.content)?.textContent, mend: query("span", holder.content)?.textContent };
}

/** Ask why in a dialog of the page, then do it: the first pick stands ready, so that Enter is enough. */
export function ask(name, deed) {
  const element = query(`#dialog-${name}`);
  const form = query("form", element);
  form.reset();
  openDialog({ element, onSubmit: (values) => {
    const reason = (values.words || "").trim() || values.pick || "";
    if (!reason) throw new Refused(422, { message: said.reason });
    return deed(reason);
  }, onOpen: () => query("input:checked, input", form)?.focus() });
}

/** A list on the left, one of its items on the right; the address follows. `onShow` runs when another is shown,
 *  `onAgain` when the one that is shown is chosen again. */
export class Halves {
  constructor({ piece, page, onShow = () => {}, onAgain = () => {} }) {
    Object.assign(this, { piece, page, onShow, onAgain, halves: query("#halves"), place: query("#half-one"), turn: 0 });
    document.addEventListener("click", (event) => this.#clicked(event));
    document.addEventListener("keydown", (event) => this.#pressed(event));
    window.addEventListener("popstate", () => location.reload());
    document.addEventListener("change", (event) => { if (event.target.matches("[data-submits]")) event.target.form.requestSubmit(); });
    this.mark(this.current);
  }

  get items() { return every("[data-list] > [data-id]", this.halves); }
  get current() { return query("[data-one]", this.place)?.dataset.one || query("[data-pair]", this.place)?.dataset.pair || null; }

  async show(id, { push = true } = {}) {
    const mine = ++this.turn;
    this.place.setAttribute("aria-busy", "true");
    const text = await attempt(() => fragment(this.piece(id)));
    if (mine !== this.turn) return;
    this.place.removeAttribute("aria-busy");
    if (text === null) return;
    this.put(text);
    this.halves.dataset.open = "one";
    if (push) history.pushState({ id }, "", this.page(id));
  }

  put(text) {
    this.place.innerHTML = text;
    this.place.scrollTop = 0;
    tickAll(this.place);
    this.mark(this.current);
    this.onShow();
  }

  mark(id) {
    for (const item of this.items) {
      const on = item.dataset.id === id;
      item.classList.toggle("on", on);
      if (on) { item.setAttribute("aria-current", "true"); item.scrollIntoView({ block: "nearest" }); } else item.removeAttribute("aria-current");
    }
  }

  move(step) {
    const items = this.items;
    if (!items.length) return;
    const at = items.findIndex((item) => item.dataset.id === this.current);
    const to = items[Math.min(Math.max(at + step, 0), items.length - 1)];
    if (to.dataset.id !== this.current) this.show(to.dataset.id);
  }

  /** The item is decided: it leaves the list, and the next comes at once. */
  done(id) {
    const items = this.items;
    const at = items.findIndex((item) => item.dataset.id === id);
    const next = items[at + 1] || items[at - 1];
    if (at >= 0) items[at].remove();
    const count = query(".half-head small", this.halves);
    if (count && at >= 0 && Number(count.textContent) > 0) count.textContent = Number(count.textContent) - 1;
    if (next) this.show(next.dataset.id);
    else if (query(".half-foot", this.halves)) location.assign(location.pathname.replace(/\/[0-9a-f-]{36}$/, "") + location.search);
    else { this.place.replaceChildren(query("#all-done").content.cloneNode(true)); toast(said.end); }
  }

  #clicked(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("[data-back]")) { this.halves.dataset.open = "list"; return; }
    const item = event.target.closest("[data-list] > [data-id]");
    if (item) this.#chosen(event, item);
  }

  /** Enter is taken at once: its later half would reach the field that gets the focus, and send it off empty. */
  #pressed(event) {
    const item = event.target.closest?.("[data-list] > [data-id]");
    if (item && event.key === "Enter" && !event.ctrlKey && !event.metaKey) this.#chosen(event, item);
  }

  #chosen(event, item) {
    event.preventDefault();
    if (item.dataset.id !== this.current) { this.show(item.dataset.id); return; }
    this.halves.dataset.open = "one";
    this.onAgain();
  }
}

export function startData() {
  startFrame();
  startFeed(config.topics, () => {});
  query(".data-tabs [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
}

export { attempt, every, query, toast, words };
