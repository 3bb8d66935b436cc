// The home page: what was typed goes to the chat without ever standing in an address.

import { Refusal, config, fill, get, post, wait, words } from "./api.js";
import { forgetEverything, forgetTheSignIn, keep, settled, token } from "./store.js";

const $ = (id) => document.getElementById(id);

async function ask(text) {
  keep(text);
  await settled();
  location.assign(config.chat);
}

$("ask")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = event.currentTarget.elements.question.value.trim();
  text ? ask(text) : location.assign(config.chat);
});
document.querySelectorAll("[data-ask]").forEach((button) => button.addEventListener("click", () => ask(button.dataset.ask)));

async function goOn() {
  if (!token.get()) return;
  try {
    const latest = await get("conversations/current");
    if (!latest || latest.status === "closed") return;
    const card = $("go-on");
    card.querySelector("[data-title]").textContent = words.home[latest.status] || words.home.assisted;
    card.querySelector("[data-detail]").textContent = latest.status === "waiting" && latest.place?.open_now
      ? (latest.place.ahead ? fill(words.place.ahead, { n: latest.place.ahead }) : words.place.next)
      : latest.preview;
    card.hidden = false;
  } catch (no) {
    if (no instanceof Refusal && no.status === 401) forgetTheSignIn();
  }
}

const waitNow = (at) => (!at.open_now ? words.closed_now : at.wait_seconds === null ? "" : fill(words.wait_now, { wait: wait(at.wait_seconds) }));

async function expected() {
  const at = await get("wait", { anonymous: true }).catch(() => null);
  if (at) document.querySelectorAll("[data-wait]").forEach((place) => { place.textContent = waitNow(at); });
}

$("sign-out")?.addEventListener("click", async () => {
  await post("sign-out").catch(() => {});
  forgetEverything();
  location.reload();
});

goOn();
setInterval(() => { if (!document.hidden) expected(); }, 30_000);
