// Asking the bank: JSON with the visitor's token in a header. A "no" arrives as a Refusal with words for the reader.

import { token } from "./store.js";

export const config = JSON.parse(document.getElementById("foyer-config").textContent);
export const words = JSON.parse(document.getElementById("foyer-words").textContent);

export class Refusal extends Error {
  constructor(status, body, waitSeconds = 0) {
    super(body.message || words.went_wrong);
    Object.assign(this, { status, code: body.code || "", mend: body.mend || "", retry: Boolean(body.retry), waitSeconds });
  }
}

/** The network did not carry the request; nothing is known about it. */
export class Unreached extends Error {
  constructor() { super(words.unreached); }
}

/** Sentences one after another: Chinese ones stand without a space between them. */
export const sentences = (...parts) => parts.filter(Boolean).reduce((said, next) => said + (/[。！？；：]$/.test(said) ? "" : " ") + next);

const PATIENCE_MS = 20_000;

async function ask(method, path, { body = null, form = null, anonymous = false, raw = false, patience = PATIENCE_MS } = {}) {
  const headers = { Accept: "application/json", "Accept-Language": document.documentElement.lang };
  if (token.get() && !anonymous) headers.Authorization = `Bearer ${token.get()}`;
  if (body) headers["Content-Type"] = "application/json";
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), patience);
  let answer;
  try {
    answer = await fetch(`/api/v1/${path}`, { method, headers, body: form || (body && JSON.stringify(body)), signal: cut.signal, cache: "no-store" });
    if (answer.ok && raw) return { blob: await answer.blob(), count: Number(answer.headers.get("Speech-Parts")) || 1 };
    if (answer.ok) return JSON.parse((await answer.text()) || "null");
  } catch {
    throw new Unreached();
  } finally {
    clearTimeout(timer);
  }
  const refusal = await answer.json().catch(() => ({ retry: answer.status >= 500 }));
  throw new Refusal(answer.status, refusal, Number(answer.headers.get("Retry-After")) || 0);
}

export const get = (path, options) => ask("GET", path, options);
export const post = (path, body = {}, options = {}) => ask("POST", path, { body, ...options });
export const upload = (path, form) => ask("POST", path, { form, patience: 120_000 });
export const file = (path) => spoken(path).then(({ blob }) => blob);

/** Sound, and of how many parts it is one. */
export const spoken = (path) => ask("GET", path, { raw: true, patience: 60_000 });
export const remove = (path) => ask("DELETE", path);

let starting = null;

/** Make sure this browser has a token; asked by many at once, one visitor begins. */
export function begin() {
  if (token.get()) return Promise.resolve();
  starting ||= post("visitors", { language: config.lang, channel: config.channel }, { anonymous: true })
    .then((visitor) => token.set(visitor.token))
    .finally(() => { starting = null; });
  return starting;
}

/** Words with their values: fill("Place {n}", {n: 3}). */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** A wait as one says it: under a minute, about 3 min. */
export function wait(seconds) {
  if (seconds === null || seconds === undefined) return "";
  if (seconds < 60) return words.wait_moment;
  return fill(words.wait_minutes, { minutes: Math.ceil(seconds / 60) });
}
