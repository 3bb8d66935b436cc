// Intents: forms that do one verb, the outcome of an import in words, the page anew when training has ended.

import { fill, query } from "./api.js";
import { attempt, post, startData } from "./data.js";

function tell(place, outcome) {
  const { words, problem } = place.dataset;
  const lines = [fill(words, outcome), ...outcome.problems.map((one) => fill(problem, one))];
  place.replaceChildren(...lines.map((line) => Object.assign(document.createElement("span"), { textContent: line })));
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-deed]");
  if (!form) return;
  event.preventDefault();
  const button = query("button[type=submit]", form);
  button.disabled = true;
  const answer = await attempt(() => post(form.dataset.deed, new FormData(form)));
  button.disabled = false;
  if (!answer) return;
  if (form.dataset.outcome && (answer.problems?.length || !answer.new)) tell(query(form.dataset.outcome), answer);
  else location.reload();
});

// While a version is trained its piece of the page is fetched anew each second; the last time all of it is.
document.addEventListener("htmx:afterSettle", () => { if (query("#versions") && !query("#versions .training")) location.reload(); });

startData();
