// What every page of the desk has: the header's live numbers, menus, search, shortcuts and the state of the live feed.

import { watchSearches } from "../foyer/searching.js";
import { Refused, call, config, every, kept, query, words } from "./api.js";
import { openDialog } from "./dialogs.js";
import { Feed } from "./feed.js";
import { bind } from "./keys.js";
import { toast, wireSwitches } from "./notices.js";
import { setDrift, tickAll } from "./ticking.js";

const GRACE_MS = 4000; // a short hiccup is not worth a banner; with the pulse every 5 s a dead line shows within 10 s

export const later = (deed, ms) => {
  let timer = 0;
  return () => { clearTimeout(timer); timer = setTimeout(deed, ms); };
};

export const refresh = (id) => { const element = document.getElementById(id); if (element) window.htmx.trigger(element, "refresh"); };

/** Say a refusal or a fallen line in a toast; used where there is no better place. */
export async function attempt(deed) {
  try {
    return await deed();
  } catch (problem) {
    const { confirm, label } = problem.details || {};
    const action = confirm ? { label, run: () => location.assign(confirm) } : null;
    toast(problem instanceof Refused ? problem.message : words.no_line, { bad: true, small: problem instanceof Refused ? problem.mend : "", action, ms: action ? 20_000 : 6000 });
    return null;
  }
}

/* the live feed and its banner */

const lines = { stream: "", pulse: "" };
let bannerTimer = 0;

function lineState(which, state) {
  lines[which] = state;
  const worst = lines.stream || lines.pulse;
  const banner = query("#feed-banner");
  clearTimeout(bannerTimer);
  if (!worst) { banner.hidden = true; return; }
  const show = () => { query("[data-words]", banner).textContent = words[`feed_${worst}`] || words.feed_degraded; banner.hidden = false; };
  if (banner.hidden && worst === "reconnecting") bannerTimer = setTimeout(show, GRACE_MS);
  else show();
}

/** Follow these topics; `onEvent(kind, data)` hears them, `onBack()` runs when a fallen line stands again. */
export function startFeed(topics, onEvent, onBack = () => {}) {
  let fell = false;
  return new Feed({
    topics,
    onEvent: (kind, data) => { if (kind === "reset") onBack(); else onEvent(kind, data); },
    onState: (state) => {
      lineState("stream", state === "live" ? "" : state);
      if (state === "live" && fell) onBack();
      fell = state !== "live";
    },
  });
}

function wirePulse() {
  const kpis = query("#kpis");
  if (!kpis) return;
  const failed = () => lineState("pulse", "degraded");
  for (const kind of ["htmx:timeout", "htmx:sendError", "htmx:responseError"]) kpis.addEventListener(kind, failed);
  kpis.addEventListener("htmx:afterRequest", (event) => {
    if (!event.detail.successful) return;
    lineState("pulse", "");
    const at = query("[data-now]", kpis)?.dataset.now;
    if (at) setDrift(at);
  });
}

/* menus */

function wireMenus() {
  for (const menu of every("[popover]")) {
    menu.addEventListener("toggle", (event) => {
      query(`[popovertarget="${menu.id}"]`)?.setAttribute("aria-expanded", String(event.newState === "open"));
      if (event.newState === "open") query("button, a", menu)?.focus();
    });
    menu.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      const items = every("button, a", menu);
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
      event.preventDefault();
    });
  }
  for (const button of every("[data-presence]")) button.addEventListener("click", () => setPresence(button.dataset.presence));
  for (const button of every("[data-theme]")) button.addEventListener("click", () => prefer({ theme: button.dataset.theme }));
  for (const button of every("[data-language]")) button.addEventListener("click", () => prefer({ language: button.dataset.language }));
  query("#sign-out")?.addEventListener("submit", () => kept.forget());
}

async function setPresence(state) {
  query("#presence-menu")?.hidePopover();
  if (await attempt(() => call("/me/presence", { state }))) refresh("presence");
}

async function prefer(choice) {
  if (!(await attempt(() => call("/me/preferences", choice)))) return;
  if (choice.language) { location.reload(); return; }
  window.foyerTheme(choice.theme);
  every("[data-theme]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.theme === choice.theme)));
}

/* search: whom one looks for is sent in the body of a request, where no address keeps it */

document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] ||= config.csrf; });

function wireSearch() {
  const box = query("#search");
  const results = query("#search-results");
  if (!box) return;
  const close = () => { results.hidden = true; };
  results.addEventListener("htmx:afterSwap", () => { results.hidden = !box.value.trim(); });
  box.addEventListener("focus", () => { results.hidden = !box.value.trim() || !results.childElementCount; });
  document.addEventListener("click", (event) => { if (!event.target.closest(".desk-search")) close(); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); box.blur(); }
    if (event.key === "ArrowDown") { query("a", results)?.focus(); event.preventDefault(); }
  });
  results.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") { close(); box.focus(); }
    if (!step) return;
    const links = every("a", results);
    (links[links.indexOf(document.activeElement) + step] || box).focus();
    event.preventDefault();
  });
  results.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
  bind("/", () => box.focus());
}

function wireKeys() {
  const help = query("#shortcuts");
  const showHelp = () => openDialog({ element: help });
  bind("?", showHelp);
  every("[data-shortcuts]").forEach((button) => button.addEventListener("click", showHelp));
  for (const [key, url] of Object.entries(config.places)) bind(`g ${key}`, () => { location.href = url; });
}

export function startFrame() {
  tickAll();
  wirePulse();
  wireMenus();
  wireSearch();
  watchSearches();
  wireSwitches();
  wireKeys();
}
