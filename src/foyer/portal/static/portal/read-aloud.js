// Reading aloud: the parts of a message one after another, the next fetched while one is heard. Stopping is instant.

import { spoken } from "./api.js";

export class Reader {
  /** `on.began(seq)`, `on.ended(seq)`, `on.failed(no)`. */
  constructor({ pace, on }) {
    Object.assign(this, { pace, on, player: new Audio(), reading: null, hasSaidNotice: false });
  }

  get isReading() { return this.reading !== null; }

  /** Read a message; whatever was being read is stopped first. */
  async read(conversation, seq) {
    this.stop();
    const reading = { seq };
    this.reading = reading;
    this.on.began(seq);
    try {
      await this.#parts(reading, conversation);
    } catch (no) {
      if (this.reading === reading) this.on.failed(no);
    }
    if (this.reading === reading) this.stop();
  }

  /** Stop at once. */
  stop() {
    const stopped = this.reading;
    this.reading = null;
    this.player.pause();
    this.player.removeAttribute("src");
    this.finish?.();
    if (stopped) this.on.ended(stopped.seq);
  }

  async #parts(reading, conversation) {
    let next = this.#fetch(conversation, reading.seq, 0);
    for (let part = 0, parts = 1; part < parts && this.reading === reading; part++) {
      const { blob, count } = await next;
      parts = count;
      if (part + 1 < parts) next = this.#fetch(conversation, reading.seq, part + 1);
      if (this.reading === reading) await this.#play(blob);
      this.hasSaidNotice = true;
    }
  }

  #fetch(conversation, seq, part) {
    const notice = part === 0 && !this.hasSaidNotice;
    const fetched = spoken(`conversations/${conversation}/messages/${seq}/speech?part=${part}&pace=${this.pace}&notice=${notice}`);
    fetched.catch(() => {}); // looked at when its turn comes
    return fetched;
  }

  #play(blob) {
    const address = URL.createObjectURL(blob);
    return new Promise((resolve, reject) => {
      this.finish = resolve;
      this.player.onended = resolve;
      this.player.onerror = () => (this.reading ? reject(new Error("sound")) : resolve());
      this.player.src = address;
      this.player.play().catch((no) => (no.name === "AbortError" ? resolve() : reject(no)));
    }).finally(() => URL.revokeObjectURL(address));
  }
}
