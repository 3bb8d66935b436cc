// Choosing for this device: the same one tap, by the visitor's own token. Signed-in customers need no script.

import { begin, get, post } from "./api.js";
import { token } from "./store.js";
import { toast } from "./toast.js";

const purposes = new Map([...document.querySelectorAll("[data-purpose]")].map((card) => [card.dataset.purpose, card]));

function show(choice) {
  const card = purposes.get(choice.code);
  if (!card) return;
  const chip = card.querySelector("[data-chip]");
  const words = document.querySelector("main").dataset;
  chip.textContent = choice.is_on ? words.on : words.off;
  chip.classList.toggle("chip-ok", choice.is_on);
  card.dataset.state = choice.state;
  card.querySelector("[data-yes]").hidden = choice.is_on;
  card.querySelector("[data-withdraw]").hidden = !choice.is_on;
  card.querySelector("[data-no]").hidden = choice.is_on || ["refused", "withdrawn"].includes(choice.state);
}

async function choose(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const yes = event.submitter?.value === "1";
  try {
    await begin();
    show(await post(`privacy/consents/${form.elements.purpose.value}`, { yes }));
    form.querySelector("button:not([hidden])")?.focus();
  } catch (no) {
    toast(no.message, no.mend);
  }
}

for (const card of purposes.values()) card.querySelector("form").addEventListener("submit", choose);

async function recall() {
  if (!token.get()) return;
  const choices = await get("privacy/consents").catch(() => []);
  choices.filter((choice) => !choice.is_fixed).forEach(show);
}

recall();
