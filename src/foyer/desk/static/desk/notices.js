// What asks for attention: toasts, the number in the tab's title, desktop notifications, a discreet sound (off at first).

import { every, kept, query } from "./api.js";

const place = () => query("#toasts");

/** A short word at the corner; with an `action` it can be answered. One with a `tag` replaces the last of that tag. */
export function toast(text, { bad = false, small = "", action = null, ms = 6000, tag = "" } = {}) {
  if (tag) takeBack(tag);
  const card = document.createElement("div");
  card.dataset.tag = tag;
  card.className = `toast-card${bad ? " bad" : ""}`;
  const line = document.createElement("p");
  line.textContent = text;
  if (small) line.append(Object.assign(document.createElement("small"), { textContent: small }));
  card.append(line);
  if (action) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: action.label });
    button.addEventListener("click", () => { card.remove(); action.run(); });
    card.append(button);
  }
  place().append(card);
  setTimeout(() => card.remove(), ms);
}

/** What was said under this tag is no longer so. */
export const takeBack = (tag) => every(".toast-card", place()).forEach((card) => { if (card.dataset.tag === tag) card.remove(); });

const plainTitle = document.title;
let unseen = 0;
const showTitle = () => { document.title = unseen ? `(${unseen}) ${base}` : base; };
let base = plainTitle;
export const setTitle = (title) => { base = title || plainTitle; showTitle(); };

/** Somebody should look: counts in the title while the tab is out of sight, and tells outside where that is allowed. */
export function attention(text, { tag, run } = {}) {
  if (!document.hidden && document.hasFocus()) return;
  unseen += 1;
  showTitle();
  if (kept.get("sound")) beep();
  if (window.Notification?.permission !== "granted" || !kept.get("notify")) return;
  const note = new Notification(text, { tag, silent: true, icon: "/static/foyer/icon.svg" });
  note.onclick = () => { window.focus(); note.close(); run?.(); };
}

const seen = () => { if (!document.hidden) { unseen = 0; showTitle(); } };
document.addEventListener("visibilitychange", seen);
window.addEventListener("focus", seen);

function beep() {
  try {
    const sound = new AudioContext();
    const [tone, level] = [sound.createOscillator(), sound.createGain()];
    tone.frequency.value = 660;
    level.gain.setValueAtTime(0.05, sound.currentTime);
    level.gain.exponentialRampToValueAtTime(0.0001, sound.currentTime + 0.25);
    tone.connect(level).connect(sound.destination);
    tone.start();
    tone.stop(sound.currentTime + 0.25);
    tone.onended = () => sound.close();
  } catch { /* a browser may forbid sound */ }
}

/** The two switches in the user's menu: desktop notifications and sound. */
export function wireSwitches() {
  for (const button of every("[data-switch]")) {
    const name = button.dataset.switch;
    const show = () => button.setAttribute("aria-pressed", String(Boolean(kept.get(name))));
    button.addEventListener("click", async () => {
      const on = !kept.get(name);
      if (name === "notify" && on && window.Notification && (await Notification.requestPermission()) !== "granted") return;
      kept.set(name, on);
      show();
      if (name === "sound" && on) beep();
    });
    show();
  }
}
