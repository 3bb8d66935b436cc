// The end of a conversation: five stars and a word, asked once and calmly.

import { post, words } from "./api.js";
import { toast } from "./toast.js";

export function rating(form, conversation, onRated) {
  const thanks = form.querySelector("[data-thanks]");
  const ask = form.querySelector("[data-ask-rating]");
  const button = form.querySelector("button[type=submit]");

  form.addEventListener("change", () => {
    button.disabled = false;
    form.querySelector("[data-more]").hidden = false;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const given = new FormData(form);
    button.disabled = true;
    try {
      const now = conversation();
      now.rating = await post(`conversations/${now.id}/rating`, { score: Number(given.get("score")), comment: given.get("comment").trim() });
      show();
      onRated(null);
    } catch (no) {
      button.disabled = false;
      toast(no.message, no.mend);
    }
  });

  function show() {
    const now = conversation();
    form.hidden = !(now?.status === "closed" && (now.rating || now.can_rate));
    ask.hidden = Boolean(now?.rating);
    thanks.hidden = !now?.rating;
    if (now?.rating) thanks.querySelector("span").textContent = words.thanks;
  }

  return { show };
}
