// One live stream for the whole desk: my list, my queues and the open conversation. The place reached in each topic is
// kept, so that following another conversation neither misses nor repeats anything.

import { follow } from "../foyer/live.js";

const STATES = new Set(["live", "reconnecting", "offline", "degraded", "refused"]);

export class Feed {
  constructor({ topics, onEvent, onState }) {
    this.base = topics;
    this.extra = [];
    this.places = new Map();
    this.onEvent = onEvent;
    this.onState = onState;
    this.#follow();
  }

  /** Follow these topics as well, each from the place the page was drawn at: {"conversation:…": 12}. */
  also(places) {
    this.extra = Object.keys(places);
    for (const [topic, seq] of Object.entries(places)) this.places.set(topic, seq);
    this.#follow();
  }

  #follow() {
    this.line?.stop();
    const topics = [...this.base, ...this.extra];
    if (!topics.length) return;
    const known = topics.every((topic) => this.places.has(topic));
    this.line = follow({
      topics, cursor: known ? topics.map((topic) => this.places.get(topic)).join(".") : null,
      onEvent: (kind, data) => this.#take(topics, kind, data),
      onState: (state) => STATES.has(state) && this.onState(state),
    });
  }

  #take(topics, kind, data) {
    if (kind === "ready") {
      data.cursor.split(".").forEach((seq, i) => this.places.set(topics[i], Math.max(Number(seq), this.places.get(topics[i]) || 0)));
      this.onEvent("ready", data);
      return;
    }
    if (data.topic && data.seq) this.places.set(data.topic, data.seq);
    document.dispatchEvent(new CustomEvent("foyer:live", { detail: { kind, data } }));
    this.onEvent(kind, data);
  }
}
