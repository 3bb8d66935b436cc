// The live line of one conversation, and what the customer is told when it is not there.

import { follow } from "../foyer/live.js";
import { Refusal, words } from "./api.js";
import { token } from "./store.js";

const SHOW_AFTER_MS = 1_500; // a short stumble is nobody's worry

export class Connection {
  constructor(banner, { onEvent, onBack, onEnd }) {
    Object.assign(this, { banner, onEvent, onBack, onEnd });
    window.addEventListener("offline", () => this.#say("offline", 0));
    window.addEventListener("online", () => this.reached());
    if (navigator.onLine === false) this.#say("offline", 0);
  }

  follow(topic, cursor) {
    if (this.topic === topic && this.feed) return;
    this.stop();
    this.topic = topic;
    this.feed = follow({ topics: [topic], cursor: String(cursor), token: token.get(), onEvent: this.onEvent, onState: (state, status) => this.#state(state, status) });
  }

  stop() {
    this.feed?.stop();
    this.feed = null;
  }

  /** Something went through: the network is there. */
  reached() {
    clearTimeout(this.timer);
    this.banner.hidden = true;
  }

  /** Something did not go through. */
  stalled(no) {
    if (no instanceof Refusal && no.status === 429) this.#say("slow", 0);
    else this.#say(navigator.onLine === false ? "offline" : "reconnecting", 0);
  }

  #state(state, status) {
    if (state === "live") { this.reached(); this.onBack(); }
    else if (status === 401) this.onEnd(); // the sign-in by which it was read has ended
    else if (state !== "refused") this.#say(state, SHOW_AFTER_MS);
  }

  #say(state, after) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.banner.querySelector("span").textContent = words.connection[state];
      this.banner.hidden = false;
    }, after);
  }
}
