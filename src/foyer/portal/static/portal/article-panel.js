// An article beside the chat, so that following a citation does not lose one's place.

import { fill, get, words } from "./api.js";
import { helpful } from "./helpful.js";
import { sheet } from "./sheet.js";

const dialog = document.getElementById("article");
const panel = dialog && sheet(dialog);
const part = (name) => dialog.querySelector(`[data-${name}]`);

export async function showArticle(code, address) {
  const version = address.searchParams.get("version") || address.pathname.match(/\/(\d+)$/)?.[1];
  part("title").textContent = words.article.loading;
  part("body").hidden = true;
  panel.open();
  try {
    draw(await get(`knowledge/articles/${code}${version ? `?version=${version}` : ""}`));
  } catch (no) {
    part("title").textContent = no.message;
  }
}

function draw(article) {
  part("title").textContent = article.title;
  part("version").textContent = fill(words.article.version, { version: article.version, date: article.valid_from });
  part("old").hidden = article.is_current;
  part("answer").textContent = article.answer;
  part("steps").replaceChildren(...article.steps.map((step) => {
    const item = document.createElement("li");
    item.textContent = step;
    return item;
  }));
  part("page").href = article.url;
  part("body").hidden = false;
  helpful(part("helpful"), article);
}
