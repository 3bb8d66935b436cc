// Beside a conversation: a colleague says what the customer's last words were about.

import { Refused, config, words } from "./api.js";
import { refresh } from "./frame.js";
import { toast } from "./notices.js";

async function say(form) {
  const headers = { "X-CSRFToken": config.csrf };
  const answer = await fetch(form.dataset.about, { method: "POST", headers, body: new FormData(form), credentials: "same-origin" });
  if (!answer.ok) throw new Refused(answer.status, await answer.json().catch(() => ({})));
}

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-about]");
  if (!form) return;
  event.preventDefault();
  try {
    await say(form);
    refresh("side-about");
  } catch (problem) {
    toast(problem instanceof Refused ? problem.sentence : words.no_line, { bad: true });
  }
});
