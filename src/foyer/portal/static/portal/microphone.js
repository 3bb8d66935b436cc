// The microphone: opened by a tap, closed as soon as nobody needs it. What it hears goes where it is told, and nowhere else.

import { config } from "./api.js";

const RATE = 16_000;

/** Why there is no microphone: "refused" by the person or the bank's policy, "absent", or "busy". */
export class NoMicrophone extends Error {
  constructor(why) { super(why); this.why = why; }
}

const REASONS = { NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "absent", OverconstrainedError: "absent", NotReadableError: "busy", AbortError: "busy" };

export class Microphone {
  /** `onPiece({ piece, loudness })` hears every tenth of a second. */
  constructor(onPiece) { this.onPiece = onPiece; }

  get isOpen() { return Boolean(this.stream); }

  get rate() { return this.context.sampleRate; }

  async open() {
    if (this.isOpen) return;
    if (!navigator.mediaDevices?.getUserMedia || !window.AudioWorkletNode) throw new NoMicrophone("absent");
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
    } catch (no) {
      throw new NoMicrophone(REASONS[no.name] || "busy");
    }
    try {
      await this.#listen(new AudioContext({ sampleRate: RATE }));
    } catch {
      await this.#listen(new AudioContext()); // some browsers do not mix rates: then the bank's side does
    }
  }

  async #listen(context) {
    await context.audioWorklet.addModule(config.speech.worklet);
    const source = context.createMediaStreamSource(this.stream);
    const ear = new AudioWorkletNode(context, "foyer-ear", { numberOfOutputs: 0 });
    ear.port.onmessage = ({ data }) => this.onPiece(data);
    source.connect(ear);
    if (context.state === "suspended") await context.resume();
    this.context = context;
  }

  close() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.context?.close();
    this.stream = this.context = null;
  }
}
