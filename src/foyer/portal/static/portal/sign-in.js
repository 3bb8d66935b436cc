// Signing in: a phone number, then the six digits that were sent to it.

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
      if (part("code-step").hidden) await sendCode();
      else onSignedIn(await post("sign-in", { phone, code: form.elements.code.value.trim() }));
    });
  });
  part("again").addEventListener("click", () => attempt(sendCode));
  part("change").addEventListener("click", () => {
    part("code-step").hidden = true;
    part("phone-step").hidden = false;
    button.textContent = words.sign_in.send;
    form.elements.code.value = "";
    form.elements.phone.focus();
  });
}
