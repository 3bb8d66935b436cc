// One open conversation: its thread, composer and side, kept true by the live feed and healed after a gap.

import { Thread, stayAtEnd } from "../foyer/thread.js";
import { call, config, every, fragment, query, words } from "./api.js";
import { Composer } from "./composer.js";
import { later } from "./frame.js";
import { Outbox } from "./outbox.js";
import { offer } from "./translating.js";

export class Opened {
  constructor(id, main, side) {
    Object.assign(this, { id, main, side });
    this.data = JSON.parse(query("#thread-data", main).textContent);
    this.outbox = new Outbox(id, {
      onPending: (item) => this.thread.pending(item.text, item.client_id, new Date(item.at), { note: item.mode !== "messages" }),
      onSent: (message) => this.#show(message),
      onFailed: (item, refusal) => this.#notSent(item, refusal),
    });
    this.thread = new Thread(query(".thread", main), { me: "staff", strings: words.thread, lang: config.lang, timeZone: config.time_zone, onRetry: (clientId) => this.outbox.retry(clientId) });
    this.data.messages.forEach((message) => this.#show(message));
    this.thread.receipts({ read: this.data.customer_read, delivered: this.data.customer_delivered });
    stayAtEnd(this.thread.element);
    this.#compose();
    this.outbox.resume();
    query("[data-older]", main)?.addEventListener("click", () => this.#older());
    this.refreshState = later(() => this.#state(), 120);
    this.refreshSuggestions = later(() => this.#suggest(), 250);
    this.markRead();
    this.#suggest();
  }

  /** What the feed must follow for this conversation, and from where. */
  get places() { return this.data.places; }

  hear(kind, data) {
    const hearing = { message: () => this.#hearMessage(data.message), receipt: () => this.#hearReceipt(data), typing: () => this.#hearTyping(data.author), status: this.refreshState, conversation: this.refreshState };
    hearing[kind]?.();
  }

  /** Fetch what may have been missed, after the line was down. */
  async catchUp() {
    this.outbox.again();
    const { messages } = await call(`/conversations/${this.id}/messages?after=${this.contiguous}`);
    messages.forEach((message) => this.#show(message));
    this.refreshState();
  }

  /** The last number up to which nothing is missing here; staff see every number. */
  get contiguous() {
    const seqs = [...this.thread.rows.keys()].sort((a, b) => a - b);
    let last = seqs[0] ?? 1;
    for (const seq of seqs) if (seq <= last + 1) last = Math.max(last, seq);
    return seqs.length ? last : 0;
  }

  markRead() {
    if (document.hidden || !this.data.mine) return;
    const { lastSeq } = this.thread;
    if (lastSeq <= (this.readSeq || 0)) return;
    this.readSeq = lastSeq;
    call(`/conversations/${this.id}/read`, { seq: lastSeq }).catch(() => { this.readSeq = 0; });
  }

  /** What could not be sent stays in sight: try again, or take the words back into the box. */
  #notSent(item, refusal) {
    this.thread.failed(item.client_id, refusal ? refusal.sentence : words.not_sent);
    const row = this.thread.waiting.get(item.client_id);
    const back = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm btn-link p-0", textContent: words.take_back });
    back.addEventListener("click", () => {
      this.outbox.discard(item.client_id);
      this.thread.waiting.delete(item.client_id);
      row.remove();
      this.composer?.insert(item.text, item.cites?.[0] || null);
    });
    row?.querySelector(".bubble-meta").append(back);
  }

  #show(message) {
    for (const citation of message.citations || []) citation.url ||= `/knowledge/${citation.code}`;
    const fresh = this.thread.upsert(message);
    offer(this.thread.rows.get(message.seq), this.id, message);
    return fresh;
  }

  #hearMessage(message) {
    const gap = message.seq > this.thread.lastSeq + 1;
    const fresh = this.#show(message);
    if (gap) this.catchUp().catch(() => {});
    if (fresh && message.author.kind === "customer") this.refreshSuggestions();
    this.markRead();
  }

  #hearReceipt(data) { if (data.reader === "customer") this.thread.receipts(data); }

  #hearTyping(author) { if (author.kind === "customer") this.thread.typing(words.customer_typing); }

  #compose() {
    const element = query(".composer", this.main);
    this.composer = element ? new Composer(element, this.id, this.outbox) : null;
  }

  /** Draw header and composer again when hands or status changed; a composer that may still do the same is left alone. */
  async #state() {
    const text = await fragment(`/desk/pane/c/${this.id}/state`).catch(() => undefined);
    if (text === undefined) return;
    if (text === null) { this.onGone?.(); return; }
    const fresh = document.createRange().createContextualFragment(text);
    const [head, foot] = [query("#thread-state", fresh), query("#thread-foot", fresh)];
    query("#thread-state", this.main).replaceWith(head);
    this.data.mine = head.dataset.mine === "1";
    const old = query("#thread-foot", this.main);
    if (old.dataset.can !== foot.dataset.can) {
      old.replaceWith(foot);
      this.#compose();
      this.#suggest();
    }
    this.onState?.(head);
    this.markRead();
  }

  async #suggest() {
    const place = query(".suggestions", this.main);
    if (!place || !this.data.mine) return;
    const text = await fragment(`/desk/pane/c/${this.id}/suggestions`).catch(() => "");
    if (query(".suggestions", this.main) !== place) return;
    const fresh = document.createRange().createContextualFragment(text || "");
    const [cards, live] = [query("template", fresh), query("#knowledge-live", this.side)];
    live?.replaceChildren(...(cards ? cards.content.childNodes : []));
    cards?.remove();
    place.replaceChildren(fresh);
  }

  async #older() {
    const button = query("[data-older]", this.main);
    button.disabled = true;
    const first = Math.min(...this.thread.rows.keys());
    const { messages, more } = await call(`/conversations/${this.id}/messages?before=${first}`).catch(() => ({ messages: [], more: true }));
    const height = this.thread.element.scrollHeight;
    messages.forEach((message) => this.#show(message));
    this.thread.element.scrollTop = this.thread.element.scrollHeight - height;
    button.disabled = false;
    button.hidden = !more;
  }

  /** Article links inside the thread, for the reader dialog. */
  get citations() { return every("[data-article]", this.main); }
}
