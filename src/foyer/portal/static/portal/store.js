// What this browser keeps: the visitor's token, and what was written but not yet accepted by the bank.
// Where storage is closed (some private windows and embedded pages) the memory of the page stands in for it.

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

export const draft = {
  get: () => read("foyer-draft") || "",
  set: (text) => write("foyer-draft", text || null),
};

export const waiting = {
  all() {
    try { return JSON.parse(read("foyer-outbox") || "[]"); } catch { return []; }
  },
  save(items) { write("foyer-outbox", items.length ? JSON.stringify(items) : null); },
  add(item) { this.save([...this.all(), item]); },
  change(clientId, change) { this.save(this.all().map((item) => (item.client_id === clientId ? { ...item, ...change } : item))); },
  remove(clientId) { this.save(this.all().filter((item) => item.client_id !== clientId)); },
};

export function forgetEverything() {
  token.forget();
  draft.set("");
  waiting.save([]);
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
