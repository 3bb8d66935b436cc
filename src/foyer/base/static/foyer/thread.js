// The thread: the one place that draws messages, for the customer and for the staff.
// Text is set as text, never as HTML. Messages are kept in the order of their numbers; one that was shown as "being sent"
// is replaced by its stored self, never doubled.

// Letters that cannot be seen or turn the reading direction stand as their number: words read as what they are.
const HIDDEN = /[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0]/g;
const visible = (text) => String(text).replace(HIDDEN, (letter) => `⟨${letter.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}⟩`);

const make = (tag, className = "", text = null) => {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== null) element.textContent = visible(text);
  return element;
};

// What a machine wrote ends with its source and label, and an offer lists its choices, for doors that have only text.
// Here citation, label and choices stand beside the words, so the words need not say them again.
const words = ({ text, machine, kind }) => {
  if (!machine) return text;
  const foot = text.lastIndexOf("\n\n");
  const body = foot > 0 && /(AI 生成|AI-generated)$/.test(text.trimEnd()) ? text.slice(0, foot) : text;
  return kind === "choices" ? body.replace(/^\d+\. .*\n?/gm, "") : body;
};

/** Words as they are; the numbered steps of a machine's answer as a list. */
function paragraphs(text, machine) {
  if (!machine) return [make("span", "", text)];
  return text.split(/\n*((?:^\d+\. .*(?:\n|$))+)/m).filter(Boolean).map((part) => {
    if (!/^\d+\. /.test(part)) return make("span", "", part);
    const list = make("ol");
    list.start = Number.parseInt(part, 10);
    list.append(...part.trim().split("\n").map((step) => make("li", "", step.replace(/^\d+\. /, ""))));
    return list;
  });
}

/** A file's kind in two to four letters. */
const kindOf = (name, type) => (name.includes(".") ? name.split(".").pop() : type.split("/").pop()).slice(0, 4).toUpperCase();

/** The outline of a sheet of paper (Tabler's "file"). */
function paper() {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  for (const [key, value] of Object.entries({ class: "icon", viewBox: "0 0 24 24", fill: "none", stroke: "currentColor", "stroke-linecap": "round", "stroke-linejoin": "round", "aria-hidden": "true" })) drawing.setAttribute(key, value);
  for (const line of ["M14 3v4a1 1 0 0 0 1 1h4", "M17 21h-10a2 2 0 0 1 -2 -2v-14a2 2 0 0 1 2 -2h7l5 5v11a2 2 0 0 1 -2 2z"]) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", line);
    drawing.append(path);
  }
  return drawing;
}

export class Thread {
  /** `me` is "customer" or "staff"; `strings` are the translated words; `onChoice(value, text)` hears a chosen option. */
  constructor(element, { me, strings, lang, timeZone, onChoice = () => {}, onRetry = () => {} }) {
    Object.assign(this, { element, me, strings, onChoice, onRetry });
    this.rows = new Map(); // seq → row
    this.waiting = new Map(); // client_id → row
    this.kept = new Set(); // client_id of what the server has
    this.received = { delivered: 0, read: 0 };
    this.language = lang.startsWith("en") ? "en" : "zh"; // an event heard live has its words in both
    const place = this.language === "en" ? "en-GB" : lang; // bare "en" writes the month before the day
    this.time = new Intl.DateTimeFormat(place, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone });
    this.day = new Intl.DateTimeFormat(place, { year: "numeric", month: "long", day: "numeric", weekday: "short", timeZone });
    element.setAttribute("role", "log");
    element.setAttribute("aria-live", "polite");
  }

  get lastSeq() { return Math.max(0, ...this.rows.keys()); }

  /** Show a message, or show it again as it is now. */
  upsert(message) {
    const stay = this.#nearEnd();
    const fresh = !this.rows.has(message.seq);
    const row = this.#draw(message);
    const shown = [this.rows.get(message.seq), this.waiting.get(message.client_id)];
    if (message.client_id) {
      this.waiting.delete(message.client_id);
      this.kept.add(message.client_id);
    }
    this.rows.set(message.seq, row);
    row.dataset.seq = message.seq;
    row.dataset.day = this.day.format(new Date(message.at));
    shown.forEach((one) => one?.remove());
    this.#place(row, message.seq);
    this.#receipts();
    if (this.typingRow && !this.#isMine(message)) this.typing(null);
    if (fresh && message.author.kind !== "customer") this.writing(null);
    if (stay || this.#isMine(message)) this.toEnd();
    return fresh;
  }

  /** Show what is being sent, before the server has said that it is kept. What is shown as kept already is not shown again:
   *  a page that was left while it sent has it in the thread and in its outbox. */
  pending(text, clientId, at = new Date(), { note = false } = {}) {
    if (this.kept.has(clientId)) return;
    const row = this.#draw({ kind: "text", author: { kind: this.me === "staff" ? "agent" : "customer" }, text, at, note, citations: [], choices: [] });
    row.classList.add("pending");
    row.querySelector(".bubble-meta").append(make("span", "", this.strings.sending));
    this.waiting.get(clientId)?.remove();
    this.waiting.set(clientId, row);
    this.element.insertBefore(row, this.typingRow || null);
    this.toEnd();
  }

  /** Say that a message did not go through; the row offers to try again. */
  failed(clientId, reason) {
    const row = this.waiting.get(clientId);
    if (!row) return;
    row.classList.remove("pending");
    row.classList.add("failed");
    const meta = row.querySelector(".bubble-meta");
    const retry = make("button", "btn btn-sm btn-link p-0", this.strings.retry);
    retry.type = "button";
    retry.addEventListener("click", () => this.onRetry(clientId));
    meta.replaceChildren(make("span", "text-danger", reason || this.strings.failed), retry);
  }

  /** Show how far the other side has received and read. */
  receipts({ delivered = 0, read = 0 }) {
    this.received = { delivered: Math.max(delivered, this.received.delivered), read: Math.max(read, this.received.read) };
    this.#receipts();
  }

  /** Show that somebody writes; null takes the sign away. */
  typing(name) {
    clearTimeout(this.typingTimer);
    this.typingRow?.remove();
    this.typingRow = null;
    if (!name) return;
    const stay = this.#nearEnd();
    this.typingRow = make("div", "bubble-row");
    const dots = make("div", "bubble typing");
    dots.append(make("i"), make("i"), make("i"), make("span", "visually-hidden", name));
    this.typingRow.append(dots);
    this.element.append(this.typingRow);
    this.typingTimer = setTimeout(() => this.typing(null), 6_000);
    if (stay) this.toEnd();
  }

  /** Show what a machine has written so far of a message; null, or any later message, takes it away. */
  writing(draft) {
    const stay = this.#nearEnd();
    this.draftRow?.remove();
    this.draftRow = null;
    if (!draft) return;
    this.typing(null);
    const message = { kind: "text", machine: true, author: { kind: "assistant" }, at: new Date(), citations: [], choices: [], ...draft };
    this.draftRow = this.#draw(message);
    this.draftRow.classList.add("draft");
    this.draftRow.setAttribute("aria-hidden", "true"); // the whole message is read out when it is there
    this.element.append(this.draftRow);
    if (stay) this.toEnd();
  }

  clear() {
    this.draftRow = null;
    this.rows.clear();
    this.waiting.clear();
    this.kept.clear();
    this.received = { delivered: 0, read: 0 };
    this.typingRow = null;
    this.element.replaceChildren();
  }

  toEnd() { this.element.scrollTop = this.element.scrollHeight; }

  #nearEnd() { const e = this.element; return e.scrollHeight - e.scrollTop - e.clientHeight < 120; }

  #isMine(message) {
    return this.me === "customer" ? message.author.kind === "customer" : ["agent", "assistant"].includes(message.author.kind);
  }

  #place(row, seq) {
    const later = [...this.rows.keys()].filter((other) => other > seq).sort((a, b) => a - b)[0];
    const before = later ? this.rows.get(later) : [...this.waiting.values()][0] || this.draftRow || this.typingRow || null;
    this.element.insertBefore(row, before);
    this.#days();
  }

  #days() {
    this.element.querySelectorAll(".day-line").forEach((line) => line.remove());
    let day = null;
    for (const row of this.element.querySelectorAll("[data-day]")) {
      if (row.dataset.day !== day) {
        day = row.dataset.day;
        row.before(make("div", "day-line", day));
      }
    }
  }

  #draw(message) {
    if (message.kind === "event") return this.#event(message);
    const row = make("div", "bubble-row");
    row.classList.toggle("mine", this.#isMine(message) && !message.note);
    row.classList.toggle("machine", Boolean(message.machine));
    row.classList.toggle("bubble-note", Boolean(message.note));
    const bubble = make("div", "bubble");
    if (message.note) bubble.append(make("b", "", `${this.strings.note} `));
    if (message.attachment) bubble.append(this.#attachment(message.attachment));
    bubble.classList.toggle("picture", Boolean(message.attachment?.thumbnail && !message.text));
    if (message.text) bubble.append(...paragraphs(words(message), message.machine));
    if (message.citations?.length) bubble.append(this.#citations(message.citations));
    row.append(bubble);
    if (message.choices?.length) row.append(this.#choices(message.choices));
    row.append(this.#meta(message));
    return row;
  }

  #meta(message) {
    const meta = make("div", "bubble-meta");
    if (message.label) meta.append(make("span", "machine-label", message.label));
    else if (message.author.name && message.author.kind !== "customer") meta.append(make("span", "", message.author.name));
    const time = make("time", "", this.time.format(new Date(message.at)));
    time.dateTime = new Date(message.at).toISOString();
    meta.append(time, make("span", "receipt"));
    return meta;
  }

  #event(message) {
    const line = make("div", "event-line");
    const time = make("time", "", this.time.format(new Date(message.at)));
    line.append(time, ` ${(this.me === "staff" && message.event?.desk?.[this.language]) || message.event?.texts?.[this.language] || message.event?.text || message.text}`);
    return line;
  }

  #citations(citations) {
    const list = make("div", "citations");
    for (const { title, version, url, code, passages = [] } of citations) {
      const link = make("a", "citation", this.strings.source.replace("{title}", title).replace("{version}", version));
      link.href = url;
      link.dataset.article = code;
      link.dataset.passages = JSON.stringify(passages.map(({ text }) => text));
      link.target = "_blank";
      link.rel = "noopener";
      list.append(link);
    }
    return list;
  }

  #choices(choices) {
    const list = make("div", "choices");
    for (const { text, value } of choices) {
      const button = make("button", "choice", text);
      button.type = "button";
      button.disabled = this.me === "staff"; // the customer chooses
      button.addEventListener("click", () => {
        list.querySelectorAll("button").forEach((other) => { other.disabled = true; });
        this.onChoice(value, text);
      });
      list.append(button);
    }
    return list;
  }

  #attachment({ name, size, type, url, thumbnail }) {
    const link = make("a", "attachment");
    link.href = url;
    link.target = "_blank";
    link.rel = "noopener";
    if (thumbnail) {
      const image = make("img");
      image.src = thumbnail;
      image.alt = name;
      image.loading = "lazy";
      link.append(image);
    } else {
      const label = make("span");
      label.append(make("b", "", name), make("small", "", `${kindOf(name, type)} · ${bytes(size)}`));
      link.append(paper(), label);
    }
    return link;
  }

  #receipts() {
    for (const [seq, row] of this.rows) {
      const place = row.classList.contains("mine") ? row.querySelector(".receipt") : null;
      if (!place) continue;
      const { read, delivered, sent } = this.strings;
      place.textContent = seq <= this.received.read ? read : seq <= this.received.delivered ? delivered : sent || "";
    }
  }
}

/** Whoever reads the end of `element` stays there when it becomes smaller or a picture in it larger. */
export function stayAtEnd(element) {
  let [atEnd, top] = [true, 0];
  const stay = () => { if (atEnd) element.scrollTop = element.scrollHeight; };
  element.addEventListener("scroll", () => {
    if (element.scrollHeight - element.scrollTop - element.clientHeight < 80) atEnd = true;
    else if (element.scrollTop < top) atEnd = false; // only a reader scrolls back
    top = element.scrollTop;
  });
  element.addEventListener("load", stay, true);
  new ResizeObserver(stay).observe(element);
  stay();
}

/** A file's size as people say it. */
export const bytes = (size) => (size < 1024 ? `${size} B` : size < 1024 ** 2 ? `${Math.round(size / 1024)} KB` : `${(size / 1024 ** 2).toFixed(1)} MB`);
