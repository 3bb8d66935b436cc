// Writing: a draft per conversation that survives a reload, three ways to speak (reply, note, whisper), files, and the
// suggestions that knowledge has for the customer's last words.

import { Refused, call, every, fill, query, unsent, words } from "./api.js";
import { toast } from "./notices.js";
import { Popup } from "./popup.js";
import { intoTheirs } from "./translating.js";

const TYPING_EVERY_MS = 3000;

export class Composer {
  constructor(element, conversation, outbox) {
    Object.assign(this, { element, conversation, outbox });
    this.box = query("textarea", element);
    this.state = query(".composer-state", element);
    this.draftKey = `draft:${conversation}`;
    this.typed = 0;
    this.cited = [];
    this.popup = new Popup(query(".popup", element), this.box, conversation);
    this.#wire();
    this.#restore();
    intoTheirs(this);
  }

  get mode() { return this.element.dataset.mode; }

  /** Speak to the customer ("messages"), to colleagues ("note") or to the agent ("whisper"). */
  setMode(mode) {
    const button = query(`[data-mode-of="${mode}"]`, this.element);
    if (!button) return;
    this.element.dataset.mode = mode;
    every("[data-mode-of]", this.element).forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
    this.box.placeholder = button.dataset.placeholder;
    this.box.setAttribute("aria-label", button.dataset.placeholder);
    query("[data-send-label]", this.element).textContent = button.dataset.send;
    this.#keep();
  }

  focus(mode) {
    if (mode) this.setMode(mode);
    this.box.focus();
  }

  /** Put words where the cursor is; words from knowledge bring their source along. */
  insert(text, cite = null) {
    if (cite && !this.cited.some((one) => one.code === cite.code)) this.cited.push(cite);
    this.#showCited();
    const { selectionStart: from, selectionEnd: to, value } = this.box;
    const glue = from && !/\s$/.test(value.slice(0, from)) ? "\n" : "";
    this.box.setRangeText(glue + text, from, to, "end");
    this.box.focus();
    this.#changed();
  }

  /** Put the n-th suggestion in: the whole answer, or only the passage that answers. */
  suggest(number, { passage = false } = {}) {
    const button = every(".suggestion", this.element)[number - 1];
    if (!button) return false;
    if (passage && button.dataset.passage) this.insert(button.dataset.passage, JSON.parse(button.dataset.exact));
    else button.click();
    return true;
  }

  send() {
    const text = this.box.value.trim();
    if (!text) return;
    if (text.length > 4000) { toast(words.too_long, { bad: true }); return; }
    const cites = this.mode === "messages" ? this.cited : [];
    this.box.value = "";
    this.cited = [];
    this.#showCited();
    this.#keep();
    this.outbox.add({ text, cites, mode: { messages: "messages", note: "notes", whisper: "whispers" }[this.mode] });
  }

  async attach(files) {
    for (const file of files) {
      const form = new FormData();
      form.append("file", file);
      form.append("client_id", crypto.randomUUID());
      this.#say(fill(words.uploading, { name: file.name }));
      try {
        this.outbox.onSent(await call(`/conversations/${this.conversation}/attachments`, form));
        this.#say("");
      } catch (problem) {
        this.#say("");
        toast(problem instanceof Refused ? problem.sentence : words.no_line, { bad: true, small: file.name });
      }
    }
  }

  #wire() {
    const { box, element } = this;
    box.addEventListener("input", () => { this.#changed(); this.#typing(); });
    box.addEventListener("keydown", (event) => {
      if (event.isComposing || this.popup.takes(event)) return;
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); this.send(); }
      if (event.key === "Escape") { event.preventDefault(); box.blur(); }
    });
    box.addEventListener("paste", (event) => { if (event.clipboardData.files.length) { event.preventDefault(); this.attach(event.clipboardData.files); } });
    element.addEventListener("click", (event) => {
      const target = event.target.closest("[data-mode-of], [data-send], [data-attach], [data-canned], .suggestion");
      if (!target) return;
      if (target.dataset.modeOf) { this.focus(target.dataset.modeOf); return; }
      if ("send" in target.dataset) this.send();
      if ("attach" in target.dataset) query("input[type=file]", element).click();
      if ("canned" in target.dataset) { this.insert("/"); this.popup.look(); }
      if (target.matches(".suggestion")) this.insert(target.dataset.text, JSON.parse(target.dataset.cite));
    });
    query("input[type=file]", element)?.addEventListener("change", (event) => { this.attach([...event.target.files]); event.target.value = ""; });
  }

  #changed() {
    this.#keep();
    this.popup.look();
  }

  #keep() {
    const text = this.box.value;
    unsent.set(this.draftKey, text ? { text, mode: this.mode, cited: this.cited } : null);
    this.#say(text ? (unsent.lasts ? words.draft_saved : words.draft_not_saved) : "");
  }

  #restore() {
    const [draft, early] = [unsent.get(this.draftKey), this.box.value]; // somebody quick may have written before we were here
    if (draft) {
      this.box.value = [...new Set([draft.text, early])].filter(Boolean).join("\n");
      this.cited = draft.cited || [];
      this.setMode(draft.mode);
      this.#showCited();
    }
    if (this.box.value) this.#keep();
  }

  /** The sources that will stand under the reply; each can be taken away. */
  #showCited() {
    const place = query(".cited", this.element);
    place.hidden = !this.cited.length;
    place.replaceChildren(...this.cited.map((cite) => {
      const chip = Object.assign(document.createElement("button"), { type: "button", className: "chip chip-accent", textContent: `${fill(words.thread.source, cite)} ×`, title: words.remove });
      chip.addEventListener("click", () => { this.cited = this.cited.filter((one) => one !== cite); this.#showCited(); this.#keep(); });
      return chip;
    }));
  }

  /** A word beside the buttons. */
  say(text) { this.#say(text); }

  #say(text) { this.state.textContent = text; }

  #typing() {
    if (this.mode !== "messages" || Date.now() - this.typed < TYPING_EVERY_MS) return;
    this.typed = Date.now();
    call(`/conversations/${this.conversation}/typing`, {}).catch(() => {});
  }
}
