// What can be done with a conversation from the desk: each verb asks what it needs, does it, and says a refusal.

import { Refused, call, config, fill, words } from "./api.js";
import { openDialog } from "./dialogs.js";
import { attempt } from "./frame.js";
import { toast } from "./notices.js";

const post = (id, verb, body = {}) => call(`/conversations/${id}/${verb}`, body);
const dialog = (id, name) => `/desk/pane/c/${id}/dialog/${name}`;

/** Take a waiting conversation; whoever was slower is told who was faster. */
async function take(id) {
  try {
    await post(id, "take");
    return true;
  } catch (problem) {
    const winner = problem instanceof Refused && problem.details.winner;
    toast(winner ? fill(words.taken_by, { name: winner }) : problem instanceof Refused ? problem.message : words.no_line, { bad: true, small: problem.mend || "" });
    return false;
  }
}

const transfer = (id) => openDialog({
  path: dialog(id, "transfer"),
  onSubmit: async ({ target, reason, note }) => {
    const [kind, to] = (target || ":").split(":");
    await post(id, "transfer", { [`to_${kind}`]: to, reason, note });
    toast(words.transferred);
  },
});

const assign = (id) => openDialog({
  path: dialog(id, "assign"),
  onSubmit: async ({ target }) => { await post(id, "assign", { to_user: (target || ":").split(":")[1] }); toast(words.reassigned); },
});

const snooze = (id) => openDialog({
  path: dialog(id, "snooze"),
  onSubmit: ({ until, custom }) => post(id, "snooze", { until: new Date(until === "custom" ? custom : until).toISOString() }),
});

const close = (id) => openDialog({
  path: dialog(id, "close"),
  onSubmit: async ({ disposition, summary }) => {
    await post(id, "close", { disposition, summary });
    toast(words.closed, { action: { label: words.reopen, run: () => attempt(() => post(id, "reopen")) } });
  },
});

const block = (id) => openDialog({ path: dialog(id, "block"), onSubmit: ({ reason }) => post(id, "block", { reason }) });

const plain = (verb) => (id) => attempt(() => post(id, verb));

export const verbs = {
  take, transfer, assign, snooze, close, block,
  decline: plain("decline"), wake: plain("wake"), reopen: plain("reopen"), "take-over": plain("take-over"),
  "to-queue": plain("to-queue"), "to-assistant": plain("to-assistant"),
  transcript: (id) => { window.open(`${config.api}/conversations/${id}/transcript`, "_blank", "noopener"); },
};
