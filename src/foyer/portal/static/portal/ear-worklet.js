// Runs beside the page: gathers a microphone's samples into pieces of a tenth of a second, with how loud each is.

class Ear extends AudioWorkletProcessor {
  constructor() {
    super();
    this.piece = new Int16Array(Math.round(sampleRate / 10));
    this.filled = 0;
    this.power = 0;
  }

  process([input]) {
    const samples = input[0];
    if (!samples) return true;
    for (const sample of samples) {
      this.piece[this.filled++] = Math.max(-1, Math.min(1, sample)) * 32767;
      this.power += sample * sample;
      if (this.filled === this.piece.length) this.#hand();
    }
    return true;
  }

  #hand() {
    this.port.postMessage({ piece: this.piece.slice(), loudness: Math.sqrt(this.power / this.filled) });
    this.filled = 0;
    this.power = 0;
  }
}

registerProcessor("foyer-ear", Ear);
