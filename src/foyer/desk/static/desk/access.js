// Masked values: the eye asks why, the full value stands in its place for some minutes, and goes by itself.
// Whatever is drawn anew meanwhile shows it again; nothing of it is kept in the browser beyond this page.

import { Refused, call, every, query, words } from "./api.js";
import { openDialog } from "./dialogs.js";
import { toast } from "./notices.js";

const shown = new Map(); // key → { value, until, id }
const waiting = new Map(); // unmasking id → key
const said = words.access;

const parts = (key) => every("[data-masked]").filter((part) => part.dataset.masked === key);
const eyes = (key) => every("[data-eye]").filter((eye) => eye.dataset.eye === key);

function put(key, value, endsAt, id) {
  shown.set(key, { value, until: Date.parse(endsAt), id });
  draw();
}

function hide(key) {
  shown.delete(key);
  for (const part of parts(key)) {
    if (part.dataset.mask === undefined) continue;
    part.textContent = part.dataset.mask;
    delete part.dataset.mask;
    part.classList.remove("unmasked");
  }
  for (const eye of eyes(key)) { eye.classList.remove("open"); query("[data-left]", eye).hidden = true; }
}

function draw() {
  for (const [key, { value, until }] of shown) {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) { hide(key); continue; }
    for (const part of parts(key)) {
      if (part.dataset.mask !== undefined) continue;
      part.dataset.mask = part.textContent;
      part.textContent = value;
      part.classList.add("unmasked");
    }
    for (const eye of eyes(key)) {
      const clock = query("[data-left]", eye);
      const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (clock.textContent !== time) clock.textContent = time;
      clock.hidden = false;
      eye.classList.add("open");
    }
  }
}

function ask(eye) {
  const { eye: key, customer, subject, place } = eye.dataset;
  if (shown.has(key)) { hide(key); return; }
  const address = `/desk/pane/privacy/customers/${customer}/unmask?${new URLSearchParams({ subject, place })}`;
  openDialog({ path: address, onOpen: begin, onSubmit: (values, form) => submit(eye, form, values) });
}

/** A value that is still open needs no second reason. */
function begin(dialog) {
  const open = query("[data-unmasking]", dialog)?.dataset.unmasking;
  if (open) { query("form", dialog).requestSubmit(); return; }
  query("input:checked, input, textarea", dialog)?.focus();
}

async function submit(eye, form, values) {
  const { eye: key, customer, subject, place } = eye.dataset;
  const open = query("[data-unmasking]", form)?.dataset.unmasking;
  if (values.glass) {
    await call(`/customers/${customer}/break-glass`, { reason: values.glass, note: values.note });
    toast(said.glass, { bad: true });
    setTimeout(() => ask(eye));
    return;
  }
  const about = values.reason && query(`[value="${CSS.escape(values.reason)}"]`, form)?.dataset.about ? values.about || "" : "";
  const body = { field: subject, place, reason: values.reason || "", about };
  const answer = open ? await call(`/unmaskings/${open}`) : await call(`/customers/${customer}/unmask`, body);
  if (answer.value === null) { waiting.set(answer.id, key); toast(said.waiting); return; }
  put(key, answer.value, answer.ends_at, answer.id);
}

/** A second person has decided. */
async function decided({ id, status }) {
  const key = waiting.get(id);
  waiting.delete(id);
  if (status !== "open") { toast(said.refused, { bad: true }); return; }
  if (!key) { toast(said.agreed); return; }
  try {
    const answer = await call(`/unmaskings/${id}`);
    put(key, answer.value, answer.ends_at, id);
    toast(said.agreed);
  } catch (problem) { if (problem instanceof Refused) toast(problem.sentence, { bad: true }); }
}

const heard = {
  unmasking: decided,
  glass: ({ verdict }) => toast(verdict === "contested" ? said.contested : said.accepted, { bad: verdict === "contested" }),
  access: ({ what }) => { if (said[`told_${what}`]) toast(said[`told_${what}`], { action: { label: said.look, run: () => location.assign("/desk/privacy/access") }, ms: 15_000, tag: `access-${what}` }); document.dispatchEvent(new Event("foyer:access")); },
};
document.addEventListener("foyer:live", ({ detail }) => heard[detail.kind]?.(detail.data));
document.addEventListener("click", (event) => { const eye = event.target.closest?.("[data-eye]"); if (eye) { event.preventDefault(); ask(eye); } });
setInterval(draw, 1000);
const isDrawnAnew = ({ addedNodes, target }) => addedNodes.length && target.closest?.("#main") && !target.closest("[data-eye], [data-masked]"); // what we write ourselves is no news
new MutationObserver((changes) => { if (shown.size && changes.some(isDrawnAnew)) draw(); }).observe(document.body, { childList: true, subtree: true });
window.addEventListener("pagehide", () => { for (const key of [...shown.keys()]) hide(key); });

/* copying is counted, never read */

let copies = { count: 0, characters: 0 };
let timer = 0;
document.addEventListener("copy", () => {
  copies = { count: copies.count + 1, characters: copies.characters + String(document.getSelection() || "").length };
  clearTimeout(timer);
  timer = setTimeout(report, 2000);
});
function report() {
  const page = location.pathname.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "id").slice(0, 60);
  call("/copied", { ...copies, page }).catch(() => {});
  copies = { count: 0, characters: 0 };
}
