// Translating, where an engine is configured: a customer's message below its bubble, one's own draft in its box.

import { Refused, config, query, words } from "./api.js";
import { toast } from "./notices.js";

const PATIENCE_MS = 20_000;
const mine = config.lang === "en" ? "en" : "zh";
const known = new Map(); // message id → what was given, so that a bubble drawn anew keeps its translation

const make = (tag, className, text = "") => Object.assign(document.createElement(tag), { className, textContent: text });

async function ask(path, fields = {}) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const answer = await fetch(`/desk/do/c/${path}`, {
    method: "POST", body, headers: { "X-CSRFToken": config.csrf, Accept: "application/json" },
    credentials: "same-origin", signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(answer.status, content);
  return content;
}

const told = (problem) => toast(problem instanceof Refused ? problem.sentence : words.no_line, { bad: true });

/** Offer a customer's message in my language; `row` is its place in the thread. */
export function offer(row, conversation, message) {
  const foreign = message.author.kind === "customer" && message.text && message.lang && message.lang !== mine;
  if (!config.translates || !foreign || !row) return;
  const button = make("button", "btn btn-sm btn-link p-0", words.translation.translate);
  button.type = "button";
  row.querySelector(".bubble-meta").append(button);
  const show = (given) => {
    row.querySelector(".translation")?.remove();
    row.querySelector(".bubble-meta").before(drawn(given));
    button.textContent = words.translation.hide;
  };
  button.addEventListener("click", async () => {
    if (row.querySelector(".translation")) { hide(row, button, message.id); return; }
    button.disabled = true;
    button.textContent = words.translation.translating;
    try {
      const given = await ask(`${conversation}/translate/${message.id}`);
      known.set(message.id, given);
      show(given);
    } catch (problem) {
      button.textContent = words.translation.translate;
      told(problem);
    }
    button.disabled = false;
  });
  if (known.has(message.id)) show(known.get(message.id));
}

function hide(row, button, id) {
  row.querySelector(".translation").remove();
  known.delete(id);
  button.textContent = words.translation.translate;
}

function drawn({ text, lang, mark, doubts }) {
  const box = make("div", "translation");
  box.append(make("span", "chip chip-machine", mark), Object.assign(make("p", "", text), { lang }));
  for (const doubt of doubts) box.append(make("p", "translation-doubt", doubt));
  return box;
}

/** A button beside the others of the composer: my words into the customer's language, and back again. */
export function intoTheirs(composer) {
  const place = query(".composer-foot .modes", composer.element);
  const icon = document.getElementById("translate-icon");
  if (!config.translates || !icon || !query("[data-mode-of=messages]", composer.element)) return;
  const button = make("button", "btn btn-quiet");
  Object.assign(button, { type: "button", title: words.translation.draft });
  button.append(icon.content.cloneNode(true));
  button.setAttribute("aria-label", words.translation.draft);
  let before = null;
  button.addEventListener("click", async () => {
    if (before !== null) { put(before); before = null; return; }
    const text = composer.box.value.trim();
    if (!text) { composer.focus(); return; }
    button.disabled = true;
    composer.say(words.translation.translating);
    try {
      const given = await ask(`${composer.conversation}/translate`, { text });
      const own = composer.box.value;
      put(given.text);
      before = own;
      button.setAttribute("aria-pressed", "true");
      button.title = words.translation.mine_again;
      composer.say([words.translation.read_it, ...given.doubts].join(" "));
    } catch (problem) {
      composer.say("");
      told(problem);
    }
    button.disabled = false;
  });
  composer.box.addEventListener("input", () => { if (!composer.box.value) settle(); });
  place.before(button);

  function put(text) {
    composer.box.value = "";
    composer.insert(text);
    settle();
  }

  function settle() {
    before = null;
    button.removeAttribute("aria-pressed");
    button.title = words.translation.draft;
  }
}
