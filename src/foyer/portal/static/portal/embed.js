// Foyer's chat on the bank's own site. One element in the page's head or body is all:
//   <script src="https://foyer.bank.example/embed.js" data-lang="zh" data-position="right" data-label="在线客服" defer></script>
// No inline script, no inline style, no eval: a strict policy needs only our origin in script-src and frame-src.
// Everything that is drawn here lives in a shadow root, so that neither page can spoil the other's look.
(() => {
  const script = document.currentScript;
  const foyer = new URL(script.src).origin;
  const { lang = document.documentElement.lang.startsWith("en") ? "en" : "zh", position = "right", label } = script.dataset;
  const words = lang === "en"
    ? { open: label || "Chat with us", close: "Close the chat", unread: "new message" }
    : { open: label || "在线客服", close: "关闭会话", unread: "有新消息" };
  const look = `
    :host { all: initial; position: fixed; z-index: 2147483000; inset-block-end: 20px; inset-inline-${position === "left" ? "start" : "end"}: 20px; font: 16px/1.4 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
    button { all: unset; box-sizing: border-box; cursor: pointer; display: inline-flex; align-items: center; gap: 8px; min-height: 52px; padding: 0 20px; border-radius: 26px; background: #0b6e69; color: #fff; font-weight: 600; box-shadow: 0 4px 20px rgb(22 33 31 / 25%); position: relative; }
    button:hover { background: #095a56; } button:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px #0b6e69; }
    svg { width: 22px; height: 22px; fill: none; stroke: currentcolor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
    i { position: absolute; inset-block-start: 0; inset-inline-end: 4px; width: 14px; height: 14px; border-radius: 50%; background: #b42318; border: 2px solid #fff; } [hidden] { display: none !important; }
    iframe { position: fixed; inset-block-end: 84px; inset-inline-${position === "left" ? "start" : "end"}: 20px; width: 400px; height: min(680px, calc(100dvh - 108px)); border: 1px solid rgb(22 33 31 / 15%); border-radius: 16px; background: #f4f7f6; box-shadow: 0 8px 40px rgb(22 33 31 / 25%); }
    @media (max-width: 520px) { iframe { inset: 0; width: 100%; height: 100dvh; border: 0; border-radius: 0; } :host([open]) button { display: none; } }
    @media (prefers-color-scheme: dark) { iframe { background: #0f1716; } }`;

  const home = document.createElement("foyer-chat");
  const root = home.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(look);
  root.adoptedStyleSheets = [sheet];

  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  const drawing = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("aria-hidden", "true");
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
  line.setAttribute("d", "M3 20l1.3 -3.9c-2.324 -3.437 -1.426 -7.872 2.1 -10.374c3.526 -2.501 8.59 -2.296 11.845 .48c3.255 2.777 3.695 7.266 1.029 10.501c-2.666 3.235 -7.615 4.215 -11.574 2.293l-4.7 1");
  drawing.append(line);
  const name = document.createElement("span");
  name.textContent = words.open;
  const mark = document.createElement("i");
  mark.hidden = true;
  mark.setAttribute("role", "status");
  button.append(drawing, name, mark);
  root.append(button);

  let frame = null;
  let loaded = false;
  const tell = (type) => { if (loaded) frame.contentWindow.postMessage({ foyer: 1, type }, foyer); };

  function open() {
    if (!frame) {
      frame = document.createElement("iframe");
      frame.src = `${foyer}/embed/chat?lang=${lang}`;
      frame.title = words.open;
      frame.allow = "clipboard-write";
      frame.addEventListener("load", () => { loaded = true; tell("hello"); tell("open"); });
      root.append(frame);
    }
    frame.hidden = false;
    mark.hidden = true;
    home.setAttribute("open", "");
    button.setAttribute("aria-expanded", "true");
    name.textContent = words.close;
    tell("open");
    frame.focus();
  }

  function close() {
    frame.hidden = true;
    home.removeAttribute("open");
    button.setAttribute("aria-expanded", "false");
    name.textContent = words.open;
    tell("closed");
    button.focus();
  }

  button.addEventListener("click", () => (home.hasAttribute("open") ? close() : open()));
  window.addEventListener("message", (event) => {
    if (event.origin !== foyer || !frame || event.source !== frame.contentWindow || event.data?.foyer !== 1) return;
    if (event.data.type === "close") close();
    if (event.data.type === "unread" && !home.hasAttribute("open")) { mark.hidden = false; mark.setAttribute("aria-label", words.unread); }
  });
  const place = () => document.body.append(home);
  document.body ? place() : document.addEventListener("DOMContentLoaded", place);
})();
