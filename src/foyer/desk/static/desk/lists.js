// The left pane: which conversation is open, moving with j and k, and staying where one was when the list is drawn anew.

import { every, query } from "./api.js";

export class List {
  constructor(element, onOpen) {
    this.element = element;
    this.current = null;
    element.addEventListener("click", (event) => {
      const item = event.target.closest(".item");
      if (!item || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      onOpen(item.dataset.id);
    });
    element.addEventListener("htmx:beforeSwap", () => { this.focused = document.activeElement?.closest?.(".item")?.dataset.id; this.#rememberFolds(); });
    element.addEventListener("htmx:afterSwap", () => { this.#restoreFolds(); this.mark(this.current); if (this.focused) this.item(this.focused)?.focus({ preventScroll: true }); });
  }

  get items() { return every(".item", this.element).filter((item) => item.offsetParent); }

  item(id) { return query(`.item[data-id="${id}"]`, this.element); }

  /** Mark the open conversation, wherever in the list it stands. */
  mark(id) {
    this.current = id;
    for (const item of every(".item", this.element)) {
      const on = item.dataset.id === id;
      item.classList.toggle("on", on);
      if (on) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
    }
  }

  /** Move the focus down (1) or up (-1). */
  move(step) {
    const { items } = this;
    if (!items.length) return;
    const here = items.findIndex((item) => item === document.activeElement);
    const from = here >= 0 ? here : items.findIndex((item) => item.dataset.id === this.current);
    const next = items[Math.min(items.length - 1, Math.max(0, from + step))] || items[0];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  }

  openFocused() {
    const item = document.activeElement?.closest?.(".item");
    item?.click();
    return Boolean(item);
  }

  /** The conversation the keyboard points at: the focused one, else the open one. */
  get pointed() { return document.activeElement?.closest?.(".item")?.dataset.id || this.current; }

  #rememberFolds() { this.folds = new Map(every("details.group", this.element).map((group) => [group.dataset.group, group.open])); }

  #restoreFolds() { for (const group of every("details.group", this.element)) if (this.folds?.has(group.dataset.group)) group.open = this.folds.get(group.dataset.group); }
}
