// The quarantine: j and k go through the rows, Enter begins to correct; c corrects, r releases, d discards.

import { Refused } from "./api.js";
import { Halves, ask, attempt, every, post, query, said, startData, toast } from "./data.js";
import { bind } from "./keys.js";

const halves = new Halves({ piece: (id) => `/desk/pane/data/quarantine/${id}`, page: (id) => `/desk/data/quarantine/${id}${location.search}`, onAgain: () => begin() });
/** Enter, or the row chosen again: write what is right into the first wrong field. */
function begin() {
  const input = query(".wrong input", halves.place);
  if (!input) return false;
  input.focus();
  input.select();
  return true;
}

const form = () => query("#correction", halves.place);
const mayDecide = () => Boolean(query("[data-do=release]", halves.place));

/** Only what the steward touched is written; a field that was emptied is written empty. */
function written() {
  const values = {};
  for (const input of every("input[name^=value-]", form())) {
    if (input.dataset.touched) values[input.name] = input.value;
  }
  return values;
}

async function correct() {
  const id = halves.current;
  const values = written();
  if (!mayDecide()) return;
  if (!Object.keys(values).length) { toast(said.untouched); query(".wrong input", form())?.focus(); return; }
  const button = query("[form=correction]", halves.place);
  button.disabled = true;
  try {
    await post(`/desk/do/data/quarantine/${id}/correct`, values);
    toast(said.corrected);
    halves.done(id);
  } catch (problem) {
    if (problem instanceof Refused && problem.details.failures) stillWrong(problem);
    else await attempt(() => { throw problem; });
  } finally {
    button.disabled = false;
  }
}

function stillWrong(problem) {
  const error = query(".sheet-error", form());
  error.textContent = problem.sentence;
  error.hidden = false;
  const wrong = new Map(problem.details.failures.map((failure) => [failure.field, failure.words]));
  for (const row of every("[data-field]", form())) {
    const words = wrong.get(row.dataset.field);
    row.classList.toggle("wrong", Boolean(words));
    const why = query(".mend-why", row);
    why.hidden = !words;
    if (words) query("[data-why]", why).textContent = words;
  }
  query(".wrong input", form())?.focus();
}

function settle(verb) {
  const id = halves.current;
  if (!id || !mayDecide()) return false;
  ask(verb, async (reason) => {
    await post(`/desk/do/data/quarantine/${id}/${verb}`, { reason });
    toast(verb === "release" ? said.released : said.discarded);
    halves.done(id);
  });
  return true;
}

function whole() {
  const id = halves.current;
  if (id) ask("whole", async (reason) => halves.put(await post(`/desk/pane/data/quarantine/${id}/whole`, { reason }, "text")));
}

const deeds = { release: () => settle("release"), discard: () => settle("discard"), whole };
document.addEventListener("click", (event) => { deeds[event.target.closest("[data-do]")?.dataset.do]?.(); });
document.addEventListener("input", (event) => { if (event.target.name?.startsWith("value-")) event.target.dataset.touched = "1"; });
document.addEventListener("submit", (event) => { if (event.target.id === "correction") { event.preventDefault(); correct(); } });
bind("j", () => halves.move(1));
bind("k", () => halves.move(-1));
bind("ArrowDown", () => halves.move(1));
bind("ArrowUp", () => halves.move(-1));
bind("Enter", begin);
bind("c", correct);
bind("r", () => settle("release"));
bind("d", () => settle("discard"));
bind("Escape", () => {
  if (document.activeElement?.matches?.("input")) { document.activeElement.blur(); return true; }
  if (halves.halves.dataset.open === "one") halves.halves.dataset.open = "list";
  return false;
});

startData();
