// What this browser keeps: the visitor's token, and what was written but not yet accepted by the bank, which is sealed.
// Where storage is closed (some private windows and embedded pages) the memory of the page stands in for it.

import { Keeping } from "../foyer/keeping.js";

const HOURS = 12; // as long as a sign-in holds at most
const config = JSON.parse(document.getElementById("foyer-config").textContent);
const kept = await new Keeping("foyer-kept:", config.keeping, { hours: HOURS }).open();
const memory = new Map();

function read(name) {
  try { return localStorage.getItem(name) ?? memory.get(name) ?? null; } catch { return memory.get(name) ?? null; }
}

function write(name, value) {
  try { value === null ? localStorage.removeItem(name) : localStorage.setItem(name, value); } catch { /* memory below */ }
  value === null ? memory.delete(name) : memory.set(name, value);
}

export const token = {
  get: () => read("foyer-token"),
  set: (value) => write("foyer-token", value),
  forget: () => write("foyer-token", null),
};

/** When somebody last moved in any tab of this browser. */
export const here = {
  get: () => Number(read("foyer-here")) || 0,
  set: (at) => write("foyer-here", String(at)),
};

/** Whether the conversation of this browser was one of somebody who had proved to be themselves. */
export const proved = {
  get: () => read("foyer-proved") === "1",
  set: () => write("foyer-proved", "1"),
};

export const draft = {
  get: () => kept.get("draft") || "",
  set: (text) => kept.set("draft", text),
  whole: () => kept.whole,
};

/** What waits to be sent, each by itself, in the order it was written. */
export const waiting = {
  all: () => kept.names("outbox:").map((name) => kept.get(name)),
  add: (item) => kept.set(`outbox:${item.client_id}`, item),
  change(clientId, change) {
    const item = kept.get(`outbox:${clientId}`);
    if (item) kept.set(`outbox:${clientId}`, { ...item, ...change });
  },
  remove: (clientId) => kept.set(`outbox:${clientId}`, null),
};

/** To be waited for before leaving the page: what was written stands where the next page finds it. */
export const settled = () => kept.settled();

export function forgetEverything() {
  token.forget();
  write("foyer-proved", null);
  kept.forget();
}

/** The sign-in is over. Its words stay only where they are sealed with a key that its pages alone had. */
export function forgetItsWords() {
  if (proved.get() && !config.keeping) kept.forget();
}

export function forgetTheSignIn() {
  token.forget();
  forgetItsWords();
  write("foyer-proved", null);
}

/** An identifier of our own: what makes sending twice harmless. */
export function newId() {
  if (globalThis.crypto?.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function keep(text, extra = {}) {
  const item = { client_id: newId(), text, at: new Date().toISOString(), ...extra };
  waiting.add(item);
  return item;
}

/** Earlier versions kept these in clear. */
function bringAlong() {
  const old = read("foyer-draft");
  if (old && !draft.get()) draft.set(old);
  try { JSON.parse(read("foyer-outbox") || "[]").forEach((item) => waiting.add(item)); } catch { /* none of ours */ }
  ["foyer-draft", "foyer-outbox"].forEach((name) => write(name, null));
}

bringAlong();
