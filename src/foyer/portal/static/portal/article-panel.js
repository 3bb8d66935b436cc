// An article beside the chat, so that following a citation does not lose one's place.

import { fill, get, words } from "./api.js";
import { helpful } from "./helpful.js";
import { sheet } from "./sheet.js";

const dialog = document.getElementById("article");
const panel = dialog && sheet(dialog);
const part = (name) => dialog.querySelector(`[data-${name}]`);

/** `passages` are those that an answer cites; the one that the address leads to is marked in the text. */
export async function showArticle(code, address, passages = []) {
  const version = address.searchParams.get("version") || address.pathname.match(/\/(\d+)$/)?.[1];
  part("title").textContent = words.article.loading;
  part("body").hidden = true;
  panel.open();
  try {
    draw(await get(`knowledge/articles/${code}${version ? `?version=${version}` : ""}`), address, passages);
  } catch (no) {
    part("title").textContent = no.message;
  }
}

function draw(article, address, passages) {
  part("title").textContent = article.title;
  part("version").textContent = fill(words.article.version, { version: article.version, date: article.valid_from });
  part("old").hidden = article.is_current;
  const foreign = article.written_in !== article.lang;
  dialog.querySelectorAll("[data-foreign]").forEach((note) => { note.hidden = !foreign || note.dataset.foreign !== article.written_in; });
  for (const name of ["title", "answer", "steps"]) part(name).lang = article.written_in === "zh" ? "zh-Hans" : "en";
  part("answer").replaceChildren(...marked(article.answer, address, passages));
  part("steps").replaceChildren(...article.steps.map((step) => {
    const item = document.createElement("li");
    item.textContent = step;
    return item;
  }));
  part("page").href = article.url;
  part("body").hidden = false;
  helpful(part("helpful"), article);
}

/** The text with the place that the address names (at=a12-45) in a mark, where what stands there is what was cited. */
function marked(text, address, passages) {
  const [, start, end] = (address.searchParams.get("at") || "").match(/^a(\d+)-(\d+)$/) || [];
  const cited = start === undefined ? "" : text.slice(start, end);
  if (!cited || !passages.some((passage) => passage.includes(cited))) return [text];
  const mark = document.createElement("mark");
  mark.textContent = cited;
  return [text.slice(0, start), mark, text.slice(end)];
}
