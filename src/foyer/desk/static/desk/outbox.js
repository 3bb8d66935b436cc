// What was written and is not yet known to be kept. It survives a reload, is sent again with the same client id
// (the server keeps it once), and ends either as a message or as a refusal that the agent can read.

import { Refused, call, unsent } from "./api.js";

const PAUSES_MS = [0, 800, 2000, 4000, 8000];
const pause = (ms) => new Promise((go) => setTimeout(go, ms));

export class Outbox {
  constructor(conversation, { onPending, onSent, onFailed }) {
    Object.assign(this, { conversation, onPending, onSent, onFailed });
    this.key = `outbox:${conversation}:`;
    this.busy = Promise.resolve();
    this.stuck = new Set();
  }

  get items() { return unsent.names(this.key).map((name) => unsent.get(name)); }

  /** Show what a reload left behind and send it again. */
  resume() { this.items.forEach((item) => { this.onPending(item); this.#queue(item); }); }

  add(item) {
    const full = { client_id: crypto.randomUUID(), at: new Date().toISOString(), ...item };
    unsent.set(this.key + full.client_id, full);
    this.onPending(full);
    this.#queue(full);
  }

  retry(clientId) {
    const item = this.items.find((one) => one.client_id === clientId);
    this.stuck.delete(clientId);
    if (!item) return;
    this.onPending(item);
    this.#queue(item);
  }

  /** The line stands again: send what only the line had held up. */
  again() { [...this.stuck].forEach((clientId) => this.retry(clientId)); }

  discard(clientId) { unsent.set(this.key + clientId, null); }

  #queue(item) { this.busy = this.busy.then(() => this.#send(item)); } // one after the other keeps the order written

  async #send(item) {
    for (const ms of PAUSES_MS) {
      await pause(ms);
      try {
        const message = await call(`/conversations/${this.conversation}/${item.mode}`, { text: item.text, client_id: item.client_id, ...(item.cites?.length ? { citations: item.cites } : {}) });
        this.discard(item.client_id);
        this.onSent(message);
        return;
      } catch (problem) {
        if (problem instanceof Refused) {
          this.onFailed(item, problem);
          return;
        }
      }
    }
    this.stuck.add(item.client_id);
    this.onFailed(item, null);
  }
}
