// The live feed: Server-Sent Events read with fetch, so that a visitor's token travels in a header and never in an address.
// A dropped line is taken up again where it stopped (Last-Event-ID); nothing is asked twice and nothing is missed.

const QUIET_MS = 25_000; // the server speaks at least every 15 s; a longer silence is a dead line
const STEADY_MS = 10_000;

export function follow({ topics, cursor = null, token = null, onEvent, onState = () => {} }) {
  let last = cursor;
  let tries = 0;
  let stopped = false;
  let cut = new AbortController();

  const state = (name, status = 0) => { if (!stopped) onState(name, status); };

  async function read() {
    cut = new AbortController();
    const headers = { Accept: "text/event-stream" };
    if (token) headers.Authorization = `Bearer ${token}`;
    if (last) headers["Last-Event-ID"] = last;
    let watch = setTimeout(() => cut.abort(), QUIET_MS);
    try {
      const answer = await fetch(`/live?topics=${encodeURIComponent(topics.join(","))}`, {
        headers, signal: cut.signal, cache: "no-store", credentials: token ? "omit" : "same-origin",
      });
      if ([401, 404, 422].includes(answer.status)) { state("refused", answer.status); stopped = true; return; }
      if (!answer.ok) throw new Error(`live ${answer.status}`);
      const began = Date.now();
      state("live");
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (let rest = ""; ;) {
        const { value, done } = await reader.read();
        if (done) break;
        clearTimeout(watch);
        watch = setTimeout(() => cut.abort(), QUIET_MS);
        if (Date.now() - began > STEADY_MS) tries = 0;
        const blocks = (rest + value).split("\n\n");
        rest = blocks.pop();
        blocks.forEach(take);
      }
    } finally {
      clearTimeout(watch);
    }
  }

  function take(block) {
    const field = (name) => block.split("\n").filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2)).join("\n");
    const kind = field("event");
    if (!kind) return;
    last = field("id") || last;
    if (kind === "degraded" || kind === "restored") { state(kind === "restored" ? "live" : "degraded"); return; }
    onEvent(kind, JSON.parse(field("data") || "{}"));
  }

  async function keep() {
    while (!stopped) {
      try { await read(); } catch { /* the line fell; below we take it up again */ }
      if (stopped) return;
      state(navigator.onLine === false ? "offline" : "reconnecting");
      await pause(Math.min(500 * 2 ** tries, 15_000) * (0.5 + Math.random()));
      tries += 1;
    }
  }

  let wake = () => {};
  const pause = (ms) => new Promise((go) => { wake = go; setTimeout(go, ms); });
  const again = () => { tries = 0; wake(); };
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", again);
  keep();

  return {
    stop() {
      stopped = true;
      cut.abort();
      wake();
      window.removeEventListener("online", again);
      document.removeEventListener("visibilitychange", again);
    },
    get cursor() { return last; },
  };
}
