// Where the reader is in the thread: at its end they stay there when something opens or closes around it, and an answer
// longer than the screen is shown from its beginning.

import { stayAtEnd } from "../foyer/thread.js";

const NEAR = 80;

export function reading(thread) {
  stayAtEnd(thread);

  return {
    arrived(message) {
      const row = thread.querySelector(`[data-seq="${message.seq}"]`);
      if (!row || message.author.kind === "customer" || row !== [...thread.querySelectorAll("[data-seq]")].pop()) return;
      if (row.offsetHeight > thread.clientHeight - NEAR) thread.scrollTop = row.offsetTop - thread.offsetTop - 12;
    },
  };
}
