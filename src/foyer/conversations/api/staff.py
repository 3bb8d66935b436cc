"""Serving over HTTP: what the desk's scripts and any other program of the bank may ask on behalf of a colleague.

Sign in at /accounts/login/, send the session's cookie and, with every change, its CSRF token. Each operation is one
action or query; who may do what is decided there. What a colleague may not see is "not found".
"""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.conversations import actions, queries
from foyer.conversations.access import SERVE, SUPERVISE
from foyer.conversations.api import staff_words
from foyer.conversations.api.staff_lists import aware, receivers
from foyer.conversations.errors import AgentNotReady, NoQueue, NoSuchConversation
from foyer.conversations.models import Conversation, Queue
from foyer.staff import queries as staff
from foyer.staff.api import desk_auth

router = Router(tags=["Serving"], auth=desk_auth)
router.add_router("", staff_words.router)

READ = "conversations.view_conversation"
LEAD = (SUPERVISE, SERVE, READ)
Box = Literal["mine", "waiting", "in_hand", "assisted", "closed"]
BOXES = {
    "mine": queries.my_conversations,
    "waiting": queries.waiting,
    "in_hand": queries.in_hand,
    "assisted": queries.assisted,
    "closed": queries.closed_by_me,
}
Card = dict[str, Any]


class Cards(Schema):
    conversations: list[Card]


class TransferIn(Schema):
    """Exactly one of `to_queue` and `to_user`."""

    reason: Annotated[str, Field(min_length=1, max_length=40)]
    note: Annotated[str, Field(max_length=2000)] = ""
    to_queue: UUID | None = None
    to_user: UUID | None = None


class AssignIn(Schema):
    to_user: UUID


class SnoozeIn(Schema):
    until: datetime


class CloseIn(Schema):
    disposition: Annotated[str, Field(max_length=12)]
    summary: Annotated[str, Field(max_length=4000)] = ""


class SoughtConversations(Schema):
    q: Annotated[str, Field(max_length=200)]


class ReasonIn(Schema):
    reason: Annotated[str, Field(min_length=1, max_length=200)]


@router.get("/conversations", response=Cards, summary="A colleague's lists")
def list_conversations(request: HttpRequest, box: Box = "mine") -> dict[str, Any]:
    _may(request, READ)
    return {"conversations": BOXES[box](request.user)}


@router.post("/search", response=Cards, summary="Find conversations by words, number or customer")
def search_conversations(request: HttpRequest, asked: SoughtConversations) -> dict[str, Any]:
    """In the body, since an address stands in histories and logs and who is looked for is nobody's business there."""
    _may(request, READ)
    return {"conversations": queries.search(request.user, asked.q)}


@router.get("/queues", response=list[Card], summary="The queues in reach, with how many wait")
def list_queues(request: HttpRequest) -> list[Card]:
    return queries.queues_of(request.user)


@router.get("/queues/all", response=list[Card], summary="Every queue a conversation may be handed to")
def list_all_queues(request: HttpRequest) -> list[Card]:
    return queries.queues_to_hand_to()


@router.get("/receivers", response=list[Card], summary="Colleagues who could take one over, with state and load")
def list_receivers(request: HttpRequest) -> list[Card]:
    return receivers(request.user)


@router.get("/wall", response=Card, summary="The wall of my unit, or of one below it")
def read_wall(request: HttpRequest, unit: UUID | None = None) -> Card:
    _may(request, SUPERVISE)
    return queries.wall(staff.unit_for(request.user, unit or _unit_of(request)))


@router.get("/conversations/{uuid:conversation_id}", response=Card, summary="One conversation as it stands")
def read_conversation(request: HttpRequest, conversation_id: UUID) -> Card:
    _may(request, READ)
    return queries.card_json(queries.conversation_for(request.user, conversation_id))


@router.post(
    "/conversations/{uuid:conversation_id}/take", response=Card, summary="Take it; the slower of two is told who won"
)
def take_conversation(request: HttpRequest, conversation_id: UUID) -> Card:
    return _card(request, actions.take(conversation_id, by=_me(request)))


@router.post("/conversations/{uuid:conversation_id}/decline", response=Card, summary="Pass an offered one on")
def decline_conversation(request: HttpRequest, conversation_id: UUID) -> Card:
    me, seen = _me(request), queries.conversation_for(request.user, conversation_id)
    return _card(request, actions.decline(seen.pk, by=me))


@router.post("/conversations/{uuid:conversation_id}/transfer", response=Card, summary="Hand it over with a reason")
def transfer_conversation(request: HttpRequest, conversation_id: UUID, asked: TransferIn) -> Card:
    to_queue = _queue(request, asked.to_queue) if asked.to_queue else None
    to_user = _receiver(request, asked.to_user) if asked.to_user else None
    moved = actions.transfer(
        conversation_id, to_queue=to_queue, to_user=to_user, reason=asked.reason, note=asked.note, by=_me(request)
    )
    return _card(request, moved)


@router.post(
    "/conversations/{uuid:conversation_id}/assign", response=Card, summary="Give it to a colleague (supervisors)"
)
def assign_conversation(request: HttpRequest, conversation_id: UUID, asked: AssignIn) -> Card:
    _may(request, *LEAD)
    to = staff.colleague(request.user, asked.to_user)
    return _card(request, actions.assign(conversation_id, to=to, by=_me(request)))


@router.post("/conversations/{uuid:conversation_id}/take-over", response=Card, summary="Take it over (supervisors)")
def take_over_conversation(request: HttpRequest, conversation_id: UUID) -> Card:
    _may(request, *LEAD)
    return _card(request, actions.take_over(conversation_id, by=_me(request)))


@router.post("/conversations/{uuid:conversation_id}/to-queue", response=Card, summary="Back to the queue")
def return_conversation_to_queue(request: HttpRequest, conversation_id: UUID) -> Card:
    return _card(request, actions.return_to_queue(conversation_id, by=_me(request)))


@router.post("/conversations/{uuid:conversation_id}/to-assistant", response=Card, summary="Back to the assistant")
def return_conversation_to_assistant(request: HttpRequest, conversation_id: UUID) -> Card:
    return _card(request, actions.return_to_assistant(conversation_id, by=_me(request)))


@router.post("/conversations/{uuid:conversation_id}/snooze", response=Card, summary="Put it aside until a time")
def snooze_conversation(request: HttpRequest, conversation_id: UUID, asked: SnoozeIn) -> Card:
    return _card(request, actions.snooze(conversation_id, until=aware(asked.until), by=_me(request)))


@router.post("/conversations/{uuid:conversation_id}/wake", response=Card, summary="Take it up again")
def wake_conversation(request: HttpRequest, conversation_id: UUID) -> Card:
    return _card(request, actions.wake(conversation_id, by=_me(request)))


@router.post("/conversations/{uuid:conversation_id}/close", response=Card, summary="Close it with a wrap-up")
def close_served_conversation(request: HttpRequest, conversation_id: UUID, asked: CloseIn) -> Card:
    closed = actions.close(conversation_id, disposition=asked.disposition, summary=asked.summary, by=_me(request))
    return _card(request, closed)


@router.post("/conversations/{uuid:conversation_id}/reopen", response=Card, summary="Open it again")
def reopen_served_conversation(request: HttpRequest, conversation_id: UUID) -> Card:
    return _card(request, actions.reopen(conversation_id, by=_me(request)))


@router.post("/conversations/{uuid:conversation_id}/block", response=Card, summary="Close the chat to an abuser")
def block_abuser(request: HttpRequest, conversation_id: UUID, asked: ReasonIn) -> Card:
    return _card(request, actions.block_customer(conversation_id, reason=asked.reason, by=_me(request)))


def _me(request: HttpRequest) -> Actor:
    """The colleague as the actor of a verb; who may not even read conversations does nothing with them."""
    _may(request, READ)
    return Actor.staff(request.user)


def _unit_of(request: HttpRequest) -> UUID:
    return UUID(str(getattr(request.user, "unit_id", None)))


def _may(request: HttpRequest, *permissions: str) -> None:
    if not request.user.has_perms(permissions):
        raise Forbidden


def _card(request: HttpRequest, conversation: Conversation) -> Card:
    """How it stands now; when it went where the colleague cannot follow, only that it went."""
    try:
        return queries.card_json(queries.conversation_for(request.user, conversation.pk))
    except NoSuchConversation:
        return {"id": str(conversation.pk), "gone": True}


def _queue(request: HttpRequest, queue_id: UUID) -> Queue:
    if str(queue_id) not in {queue["id"] for queue in queries.queues_to_hand_to()}:
        raise NoQueue
    return Queue.objects.select_related("unit", "calendar").get(pk=queue_id)


def _receiver(request: HttpRequest, user_id: UUID) -> Any:
    if str(user_id) not in {person["id"] for person in receivers(request.user)}:
        raise AgentNotReady
    return staff.user_by_id(user_id)
