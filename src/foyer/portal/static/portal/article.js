import { config } from "./api.js";
import { helpful } from "./helpful.js";
import { keep } from "./store.js";

helpful(document.getElementById("helpful"), config.article);
document.querySelectorAll("[data-ask]").forEach((button) => button.addEventListener("click", () => {
  keep(button.dataset.ask);
  location.assign(config.chat);
}));
