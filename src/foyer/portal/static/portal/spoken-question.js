// One spoken question: its sound goes to the bank while it is being said, words come back, first some and then all.

import { config, words } from "./api.js";
import { token } from "./store.js";

const PATIENCE_MS = 50_000;

export class SpokenQuestion {
  /** `on.partial(text)`, `on.final(text)`, `on.failed(message, mend)`: the last two end it, and only one of them comes. */
  constructor(conversation, { rate, language, on }) {
    Object.assign(this, { on, early: [], isOver: false });
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.socket = new WebSocket(`${scheme}://${location.host}/speech/listen?lang=${config.lang}`);
    this.socket.onopen = () => this.socket.send(JSON.stringify({ token: token.get(), conversation, language, rate, encoding: "pcm16" }));
    this.socket.onmessage = ({ data }) => this.#heard(JSON.parse(data));
    this.socket.onclose = () => this.#end(() => this.on.failed(words.speech.unreached, ""));
    this.isReady = false;
  }

  /** A piece of sound; what comes before the bank is ready waits. */
  add(piece) {
    if (this.isReady) this.socket.send(piece.buffer);
    else this.early.push(piece);
  }

  /** Everything has been said. */
  finish() {
    this.isFinished = true;
    this.timer = setTimeout(() => { this.socket.close(); }, PATIENCE_MS);
    if (this.isReady) this.socket.send(JSON.stringify({ end: true }));
  }

  /** Nothing was meant: what was heard is dropped on both sides. */
  cancel() {
    this.isOver = true;
    clearTimeout(this.timer);
    this.socket.close();
  }

  #heard(told) {
    if (this.isOver) return;
    if (told.ready) this.#begin();
    else if ("partial" in told) this.on.partial(told.partial);
    else if ("final" in told) this.#end(() => this.on.final(told.final));
    else if (told.error) this.#end(() => this.on.failed(told.error.message, told.error.mend));
  }

  #begin() {
    this.isReady = true;
    this.early.forEach((piece) => this.socket.send(piece.buffer));
    this.early = [];
    if (this.isFinished) this.socket.send(JSON.stringify({ end: true }));
  }

  #end(tell) {
    if (this.isOver) return;
    this.cancel();
    tell();
  }
}
