// Times that go on by themselves. A wait says in words, not by colour only, when it is past the queue's service standard.

import { every, fill, words } from "./api.js";

const VERY_LATE = 3; // times the standard

export const clock = (seconds) => {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return h ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
};

/** How a wait stands against its standard: "", "late" or "very-late". */
export const lateness = (seconds, standard) => {
  if (!standard || seconds <= standard) return "";
  return seconds > standard * VERY_LATE ? "very-late" : "late";
};

function waited(seconds, { standard, words: spoken }) {
  const state = lateness(seconds, Number(standard));
  const time = clock(seconds);
  return { state, text: state && spoken !== "off" ? fill(words[state], { time }) : time };
}

/** What is left of the time to reply: from its second half on it warns. */
function owed(seconds, total) {
  const left = total - seconds;
  const state = left < 0 ? "very-late" : left < total / 2 ? "late" : "";
  return { state, text: fill(left < 0 ? words.overdue : words.due, { time: clock(Math.abs(left)) }) };
}

function tick(element, now) {
  const seconds = (now - Date.parse(element.dataset.since)) / 1000;
  if (Number.isNaN(seconds)) return;
  const { state, text } = element.dataset.total ? owed(seconds, Number(element.dataset.total)) : waited(seconds, element.dataset);
  if (element.textContent !== text) element.textContent = text;
  const target = element.closest("[data-tint]") || element;
  target.classList.toggle("late", state === "late");
  target.classList.toggle("very-late", state === "very-late");
}

/** Draw every ticking time now, corrected by how far this machine's clock is off the server's. */
export function tickAll(root = document) {
  const now = Date.now() - drift;
  every("[data-since]", root).forEach((element) => tick(element, now));
}

let drift = 0;
export const setDrift = (serverNow) => { const off = Date.now() - Date.parse(serverNow); drift = Math.abs(off) > 1500 ? off : 0; };

setInterval(() => { if (!document.hidden) tickAll(); }, 1000);
document.addEventListener("visibilitychange", () => tickAll());
document.addEventListener("htmx:afterSwap", (event) => tickAll(event.target));
