// "Was this helpful?": one tap, and a thank-you in its place.

import { begin, config, post } from "./api.js";

export function helpful(element, { code, version }) {
  if (!element) return;
  const [ask, thanks] = [element.querySelector("[data-question]"), element.querySelector("[data-thanks]")];
  ask.hidden = false;
  thanks.hidden = true;
  element.querySelectorAll("button").forEach((button) => {
    button.onclick = async () => {
      await begin().catch(() => {});
      await post(`knowledge/articles/${code}/rating`, { version, helpful: button.value === "yes", lang: config.lang })
        .then(() => { ask.hidden = true; thanks.hidden = false; }, (no) => { thanks.hidden = false; thanks.textContent = no.message; });
    };
  });
}
