"""What must happen next in a conversation, and when: one instant a row, watched by the sweep.

| status | while | after | then |
|---|---|---|---|
| waiting | offered to an agent | queue.no_take_seconds | the offer lapses |
| active | the customer waits for an answer | queue.answer_seconds (opening hours) | back to the queue |
| active, assisted | the customer is silent | queue.inactivity_remind_seconds | a reminder |
| active, assisted | still silent | queue.inactivity_close_seconds | closed |
| snoozed | | snoozed_until | back on the agent's list |

Elderly and vulnerable customers are given twice the time before a reminder and before closing.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from foyer.conversations.hours import after_open_seconds
from foyer.conversations.models import Conversation
from foyer.conversations.states import Status

PATIENCE = 2


@dataclass(frozen=True)
class Deadline:
    """At `at`, do `verb` (a key of the sweep's table)."""

    at: datetime
    verb: str


def next_of(conversation: Conversation) -> Deadline | None:
    """The next thing due, if anything is."""
    finder = _FINDERS.get(Status(conversation.status))
    return finder(conversation) if finder else None


def _waiting(conversation: Conversation) -> Deadline | None:
    if conversation.offered_at is None:
        return None
    return Deadline(conversation.offered_at + timedelta(seconds=conversation.queue.no_take_seconds), "lapse")


def _active(conversation: Conversation) -> Deadline | None:
    if conversation.awaiting_since is None:
        return _silence(conversation)
    start = max(at for at in (conversation.awaiting_since, conversation.assigned_at) if at)
    return Deadline(after_open_seconds(conversation.queue, start, conversation.queue.answer_seconds), "no_reply")


def _silence(conversation: Conversation) -> Deadline:
    queue = conversation.queue
    patience = PATIENCE if conversation.is_elderly or conversation.is_vulnerable else 1
    if conversation.reminded_at:
        wait = timedelta(seconds=queue.inactivity_close_seconds * patience)
        return Deadline(conversation.reminded_at + wait, "close_inactive")
    wait = timedelta(seconds=queue.inactivity_remind_seconds * patience)
    return Deadline(max(conversation.last_at, conversation.assigned_at or conversation.opened_at) + wait, "remind")


def _snoozed(conversation: Conversation) -> Deadline | None:
    return Deadline(conversation.snoozed_until, "wake") if conversation.snoozed_until else None


_FINDERS = {
    Status.WAITING: _waiting,
    Status.ACTIVE: _active,
    Status.ASSISTED: _silence,
    Status.SNOOZED: _snoozed,
}
