// Speaking and listening in the chat: a button to speak, a button on each answer to hear it, and both give way at once.
//
// Hold the button and speak, or tap it, speak, and stop speaking. The words go into the field, to be looked at and sent.
// Whoever has asked aloud is answered aloud. While an answer is read, speaking, typing or tapping stops it.

import { config, fill, sentences, words } from "./api.js";
import { Microphone } from "./microphone.js";
import { Reader } from "./read-aloud.js";
import { SpokenQuestion } from "./spoken-question.js";
import { toast } from "./toast.js";

const SPEECH_IS = 0.02; // louder than this is somebody speaking
const HOLD_MS = 350; // a longer press is a hold: it ends when it is let go
const QUIET_PIECES = 15; // a second and a half of silence ends a question that was begun with a tap
const BARGE_PIECES = 3; // three tenths of a second of voice interrupt the reading
const BEFORE_PIECES = 8; // what was said just before we noticed is not lost
const AGREED = "foyer-speech-agreed";

const said = () => config.speech;

export function speech({ button, panel, note, area, talk, start, onText }) {
  const state = { question: null, startedAt: 0, quiet: 0, hasSpoken: false, byHold: false, before: [], voiced: 0, wantsAnswer: false };
  const live = panel?.querySelector("[data-live]");
  const reader = new Reader({
    pace: config.large_type ? 0.85 : 1,
    on: {
      began: (seq) => mark(seq, true),
      ended: (seq) => { mark(seq, false); if (!state.question && !state.isOpening) mic.close(); },
      failed: (no) => toast(no.message && no.mend !== undefined ? no.message : words.speech.not_played, no.mend || ""),
    },
  });
  const mic = new Microphone(heard);

  /** Every tenth of a second while the microphone is open: for the question, or listening whether to give way. */
  function heard({ piece, loudness }) {
    if (state.question) return ofQuestion(piece, loudness);
    state.before.push(piece);
    if (state.before.length > BEFORE_PIECES) state.before.shift();
    state.voiced = loudness > SPEECH_IS ? state.voiced + 1 : 0;
    if (state.voiced >= BARGE_PIECES && reader.isReading) begin({ byHold: false });
    return undefined;
  }

  function ofQuestion(piece, loudness) {
    state.question.add(piece);
    panel.style.setProperty("--level", Math.min(1, loudness * 8).toFixed(2));
    state.hasSpoken ||= loudness > SPEECH_IS;
    state.quiet = loudness > SPEECH_IS ? 0 : state.quiet + 1;
    const seconds = (performance.now() - state.startedAt) / 1000;
    if (seconds > 29 || (!state.byHold && state.hasSpoken && state.quiet >= QUIET_PIECES)) finish();
  }

  async function begin({ byHold }) {
    if (state.question || state.isOpening) return;
    state.isOpening = true;
    state.byHold = byHold;
    reader.stop();
    show("opening");
    try {
      if (!talk()) await start();
      await mic.open();
    } catch (no) {
      state.isOpening = false;
      show("");
      return refuse(no);
    }
    state.isOpening = false;
    Object.assign(state, { startedAt: performance.now(), quiet: 0, hasSpoken: state.before.length > 0, voiced: 0 });
    state.question = new SpokenQuestion(talk().id, { rate: mic.rate, language: config.lang, on: { partial, final, failed } });
    state.before.splice(0).forEach((piece) => state.question.add(piece));
    show("listening");
    if (state.letGo) { state.letGo = false; finish(); }
    return undefined;
  }

  function finish() {
    if (!state.question || state.isFinishing) return;
    state.isFinishing = true;
    mic.close();
    state.question.finish();
    show("thinking");
  }

  function cancel() {
    state.question?.cancel();
    end();
  }

  function end() {
    state.question = null;
    state.isFinishing = false;
    mic.close();
    show("");
  }

  function partial(text) { live.textContent = text; }

  function final(text) {
    end();
    if (!text) { toast(words.speech.nothing); return; }
    state.wantsAnswer = true;
    onText(text);
    note.textContent = fill(words.speech.heard, { text });
  }

  function failed(message, mend) { end(); toast(message, mend); }

  function refuse(no) {
    if (no.why) toast(words.speech.microphone[no.why]);
    else toast(no.message || words.speech.unreached, no.mend || "");
  }

  function show(phase) {
    button.setAttribute("aria-pressed", String(phase === "listening"));
    button.setAttribute("aria-label", phase === "listening" ? words.speech.stop : words.speech.speak);
    panel.hidden = !phase;
    panel.dataset.phase = phase;
    panel.querySelector("[data-phase]").textContent = phase ? words.speech[phase] : "";
    if (phase !== "thinking") live.textContent = "";
    panel.style.setProperty("--level", 0);
  }

  function agreed() {
    if (localStorage.getItem(AGREED) === said().version) return true;
    document.getElementById("speech-consent").showModal();
    return false;
  }

  function mark(seq, isReading) {
    const row = document.querySelector(`#thread [data-seq="${seq}"]`);
    const reads = row?.querySelector(".read-aloud");
    reads?.setAttribute("aria-pressed", String(isReading));
    if (reads) reads.querySelector("span").textContent = isReading ? words.speech.stop_reading : words.speech.read;
    row?.classList.toggle("being-read", isReading);
    document.body.toggleAttribute("data-reading", isReading);
  }

  if (button) wire();

  function wire() {
    let pressedAt = 0;
    button.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      if (state.question) { pressedAt = 0; finish(); return; }
      if (!agreed()) return;
      pressedAt = performance.now();
      button.setPointerCapture(event.pointerId);
      begin({ byHold: true });
    });
    button.addEventListener("pointerup", () => {
      if (!pressedAt) return;
      if (performance.now() - pressedAt < HOLD_MS) state.byHold = false; // a tap: silence will end it
      else if (state.question) finish();
      else state.letGo = state.isOpening;
      pressedAt = 0;
    });
    button.addEventListener("pointercancel", () => { state.byHold = false; pressedAt = 0; });
    button.addEventListener("click", (event) => {
      if (event.detail) return; // a pointer's presses are dealt with above; this is a keyboard's or a reader's
      if (state.question) finish();
      else if (agreed()) begin({ byHold: false });
    });
    button.addEventListener("contextmenu", (event) => event.preventDefault());
    panel.querySelector("[data-cancel]").addEventListener("click", cancel);
    const consent = document.getElementById("speech-consent");
    consent.querySelector("[data-agree]").addEventListener("click", () => {
      localStorage.setItem(AGREED, said().version);
      consent.close();
      begin({ byHold: false });
    });
    consent.querySelectorAll("[data-close]").forEach((one) => one.addEventListener("click", () => consent.close()));
  }

  area.addEventListener("input", () => reader.stop());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    reader.stop();
    if (state.question) cancel();
  });
  window.addEventListener("pagehide", () => { cancel(); reader.stop(); });

  return {
    stop: () => { reader.stop(); if (button) cancel(); },

    /** Put a button to hear it on a message of the bank; a fresh answer to a spoken question is read at once. */
    offer(message, row, { isFresh }) {
      if (!said().says.length || !row || !message.text || message.author.kind === "customer" || message.kind === "event") return;
      if (!said().says.includes(message.text.match(/[\u4e00-\u9fff]/) ? "zh" : "en")) return;
      row.querySelector(".bubble-meta").append(readButton(message));
      if (!isFresh || !state.wantsAnswer) return;
      state.wantsAnswer = false;
      hear(message);
      if (button) mic.open().catch(() => {}); // to give way when somebody speaks
    },
  };

  function readButton(message) {
    const reads = document.createElement("button");
    reads.type = "button";
    reads.className = "read-aloud";
    reads.setAttribute("aria-pressed", "false");
    reads.append(document.getElementById("speaker-icon").content.cloneNode(true), Object.assign(document.createElement("span"), { textContent: words.speech.read }));
    reads.addEventListener("click", () => (reads.getAttribute("aria-pressed") === "true" ? reader.stop() : hear(message)));
    return reads;
  }

  function hear(message) {
    if (state.question) cancel();
    state.before.length = 0;
    state.voiced = 0;
    return reader.read(message.conversation, message.seq);
  }
}
