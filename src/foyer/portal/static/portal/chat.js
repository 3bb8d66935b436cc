// The chat page: one conversation, from the first words to the stars at its end.

import { Thread } from "../foyer/thread.js";
import { Refusal, Unreached, begin, config, fill, file, get, post, sentences, upload, words } from "./api.js";
import { showArticle } from "./article-panel.js";
import { composer } from "./composer.js";
import { Connection } from "./connection.js";
import { embedding } from "./embedded.js";
import { Outbox } from "./outbox.js";
import { leave, wasIdle } from "./idle.js";
import { place } from "./place.js";
import { shown } from "./notice.js";
import { rating } from "./rating.js";
import { reading } from "./reading.js";
import { toast } from "./toast.js";
import { sheet } from "./sheet.js";
import { signIn } from "./sign-in.js";
import { speech } from "./speech.js";
import { forgetEverything, forgetItsWords, forgetTheSignIn, newId, proved, settled, token, waiting } from "./store.js";

const $ = (id) => document.getElementById(id);
const PAGE = 100;
const talk = { now: null, starting: null }; // the conversation as the server last told it
const files = new Map(); // client_id → File, for those whose sending can be tried again
const parent = embedding();

const thread = new Thread($("thread"), {
  me: "customer", strings: words.thread, lang: document.documentElement.lang,
  onChoice: (value, text) => box.write(text),
  onRetry: (clientId) => (files.has(clientId) ? sendFile(clientId) : box.again(clientId)),
});

const box = new Outbox({
  deliver,
  on: {
    kept: (item) => { began(); thread.pending(item.text, item.client_id, item.at); },
    sent: (item, message) => { show(message); connection.reached(); },
    refused: (item, reason) => thread.failed(item.client_id, reason),
    stalled: (no) => connection.stalled(no),
  },
});

const view = reading($("thread"));
const line = place($("place"), () => talk.now);
const stars = rating($("rating"), () => talk.now, (message) => { if (message) load(message.conversation); });
const write = composer($("composer"), {
  onText: (text) => { box.write(text); thread.toEnd(); },
  onFile: (chosen) => addFile(chosen),
  onTyping: () => { if (talk.now) post(`conversations/${talk.now.id}/typing`).catch(() => {}); },
});
const voice = speech({
  button: $("speak"), panel: $("speech-panel"), note: $("speech-note"), area: $("words"),
  talk: () => (talk.now?.status === "closed" ? null : talk.now), start: () => open(), onText: (text) => write.put(text),
});
const connection = new Connection($("banner"), { onEvent: heard, onBack: () => box.hurry(), onEnd: ended });

async function deliver(item) {
  if (!talk.now) await open();
  const send = () => post(`conversations/${talk.now.id}/messages`, { text: item.text, client_id: item.client_id });
  try {
    return await send();
  } catch (no) {
    if (no instanceof Refusal && no.status === 401) { ended(); throw no; }
    if (!(no instanceof Refusal) || !["conversation_closed", "no_such_conversation"].includes(no.code)) throw no;
    await open();
    return send();
  }
}

/** Begin a conversation, or go on with the one that is open. Asked twice at once, it begins once. */
function open() {
  talk.starting ||= (async () => {
    await begin();
    shown($("privacy-note"));
    await enter(await post("conversations", { language: config.lang, channel: config.channel, large_type: config.large_type }));
  })().finally(() => { talk.starting = null; });
  return talk.starting;
}

/** Make `conversation` the one on the page: its past, then its live events from exactly there on. */
async function enter(conversation) {
  if (talk.now?.id !== conversation.id) clear();
  update(conversation);
  began();
  await loadMessages(conversation.id);
  connection.follow(`conversation:${conversation.id}`, conversation.cursor);
}

async function loadMessages(id) {
  for (let page = null; page === null || page.length === PAGE;) {
    page = await get(`conversations/${id}/messages?after=${thread.lastSeq}&limit=${PAGE}`);
    page.forEach(show);
  }
}

async function load(id) {
  update(await get(`conversations/${id}`));
  await loadMessages(id);
}

function clear() {
  const left = waiting.all();
  thread.clear();
  left.forEach((item) => thread.pending(item.text, item.client_id, item.at));
}

function show(message) {
  if (message.kind === "rating" || message.conversation !== talk.now?.id) return;
  const fresh = thread.upsert({ ...message, attachment: null, ...withAddresses(message) });
  began();
  if (fresh) view.arrived(message);
  voice.offer(message, $("thread").querySelector(`[data-seq="${message.seq}"]`), { isFresh: fresh });
  if (message.attachment?.thumbnail) picture(message);
  if (message.author.kind !== "customer") { read(); parent.unread(message); }
}

function withAddresses(message) {
  const citations = message.citations.map((one) => ({ ...one, url: one.url || `/knowledge/${one.code}?version=${one.version}` }));
  const attachment = message.attachment && { ...message.attachment, url: `#file-${message.attachment.id}`, thumbnail: null };
  return { citations, attachment };
}

/** A picture is fetched with the token and shown from memory: it has no address that could be passed on. */
async function picture(message) {
  const blob = await file(`attachments/${message.attachment.id}/thumbnail`).catch(() => null);
  if (!blob) return;
  const { citations, attachment } = withAddresses(message);
  thread.upsert({ ...message, citations, attachment: { ...attachment, thumbnail: URL.createObjectURL(blob) } });
}

function heard(kind, data) {
  if (kind === "message") show(data.message);
  else if (kind === "receipt" && data.reader === "staff") thread.receipts(data);
  else if (kind === "typing" && data.author.kind !== "customer") thread.typing(fill(words.typing, { name: data.author.name || "" }));
  else if (kind === "writing") thread.writing(data);
  else if (kind === "place") line.moved(data.place);
  else if (kind === "status") { thread.writing(null); load(talk.now.id).catch(() => {}); }
  else if (kind === "reset") load(talk.now.id).catch(() => {});
}

function update(conversation) {
  talk.now = conversation;
  thread.receipts(conversation.receipts);
  $("status").textContent = statusWords(conversation);
  document.body.toggleAttribute("data-waiting", conversation.status === "waiting");
  $("verified").hidden = conversation.assurance < 2;
  if (conversation.assurance >= 2) proved.set();
  $("sign-in-open").hidden = conversation.assurance >= 2;
  $("person").hidden = ["waiting", "active", "snoozed"].includes(conversation.status);
  $("menu").hidden = false;
  $("end-open").disabled = conversation.status === "closed";
  line.show();
  stars.show();
}

function statusWords({ status, agent }) {
  return status === "active" && agent ? fill(words.status.active, { agent }) : words.status[status] || "";
}

function began() { $("welcome").hidden = true; $("thread").hidden = false; }

let readTimer = null;
function read() {
  clearTimeout(readTimer);
  readTimer = setTimeout(() => {
    if (!talk.now || !thread.lastSeq) return;
    post(`conversations/${talk.now.id}/${document.hidden ? "delivered" : "read"}`, { seq: thread.lastSeq }).catch(() => {});
  }, 400);
}

async function person(event) {
  event.currentTarget.disabled = true;
  try {
    if (!talk.now || talk.now.status === "closed") await open();
    update(await post(`conversations/${talk.now.id}/person`));
    await loadMessages(talk.now.id);
  } catch (no) {
    connection.stalled(no);
    toast(no.message, no.mend);
  } finally {
    $("person").disabled = false;
  }
}

function addFile(chosen) {
  const clientId = newId();
  files.set(clientId, chosen);
  began();
  thread.pending(chosen.name, clientId);
  sendFile(clientId);
}

async function sendFile(clientId) {
  const form = new FormData();
  form.append("file", files.get(clientId));
  form.append("client_id", clientId);
  try {
    if (!talk.now || talk.now.status === "closed") await open();
    show(await upload(`conversations/${talk.now.id}/attachments`, form));
    files.delete(clientId);
  } catch (no) {
    thread.failed(clientId, no instanceof Unreached ? words.file_unreached : sentences(no.message, no.mend));
    thread.toEnd();
  }
}

/** The token opens nothing any more: signed out in another tab, or withdrawn by the bank. */
function ended() {
  connection.stop();
  voice.stop();
  if (wasIdle()) { leave(); return; }
  talk.now = null;
  forgetItsWords();
  $("ended").hidden = false;
}

async function openFile(link) {
  const id = link.hash.replace("#file-", "");
  const blob = await file(`attachments/${id}`).catch((no) => { toast(no.message, no.mend); return null; });
  if (blob) save(blob, link.querySelector("b")?.textContent || link.querySelector("img")?.alt || "file", blob.type.startsWith("image/"));
}

function save(blob, name, inWindow = false) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  if (inWindow) link.target = "_blank"; else link.download = name;
  link.rel = "noopener";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

$("thread").addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.metaKey || event.ctrlKey) return;
  if (link.hash.startsWith("#file-")) { event.preventDefault(); openFile(link); }
  if (link.dataset.article) { event.preventDefault(); showArticle(link.dataset.article, new URL(link.href), JSON.parse(link.dataset.passages || "[]")); }
});
$("person").addEventListener("click", person);
document.querySelectorAll("[data-ask]").forEach((button) => button.addEventListener("click", () => box.write(button.dataset.ask)));

$("start-again").addEventListener("click", () => { forgetEverything(); location.reload(); });

const ending = sheet($("end"));
$("end-open").addEventListener("click", () => ending.open());
$("end-yes").addEventListener("click", async () => {
  ending.close();
  try {
    update(await post(`conversations/${talk.now.id}/close`));
    await loadMessages(talk.now.id);
  } catch (no) { toast(no.message, no.mend); }
});

const mailing = sheet($("mail"));
$("mail-open").addEventListener("click", () => mailing.open());
$("mail-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await post(`conversations/${talk.now.id}/transcript`, { email: $("mail-address").value.trim() });
    mailing.close();
    toast(words.mail_sent);
  } catch (no) { $("mail-error").textContent = sentences(no.message, no.mend); }
});
$("download").addEventListener("click", async () => {
  $("menu").open = false;
  try {
    save(await file(`conversations/${talk.now.id}/transcript`), `${talk.now.number}.pdf`);
  } catch (no) { toast(no.message, no.mend); }
});

const signing = sheet($("sign-in-sheet"));
$("sign-in-open").addEventListener("click", () => signing.open());
signIn($("sign-in-form"), {
  before: () => (talk.now ? null : open()),
  onSignedIn: async () => {
    signing.close();
    proved.set();
    if (!config.embedded) { await settled(); location.reload(); return; } // the page of who is signed in: it has their keys and watches over them
    if (talk.now) await load(talk.now.id);
  },
});

/** What was going on when this browser was last here. */
async function start() {
  const left = waiting.all();
  if (token.get()) {
    try {
      const latest = await get("conversations/current");
      if (latest && (latest.status !== "closed" || latest.can_continue)) await enter(latest);
    } catch (no) {
      if (no instanceof Refusal && no.status === 401) forgetTheSignIn();
      else connection.stalled(no);
    }
  }
  $("loading").hidden = true;
  if (!talk.now && !left.length) $("welcome").hidden = false;
  box.resume();
  if (location.hash === "#person") { history.replaceState(null, "", location.pathname + location.search); if ($("person").hidden === false) $("person").click(); }
  write.focus();
}

start();
