// Signing in: a phone number, the six digits that were sent to it, and those of an app for whoever chose one.

import { begin, fill, post, sentences, words } from "./api.js";
import { token } from "./store.js";

export function signIn(form, { before = () => null, onSignedIn }) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const say = (text) => { part("error").textContent = text; part("error").hidden = !text; };
  const button = form.querySelector("button[type=submit]");
  let phone = "";
  let pause = null;

  const ask = () => post("sign-in/code", { phone });

  /** What this browser had is no longer good (the services were frozen, or signed out elsewhere): a new visitor asks. */
  async function beginAgain(no) {
    if (no.status !== 401) throw no;
    token.forget();
    await begin();
    return ask();
  }

  async function sendCode() {
    phone = form.elements.phone.value.trim();
    await begin();
    await before();
    const sent = await ask().catch(beginAgain);
    part("code-step").hidden = false;
    part("phone-step").hidden = true;
    part("demo").hidden = !sent.code;
    if (sent.code) part("demo-code").textContent = sent.code;
    part("sent").textContent = fill(words.sign_in.sent, { phone });
    button.textContent = words.sign_in.enter;
    form.elements.code.focus();
    again(60);
  }

  /** Whether somebody has an app is told only now, once the number is proved. */
  async function enter() {
    const given = { phone, code: form.elements.code.value.trim(), app: form.elements.app.value.trim() };
    const told = await post("sign-in", given).catch((no) => {
      if (no.code === "app_needed") { askForTheApp(); return null; }
      if (no.code === "code_wrong" && !part("app-step").hidden) beginOver();
      throw no;
    });
    if (told) onSignedIn(told);
  }

  function askForTheApp() {
    part("code-step").hidden = true;
    part("app-step").hidden = false;
    form.elements.app.focus();
  }

  function again(seconds) {
    clearTimeout(pause);
    const link = part("again");
    link.disabled = seconds > 0;
    link.textContent = seconds > 0 ? fill(words.sign_in.again_in, { seconds }) : words.sign_in.again;
    if (seconds > 0) pause = setTimeout(() => again(seconds - 1), 1_000);
  }

  async function attempt(work) {
    say("");
    button.disabled = true;
    try { await work(); } catch (no) { say(sentences(no.message, no.mend)); } finally { button.disabled = false; }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(async () => {
      if (part("code-step").hidden && part("app-step").hidden) await sendCode();
      else await enter();
    });
  });
  part("again").addEventListener("click", () => attempt(sendCode));
  function beginOver() {
    part("code-step").hidden = part("app-step").hidden = true;
    part("phone-step").hidden = false;
    button.textContent = words.sign_in.send;
    form.elements.code.value = form.elements.app.value = "";
    form.elements.phone.focus();
  }

  part("change").addEventListener("click", beginOver);
}
