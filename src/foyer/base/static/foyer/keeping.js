// Words that were written and not sent yet, in this browser's storage: sealed (AES-256-GCM), each thing by itself, so that
// tabs do not undo each other's. Whoever is signed in gets the keys with each page and storage never has them: when the
// sign-in is over, nobody opens these words but the same person signed in again. A guest's key is made here and cannot be
// taken out of the browser; once somebody signs in, their words change over to theirs. What is too old, or another
// person's, goes.

const DATABASE = "foyer-keeping";
const PATIENCE_MS = 2_000; // some browsers never answer; until one does, the words stay in this tab only
const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));
const toBytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export class Keeping {
  /** `mine` is {whose, keys} as the server gave it to who is signed in, or nothing for a guest. */
  constructor(prefix, mine, { hours }) {
    Object.assign(this, { prefix, mine, oldest: hours * 3_600_000, held: new Map(), unwritten: new Map() });
    this.work = this.whole = Promise.resolve(); // what is being written; what an earlier page left, read
    this.whose = mine?.whose || "guest";
    this.keys = [];
  }

  /** Read what an earlier page left; from then on everything answers at once. A browser that is slow is not waited for:
   *  `whole` says when it has answered. */
  async open() {
    const finding = this.#findKeys().catch(() => []);
    const keys = this.mine ? await finding : await soon(finding);
    if (keys) await this.#begin(keys);
    else this.whole = finding.then((late) => this.#begin(late)).then(() => this.held.forEach(({ value }, name) => this.set(name, value)));
    return this;
  }

  /** Whether it will still be there after a reload. */
  get lasts() { return Boolean(this.place); }

  get(name) { return this.#isThere(name) ? this.held.get(name).value : null; }

  /** Names with this beginning, the oldest first. */
  names(start) {
    const mine = [...this.held.keys()].filter((name) => name.startsWith(start) && this.#isThere(name));
    return mine.sort((one, other) => this.held.get(one).at - this.held.get(other).at);
  }

  set(name, value) {
    if (value === null || value === undefined || value === "") { this.#drop(name); return; }
    const one = { value, at: this.held.get(name)?.at ?? Date.now() };
    this.held.set(name, one);
    this.unwritten.set(name, one);
    this.work = this.work.then(() => this.#write(name, one)).catch(() => this.unwritten.delete(name));
  }

  /** Everything set so far stands in storage: to be waited for before one leaves the page. */
  settled() { return this.work; }

  forget() {
    this.#names().forEach((name) => this.place.removeItem(name));
    this.held.clear();
    this.unwritten.clear();
  }

  async #begin(keys) {
    this.held.forEach((one, name) => this.unwritten.set(name, one)); // what was set while we waited is newer than storage
    this.keys = keys;
    this.place = keys.length ? storage("localStorage") : globalThis.isSecureContext ? null : storage("sessionStorage");
    for (const name of this.#names()) await this.#take(name);
    window.addEventListener("storage", ({ key, storageArea }) => {
      if (key?.startsWith(this.#full("")) && storageArea === this.place) this.work = this.work.then(() => this.#take(key)); // another tab
    });
  }

  #isThere(name) { return this.held.has(name) && (this.unwritten.has(name) || !this.place || this.place.getItem(this.#full(name)) !== null); }

  #drop(name) {
    this.held.delete(name);
    this.unwritten.delete(name);
    this.place?.removeItem(this.#full(name));
  }

  #full(name) { return `${this.prefix}${this.whose}:${name}`; }

  #names() { return this.place ? Object.keys(this.place).filter((key) => key.startsWith(this.prefix)) : []; }

  async #write(name, one) {
    const sealed = this.place && await this.#seal(name, one);
    if (this.unwritten.get(name) !== one) return; // changed or sent meanwhile
    this.place?.setItem(this.#full(name), sealed);
    this.unwritten.delete(name);
  }

  async #seal(name, { value, at }) {
    const text = new TextEncoder().encode(JSON.stringify({ value, at }));
    if (!this.keys.length) return `${at}.${toText(text)}`; // a page without HTTPS, as in a trial: this tab only
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: about(name) }, this.keys[0], text);
    return `${at}.${toText(iv)}.${toText(sealed)}`;
  }

  /** One thing of storage: mine is read, a guest's becomes mine, what is old or another person's goes. */
  async #take(full) {
    const [whose, name] = split(full.slice(this.prefix.length));
    const kept = this.place.getItem(full);
    if (kept === null) { if (whose === this.whose && !this.unwritten.has(name)) this.held.delete(name); return; }
    const [at, ...sealed] = kept.split(".");
    if (!(Number(at) > Date.now() - this.oldest)) { this.place.removeItem(full); return; }
    if (whose !== this.whose && whose !== "guest") { if (this.mine) this.place.removeItem(full); return; }
    const one = await this.#unseal(name, sealed);
    if (one === null) { this.place.removeItem(full); return; }
    if (whose !== this.whose) this.#changeOver(full, name, one);
    else if (!this.unwritten.has(name)) this.held.set(name, one);
  }

  #changeOver(full, name, one) {
    if (!this.held.has(name)) { this.held.set(name, one); this.set(name, one.value); }
    this.work = this.work.then(() => this.place.removeItem(full));
  }

  async #unseal(name, parts) {
    try {
      if (!this.keys.length) return JSON.parse(new TextDecoder().decode(toBytes(parts[0])));
      const [iv, sealed] = parts.map(toBytes);
      for (const key of [...this.keys, ...(this.mine && this.guest ? [this.guest] : [])]) {
        const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: about(name) }, key, sealed).catch(() => null);
        if (text) return JSON.parse(new TextDecoder().decode(text));
      }
    } catch { /* nothing of ours */ }
    return null;
  }

  async #findKeys() {
    if (!globalThis.crypto?.subtle) return [];
    const isGuests = Object.keys(storage("localStorage") || {}).some((key) => key.startsWith(`${this.prefix}guest:`));
    if (!this.mine) this.guest = await guestKey(true);
    else if (isGuests) this.guest = await soon(guestKey(false)).catch(() => null);
    if (!this.mine) return this.guest ? [this.guest] : [];
    return Promise.all(this.mine.keys.map((key) => crypto.subtle.importKey("raw", toBytes(key), "AES-GCM", false, ["encrypt", "decrypt"])));
  }
}

/** A guest's own key: made once for this browser, and no script can read it. */
async function guestKey(isWanted) {
  const kept = await indexed("readonly", (store) => store.get("guest"));
  if (kept || !isWanted) return kept || null;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await indexed("readwrite", (store) => store.add(made, "guest")).catch(() => {}); // another tab was quicker
  return indexed("readonly", (store) => store.get("guest"));
}

/** One request of the browser's own database. */
function indexed(mode, ask) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open(DATABASE, 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("keys");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const change = opening.result.transaction("keys", mode);
      const request = ask(change.objectStore("keys"));
      change.oncomplete = () => { opening.result.close(); done(request.result); };
      change.onabort = change.onerror = () => { opening.result.close(); failed(change.error); };
    };
  });
}

/** What it comes to, or null where that takes too long. */
const soon = (work) => Promise.race([work, new Promise((late) => { setTimeout(() => late(null), PATIENCE_MS); })]);
const about = (name) => new TextEncoder().encode(name);

function split(rest) {
  const at = rest.indexOf(":");
  return [rest.slice(0, at), rest.slice(at + 1)];
}

/** The browser's storage of that kind, where it is open to us; some private windows and embedded pages have none. */
function storage(kind) {
  try {
    window[kind].setItem("foyer-probe", "1");
    window[kind].removeItem("foyer-probe");
    return window[kind];
  } catch { return null; }
}
