// The list over the composer: "/" finds a canned response, "@" a colleague. Arrow keys choose, Enter or Tab takes it.

import { call, config, query } from "./api.js";

const SOURCES = {
  "/": { load: (conversation) => call(`/canned?conversation=${conversation}`), show: (one) => [`/${(config.lang.startsWith("zh") && one.shortcut_zh) || one.shortcut}`, one.title, one.text], text: (one) => one.text, words: (one) => `${one.shortcut} ${one.shortcut_zh || ""} ${one.title}` },
  "@": { load: () => call("/colleagues"), show: (one) => [`@${one.username}`, one.name, one.unit], text: (one) => `@${one.username} `, words: (one) => `${one.username} ${one.name}` },
};

export class Popup {
  constructor(element, box, conversation) {
    Object.assign(this, { element, box, conversation, loaded: {}, rows: [], at: 0 });
    element.id ||= "composer-popup";
    box.setAttribute("aria-controls", element.id);
    box.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  get open() { return !this.element.hidden; }

  /** Look at what stands before the cursor and show what could be meant. */
  async look() {
    const before = this.box.value.slice(0, this.box.selectionStart);
    const match = before.match(/(?:^|\s)([/@])([^\s/@]*)$/);
    if (!match) { this.close(); return; }
    const [, sign, typed] = match;
    this.sign = sign;
    this.typed = typed;
    if (!this.loaded[sign]) {
      const list = await SOURCES[sign].load(this.conversation).catch(() => []);
      this.loaded[sign] = list;
      this.look();
      return;
    }
    const wanted = typed.toLowerCase();
    const fits = this.loaded[sign].filter((one) => SOURCES[sign].words(one).toLowerCase().includes(wanted)).slice(0, 8);
    this.#show(fits);
  }

  close() {
    this.element.hidden = true;
    this.box.removeAttribute("aria-activedescendant");
  }

  /** Whether the key was for the list. */
  takes(event) {
    if (!this.open) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#point((this.at + step + this.rows.length) % this.rows.length);
    else if (event.key === "Enter" || event.key === "Tab") this.#take(this.at);
    else if (event.key === "Escape") this.close();
    else return false;
    event.preventDefault();
    return true;
  }

  #show(fits) {
    this.fits = fits;
    if (!fits.length) { this.close(); return; }
    this.rows = fits.map((one, index) => this.#row(one, index));
    this.element.replaceChildren(...this.rows);
    this.element.hidden = false;
    this.#point(0);
  }

  #row(one, index) {
    const [key, title, sub] = SOURCES[this.sign].show(one);
    const row = Object.assign(document.createElement("button"), { type: "button", className: "menu-item", id: `${this.element.id}-${index}`, tabIndex: -1 });
    row.setAttribute("role", "option");
    row.append(Object.assign(document.createElement("kbd"), { textContent: key }), Object.assign(document.createElement("span"), { textContent: title }));
    row.append(Object.assign(document.createElement("span"), { className: "sub", textContent: sub || "" }));
    row.addEventListener("mousedown", (event) => { event.preventDefault(); this.#take(index); });
    return row;
  }

  #point(index) {
    this.at = index;
    this.rows.forEach((row, i) => row.setAttribute("aria-selected", String(i === index)));
    this.rows[index].scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", this.rows[index].id);
  }

  #take(index) {
    const source = SOURCES[this.sign];
    const one = this.fits[index];
    const end = this.box.selectionStart;
    const start = end - this.typed.length - 1;
    this.close();
    this.box.setRangeText(source.text(one), start, end, "end");
    this.box.dispatchEvent(new Event("input", { bubbles: true }));
    this.close();
    if (this.sign === "/" && one.id) call(`/canned/${one.id}/used`, {}).catch(() => {});
    query("textarea", this.box.parentElement)?.focus();
  }
}
