"""Doing what has come due: each row claimed, looked at again, and put right in a transaction of its own."""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.conversations import deadlines
from foyer.conversations.actions.assigning import End, withdraw_offer
from foyer.conversations.actions.claiming import claim_free, settle
from foyer.conversations.actions.ending import Disposition, end
from foyer.conversations.actions.handing_over import put_back
from foyer.conversations.actions.pausing import wake_claimed
from foyer.conversations.actions.writing import tell
from foyer.conversations.models import Assignment, Conversation, Message
from foyer.conversations.models.message import AuthorKind
from foyer.conversations.showing import show_change
from foyer.conversations.states import Status

MOST = 500


def sweep() -> int:
    """Do everything due now; returns how many conversations were touched. Safe in any number of processes."""
    due = Conversation.objects.exclude(status=Status.CLOSED).filter(next_due_at__lte=clock.now())
    return sum(_sweep_one(pk) for pk in list(due.order_by("next_due_at").values_list("pk", flat=True)[:MOST]))


def agent_left(user_id: UUID, *, entirely: bool) -> int:
    """An agent stops being available: offers go to others; when away altogether, what they serve goes back as well."""
    held = Conversation.objects.filter(offered_to_id=user_id)
    if entirely:
        held = held | Conversation.objects.filter(assignee_id=user_id, status=Status.ACTIVE)
    return sum(_leave_one(pk, user_id) for pk in list(held.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _sweep_one(conversation_id: UUID) -> bool:
    conversation = claim_free(Conversation.objects.filter(pk=conversation_id))
    if conversation is None:
        return False
    due = deadlines.next_of(conversation)
    before = {conversation.assignee_id, conversation.offered_to_id}
    if due and due.at <= clock.now():
        VERBS[due.verb](conversation)
        show_change(conversation, also=before)
    settle(conversation)
    return True


@transaction.atomic
def _leave_one(conversation_id: UUID, user_id: UUID) -> bool:
    conversation = claim_free(Conversation.objects.filter(pk=conversation_id))
    if conversation is None or user_id not in (conversation.assignee_id, conversation.offered_to_id):
        return False
    if conversation.offered_to_id == user_id:
        withdraw_offer(conversation, End.LAPSED)
    else:
        put_back(conversation, End.AWAY, "away", SYSTEM)
    settle(conversation)
    show_change(conversation, also={user_id})
    return True


def _lapse(conversation: Conversation) -> None:
    withdraw_offer(conversation, End.LAPSED)


def _no_reply(conversation: Conversation) -> None:
    put_back(conversation, End.NO_REPLY, "no_reply", SYSTEM)


def _remind(conversation: Conversation) -> None:
    conversation.reminded_at = clock.now()
    if conversation.status == Status.ACTIVE:
        tell(conversation, "reminder")


def _close_inactive(conversation: Conversation) -> None:
    end(conversation, _disposition(conversation), "", SYSTEM)


def _disposition(conversation: Conversation) -> str:
    """Silence after a cited answer of the assistant means it was answered; other silence means nothing."""
    served = Assignment.objects.filter(conversation=conversation).exclude(taken_at=None).exists()
    answers = Message.objects.filter(conversation=conversation, author_kind=AuthorKind.ASSISTANT)
    cited = not served and any("citations" in payload for payload in answers.values_list("payload", flat=True))
    return Disposition.ANSWERED if cited else Disposition.INACTIVE


VERBS: dict[str, Callable[[Conversation], None]] = {
    "lapse": _lapse,
    "no_reply": _no_reply,
    "remind": _remind,
    "close_inactive": _close_inactive,
    "wake": wake_claimed,
}
