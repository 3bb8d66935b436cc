"""The life of a conversation as one table: which verb leads from where to where, and who then owns it."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    ASSISTED = "assisted", _("With the assistant")
    WAITING = "waiting", _("Waiting")
    ACTIVE = "active", _("Being served")
    SNOOZED = "snoozed", _("Snoozed")
    CLOSED = "closed", _("Closed")


class Owner(TextChoices):
    ASSISTANT = "assistant", _("Assistant")
    QUEUE = "queue", _("Queue")
    AGENT = "agent", _("Agent")
    NONE = "none", _("No one")


OWNER_OF = {
    Status.ASSISTED: Owner.ASSISTANT,
    Status.WAITING: Owner.QUEUE,
    Status.ACTIVE: Owner.AGENT,
    Status.SNOOZED: Owner.AGENT,
    Status.CLOSED: Owner.NONE,
}

_OPEN = frozenset(Status) - {Status.CLOSED}
_SERVED = frozenset({Status.ACTIVE, Status.SNOOZED})


@dataclass(frozen=True)
class Move:
    """What a verb may start from and where it ends."""

    sources: frozenset[Status]
    target: Status


MOVES: dict[str, Move] = {
    "request_person": Move(frozenset({Status.ASSISTED}), Status.WAITING),
    "take": Move(frozenset({Status.WAITING}), Status.ACTIVE),
    "assign": Move(_OPEN, Status.ACTIVE),
    "take_over": Move(_OPEN, Status.ACTIVE),
    "transfer": Move(frozenset({Status.WAITING}) | _SERVED, Status.WAITING),
    "return_to_queue": Move(_SERVED, Status.WAITING),
    "return_to_assistant": Move(frozenset({Status.WAITING}) | _SERVED, Status.ASSISTED),
    "snooze": Move(frozenset({Status.ACTIVE}), Status.SNOOZED),
    "wake": Move(frozenset({Status.SNOOZED}), Status.ACTIVE),
    "close": Move(_OPEN, Status.CLOSED),
    "reopen": Move(frozenset({Status.CLOSED}), Status.ASSISTED),
}


def may(verb: str, status: str) -> bool:
    """Whether `verb` is possible for a conversation in `status`."""
    return Status(status) in MOVES[verb].sources
