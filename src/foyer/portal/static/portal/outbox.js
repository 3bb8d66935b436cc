// The outbox: everything the customer writes goes through it. It is kept until the bank has said "I have it", is sent one
// after another in the order it was written, and never lets two open tabs send at once. A repeated sending is harmless,
// because each message carries its own identifier.

import { Refusal } from "./api.js";
import { keep, waiting } from "./store.js";

const LONGEST_PAUSE_MS = 30_000;

export class Outbox {
  /** `deliver(item)` sends one and answers the stored message; `on` hears kept, sent, refused and stalled. */
  constructor({ deliver, on }) {
    Object.assign(this, { deliver, on, tries: 0, busy: false });
    window.addEventListener("online", () => this.hurry());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.hurry(); });
  }

  /** Keep a text and begin to send it. */
  write(text, extra = {}) {
    const item = keep(text, extra);
    this.on.kept(item);
    this.flush();
    return item;
  }

  /** Show again what an earlier page left behind, and send it. */
  resume() {
    for (const item of waiting.all()) {
      this.on.kept(item);
      if (item.refused) this.on.refused(item, item.refused);
    }
    this.flush();
  }

  again(clientId) {
    waiting.change(clientId, { refused: undefined });
    const item = waiting.all().find((one) => one.client_id === clientId);
    if (item) this.on.kept(item);
    this.hurry();
  }

  hurry() {
    this.tries = 0;
    clearTimeout(this.timer);
    this.flush();
  }

  async flush() {
    if (this.busy) return;
    this.busy = true;
    try {
      await alone(() => this.#send());
    } finally {
      this.busy = false;
    }
    if (waiting.all().some((item) => !item.refused) && !this.timer) this.flush();
  }

  async #send() {
    clearTimeout(this.timer);
    this.timer = null;
    for (let item = next(); item; item = next()) {
      try {
        const message = await this.deliver(item);
        waiting.remove(item.client_id);
        this.tries = 0;
        this.on.sent(item, message);
      } catch (no) {
        if (!(no instanceof Refusal) || no.retry || no.status >= 500) {
          this.#later(no);
          return;
        }
        waiting.change(item.client_id, { refused: no.message });
        this.on.refused(item, no.message);
      }
    }
  }

  #later(no) {
    const pause = no.waitSeconds ? no.waitSeconds * 1000 : Math.min(1000 * 2 ** this.tries, LONGEST_PAUSE_MS) * (0.6 + Math.random() * 0.8);
    this.tries += 1;
    this.on.stalled(no);
    this.timer = setTimeout(() => { this.timer = null; this.flush(); }, pause);
  }
}

const next = () => waiting.all().find((item) => !item.refused);

/** One tab at a time, where the browser can tell; inside another site's page it may refuse to. */
async function alone(work) {
  let began = false;
  try {
    if (navigator.locks) return await navigator.locks.request("foyer-outbox", () => { began = true; return work(); });
  } catch (error) {
    if (began) throw error;
  }
  return work();
}
