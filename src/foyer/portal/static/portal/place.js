// The place in the line: how many are before, how long it may take, or when the bank opens again.

import { fill, get, wait, words } from "./api.js";

const LOOK_EVERY_MS = 20_000; // the line tells when it moves; this heals what was missed

export function place(card, conversation) {
  let timer = null;

  function show() {
    clearTimeout(timer);
    const now = conversation();
    const waits = now?.status === "waiting";
    card.hidden = !waits;
    if (!waits) return;
    draw(now.place);
    timer = setTimeout(look, LOOK_EVERY_MS);
  }

  async function look() {
    const now = conversation();
    if (now?.status !== "waiting") { show(); return; }
    now.place = await get(`conversations/${now.id}/place`).catch(() => now.place);
    show();
  }

  function draw(at) {
    if (!at) { card.hidden = true; return; }
    card.classList.toggle("closed-now", !at.open_now);
    card.querySelector("[data-title]").textContent = at.open_now
      ? (at.ahead ? fill(words.place.ahead, { n: at.ahead }) : words.place.next)
      : words.place.closed;
    card.querySelector("[data-detail]").textContent = at.open_now ? expected(at) : opening(at);
  }

  const expected = (at) => (at.wait_seconds === null ? words.place.soon : fill(words.place.wait, { wait: wait(at.wait_seconds) }));

  function opening(at) {
    if (!at.opens_at) return at.notice || "";
    const lang = document.documentElement.lang;
    const when = new Date(at.opens_at).toLocaleString(lang === "en" ? "en-GB" : lang, { weekday: "long", month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
    return fill(words.place.opens, { when });
  }

  /** The line has moved: the server tells the new place. */
  function moved(to) {
    const now = conversation();
    if (now?.status !== "waiting") return;
    now.place = { ...now.place, ...to };
    show();
  }

  return { show, moved };
}
