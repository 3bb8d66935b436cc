// While something is looked for: the place where it will come is busy at once, and what is slow gets a quiet sign after a
// moment, which then stays long enough to be seen. What is quick shows nothing, so that nothing flickers.

const AFTER_MS = 200;
const LEAST_MS = 400;

/** `place` is where the answer comes; `sign` an element with role="status" whose `data-words` say that one looks. */
export function searching(place, sign) {
  let running = 0;
  let timer = 0;
  let since = 0;
  const show = () => { since = performance.now(); sign.textContent = sign.dataset.words; };
  const hide = () => { since = 0; sign.textContent = ""; };
  return {
    begin() {
      running += 1;
      place.setAttribute("aria-busy", "true");
      if (since) clearTimeout(timer); // it was about to go
      else if (running === 1) timer = setTimeout(show, AFTER_MS);
    },
    end() {
      running = Math.max(0, running - 1);
      if (running) return;
      place.removeAttribute("aria-busy");
      clearTimeout(timer);
      if (since) timer = setTimeout(hide, Math.max(0, since + LEAST_MS - performance.now()));
    },
  };
}

const known = new WeakMap();

/** The boxes that htmx sends (`data-searches`, with the sign beside them): also those that come with a later piece. */
export function watchSearches() {
  const of = (event) => {
    const box = event.detail.elt;
    if (!box.matches?.("[data-searches]")) return null;
    if (!known.has(box)) known.set(box, searching(document.querySelector(box.getAttribute("hx-target")), box.parentElement.querySelector(".searching")));
    return known.get(box);
  };
  document.addEventListener("htmx:beforeRequest", (event) => of(event)?.begin());
  document.addEventListener("htmx:afterRequest", (event) => of(event)?.end());
}
