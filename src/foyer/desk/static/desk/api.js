// Talking to the bank: JSON in, JSON out. A refusal keeps its words; a fallen line is told apart from a "no".

import { Keeping } from "../foyer/keeping.js";

export const config = JSON.parse(document.getElementById("desk-config").textContent);
export const words = JSON.parse(document.getElementById("desk-words").textContent);

const PATIENCE_MS = 12_000;

export class Refused extends Error {
  constructor(status, body) {
    super(body.message || words.failed);
    Object.assign(this, { status, code: body.code || "failed", mend: body.mend || "", details: body.details || {}, retry: Boolean(body.retry) });
  }

  get sentence() { return [this.message, this.mend].filter(Boolean).join(/[。！？；]$/.test(this.message) ? "" : " "); }
}

/** One request of the staff API; throws `Refused` for a "no" and a plain error when nothing came back. */
export async function call(path, body, { method = body === undefined ? "GET" : "POST" } = {}) {
  const isForm = body instanceof FormData;
  const headers = { Accept: "application/json", "X-CSRFToken": config.csrf };
  if (body !== undefined && !isForm) headers["Content-Type"] = "application/json";
  const answer = await fetch(config.api + path, {
    method, headers, body: body === undefined || isForm ? body : JSON.stringify(body),
    credentials: "same-origin", signal: AbortSignal.timeout(isForm ? 60_000 : PATIENCE_MS),
  });
  if (answer.status >= 500) throw new Error(`server ${answer.status}`);
  const content = answer.status === 204 ? {} : await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, content);
  return content;
}

/** A piece of page as text; null when it is not for us or not there. */
export async function fragment(path) {
  const answer = await fetch(path, { headers: { "X-Fragment": "1" }, credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS) });
  if (answer.redirected && new URL(answer.url).pathname.startsWith("/accounts/")) { location.reload(); return null; }
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`page ${answer.status}`);
  return answer.text();
}

/** Words with their places filled: fill("{name} took it", {name}). */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

export const query = (selector, root = document) => root.querySelector(selector);
export const every = (selector, root = document) => [...root.querySelectorAll(selector)];

const mine = `foyer:${config.me}:`;

/** Choices of this browser: the sound, notices. */
export const kept = {
  get(key) { try { return JSON.parse(localStorage.getItem(mine + key)); } catch { return null; } },
  set(key, value) {
    try { value === null || value === undefined ? localStorage.removeItem(mine + key) : localStorage.setItem(mine + key, JSON.stringify(value)); } catch { /* private window */ }
  },
  forget() {
    try { Object.keys(localStorage).filter((key) => key.startsWith(mine)).forEach((key) => localStorage.removeItem(key)); } catch { /* private window */ }
    unsent.forget();
  },
};

const HOURS = 72; // a weekend

/** What one wrote and has not sent: sealed, and read by nobody once the sign-in is over. */
export const unsent = await new Keeping("foyer-unsent:", config.keeping, { hours: HOURS }).open();

/** Earlier versions kept these in clear. */
function bringAlong() {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(`${mine}draft:`) || one.startsWith(`${mine}outbox:`))) {
    const [name, old] = [key.slice(mine.length), kept.get(key.slice(mine.length))];
    if (name.startsWith("draft:")) unsent.set(name, old);
    else old?.forEach((item) => unsent.set(`${name}:${item.client_id}`, item));
    kept.set(name, null);
  }
}

try { bringAlong(); } catch { /* private window */ }
