// The component sheet: the thread is drawn by the same code as everywhere, once for each language and theme.

import { Thread } from "../foyer/thread.js";
import "./page.js";
import { config, every, fill, query } from "./api.js";
import { toast } from "./notices.js";

for (const sheet of every(".component-sheet")) {
  const { lang, words, messages, typing, late } = JSON.parse(query("script[type='application/json']", sheet).textContent);
  const thread = new Thread(query(".thread", sheet), { me: "staff", strings: words, lang: lang === "en" ? "en" : "zh-CN", timeZone: config.time_zone });
  every("[data-since]", sheet).forEach((time, index) => {
    time.removeAttribute("data-since");
    if (index) time.classList.add(["late", "very-late"][index - 1]);
    if (index) time.textContent = fill(late[index - 1], { time: time.textContent.match(/[\d:]+/)[0] });
  });
  messages.forEach((message) => thread.upsert(message));
  thread.receipts({ read: 6, delivered: 6 });
  thread.pending(messages[5].text, "example-sending");
  thread.pending(messages[5].text, "example-failed");
  thread.failed("example-failed");
  thread.typing(typing);
  clearTimeout(thread.typingTimer);
  query("[data-dialog]", sheet).addEventListener("click", () => query("dialog", sheet).showModal());
  every("[data-close]", sheet).forEach((button) => button.addEventListener("click", () => query("dialog", sheet).close()));
  query("[data-toast]", sheet).addEventListener("click", (event) => toast(event.target.textContent));
}
