// The keyboard: one table of keys to deeds, silent while somebody types. Two-key sequences begin with "g".

const typing = (element) => element?.closest?.("input, textarea, select, [contenteditable]") !== null && element !== document.body;
const table = new Map();
let first = "";
let timer = 0;

/** Give a key a deed: bind("j", next); bind("g w", openWall). A deed that returns false lets the key through. */
export const bind = (key, deed) => table.set(key, deed);

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey) return;
  if (event.altKey) {
    const digit = event.code.match(/^Digit([1-9])$/)?.[1];
    const key = `alt+${event.shiftKey ? "shift+" : ""}${digit}`;
    if (digit && table.has(key)) run(event, key);
    return;
  }
  if (event.key === "Escape") { run(event, "Escape"); return; }
  if (document.querySelector("dialog[open]") || typing(event.target)) return;
  const onControl = event.target.closest?.("button, a, summary") && (event.key === "Enter" || event.key === " ");
  if (onControl) return;
  const key = first ? `${first} ${event.key}` : event.key;
  clearTimeout(timer);
  first = "";
  if (!table.has(key) && event.key === "g") { first = "g"; timer = setTimeout(() => { first = ""; }, 900); return; }
  run(event, key);
});

function run(event, key) {
  const deed = table.get(key);
  if (deed && deed(event) !== false) event.preventDefault();
}
