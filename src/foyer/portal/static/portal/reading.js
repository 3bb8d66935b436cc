// Where the reader is in the thread: at its end they stay there when something opens or closes around it, and an answer
// longer than the screen is shown from its beginning.

const NEAR = 80;

export function reading(thread) {
  let atEnd = true;
  thread.addEventListener("scroll", () => { atEnd = thread.scrollHeight - thread.scrollTop - thread.clientHeight < NEAR; });
  new ResizeObserver(() => { if (atEnd) thread.scrollTop = thread.scrollHeight; }).observe(thread);

  return {
    arrived(message) {
      const row = thread.querySelector(`[data-seq="${message.seq}"]`);
      if (!row || message.author.kind === "customer" || row !== [...thread.querySelectorAll("[data-seq]")].pop()) return;
      if (row.offsetHeight > thread.clientHeight - NEAR) thread.scrollTop = row.offsetTop - thread.offsetTop - 12;
    },
  };
}
