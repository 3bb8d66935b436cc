"""Reads of this room. Each begins with who is asking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, UUIDField

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.postgres.prepared import Given, Prepared
from foyer.conversations.access import is_theirs, sees, visible_to
from foyer.conversations.actions.opening import token_digest
from foyer.conversations.errors import AssuranceTooLow, NoSuchConversation
from foyer.conversations.looking import looked
from foyer.conversations.models import Assignment, Conversation, Mention, Message, Queue, Visitor
from foyer.conversations.models.conversation import Assurance
from foyer.conversations.outlines import Outline, came_back, channel_name, outline
from foyer.conversations.routing.estimating import Place, place_if_asked, place_in_queue
from foyer.conversations.searching import search
from foyer.conversations.shapes import Viewer, card_json, message_json
from foyer.conversations.states import Status
from foyer.conversations.wall import wall
from foyer.customers import queries as customers
from foyer.customers import trust
from foyer.staff import queries as staff

__all__ = [
    "Line",
    "Outline",
    "Place",
    "came_back",
    "card_json",
    "channel_name",
    "looked",
    "message_json",
    "outline",
    "place_if_asked",
    "place_in_queue",
    "search",
    "visible_to",
    "wall",
]

_WITH = ("queue__unit", "unit", "assignee", "offered_to", "customer")
CLOSED_SHOWN = timedelta(hours=12)
_VISITORS = Visitor.objects.select_related("customer", "session")
_BY_TOKEN = Prepared(lambda: _VISITORS.filter(token_hash=Given("digest", CharField()), revoked_at=None))

_SEEN = Message.objects.filter(is_internal=False).only("author_kind", "text", "lang", "sent_at").order_by("-seq")
_LATELY = Prepared(lambda: _SEEN.filter(conversation_id=Given("id", UUIDField()))[:12])
_CUSTOMERS = Prepared(lambda: Message.objects.filter(pk=Given("id", UUIDField()), author_kind="customer"))


def conversation_for(user: Any, conversation_id: UUID | str) -> Conversation:
    """One conversation for a colleague, or "not found"."""
    found = visible_to(user).select_related(*_WITH).filter(pk=conversation_id).first()
    if found is None:
        raise NoSuchConversation
    return found


def conversation_of(actor: Actor, conversation_id: UUID | str) -> Conversation:
    """One conversation for the customer it is held with, or "not found"."""
    found = Conversation.objects.select_related(*_WITH).filter(pk=conversation_id).first()
    if found is None or not is_theirs(found, actor):
        raise NoSuchConversation
    return found


def current_of(visitor: Visitor) -> Conversation | None:
    """The visitor's conversation: the open one, else the newest."""
    theirs = Conversation.objects.select_related(*_WITH).filter(visitor=visitor)
    return theirs.exclude(status=Status.CLOSED).first() or theirs.order_by("-opened_at").first()


def visitor_by_token(token: str) -> Visitor | None:
    """The visitor behind a token that has not been revoked, and whose sign-in, if any, still stands."""
    visitor = _BY_TOKEN.first(digest=token_digest(token)) if token else None
    has_ended = visitor is not None and visitor.session is not None and not trust.is_standing(visitor.session)
    return None if has_ended else visitor


def thread(
    conversation_id: UUID | str, *, viewer: Viewer, after: int = 0, limit: int = 100, before: int | None = None
) -> list[dict[str, Any]]:
    """Messages in order, as `viewer` may see them: the first `limit` after a number, or the last ones before one."""
    rows = Message.objects.select_related("attachment").filter(conversation_id=conversation_id, seq__gt=after)
    if viewer == "customer":
        rows = rows.filter(is_internal=False)
    if before is None:
        return [message_json(message, viewer=viewer) for message in rows.order_by("seq")[:limit]]
    newest = rows.filter(seq__lt=before).order_by("-seq")[:limit]
    return [message_json(message, viewer=viewer) for message in reversed(newest)]


@dataclass(frozen=True)
class Line:
    """A message as the assistant looks back at it; `author` is "customer", "agent", "assistant" or "system"."""

    id: UUID
    author: str
    text: str
    lang: str
    at: datetime


def lately(conversation_id: UUID | str) -> list[Line]:
    """The newest dozen messages that the customer sees, in order."""
    newest = reversed(_LATELY.all(id=conversation_id))
    return [Line(said.id, said.author_kind, said.text, said.lang, said.sent_at) for said in newest]


def in_full(message_id: UUID | str) -> str:
    """A customer's message with its phones and documents in full: for a service they began, for no screen."""
    message = Message.objects.filter(pk=message_id, author_kind="customer").first()
    return (message.original or message.text) if message else ""


def words_of_customer(conversation_id: UUID | str, message_id: UUID | str) -> str | None:
    """A customer's message as it is kept, with phones and documents masked; None for anybody else's."""
    found = _CUSTOMERS.first(id=message_id)
    return found.text if found and str(found.conversation_id) == str(conversation_id) else None


def words_of(message_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Customers' messages as they are kept, by their ids."""
    return dict(Message.objects.filter(pk__in=message_ids, author_kind="customer").values_list("pk", "text"))


def my_conversations(user: Any) -> list[dict[str, Any]]:
    """The agent's list: offered first, then who waits for an answer longest, then the rest by last message."""
    mine = Conversation.objects.filter(Q(assignee=user.pk) | Q(offered_to=user.pk)).select_related(*_WITH)
    cards = [card_json(conversation) for conversation in mine.order_by("-last_at")[:200]]
    return sorted(cards, key=lambda card: (card["offered_to"] is None, card["awaiting_since"] or "9"))


def waiting(user: Any, limit: int = 200) -> list[dict[str, Any]]:
    """The line of every queue the user may see, the most urgent first."""
    rows = visible_to(user).filter(status=Status.WAITING).select_related(*_WITH).order_by("rank_at", "pk")
    return [card_json(conversation) for conversation in rows[:limit]]


def in_hand(user: Any, limit: int = 200) -> list[dict[str, Any]]:
    """What colleagues of the user's units are serving now: a supervisor's list."""
    rows = visible_to(user).filter(status__in=[Status.ACTIVE, Status.SNOOZED]).select_related(*_WITH)
    return [card_json(conversation) for conversation in rows.order_by("-last_at")[:limit]]


def assisted(user: Any, limit: int = 200) -> list[dict[str, Any]]:
    """What the assistant is answering now."""
    rows = visible_to(user).filter(status=Status.ASSISTED).select_related(*_WITH).order_by("-last_at")
    return [card_json(conversation) for conversation in rows[:limit]]


def closed_by_me(user: Any, limit: int = 50) -> list[dict[str, Any]]:
    """What the agent finished this shift."""
    theirs = Assignment.objects.filter(conversation=OuterRef("pk"), user=user.pk, ended_as="closed")
    closed = visible_to(user).filter(status=Status.CLOSED, closed_at__gt=clock.now() - CLOSED_SHOWN)
    served = closed.filter(Exists(theirs)).select_related(*_WITH).order_by("-closed_at")
    return [card_json(conversation) for conversation in served[:limit]]


def history(user: Any, conversation: Conversation, limit: int = 20) -> list[dict[str, Any]]:
    """Earlier conversations with the same person, as far as the user may see them."""
    same = Q(visitor=conversation.visitor_id)
    if conversation.customer_id:
        same |= Q(customer=conversation.customer_id)
    rows = visible_to(user).filter(same).exclude(pk=conversation.pk).select_related(*_WITH)
    return [card_json(row) for row in rows.order_by("-opened_at")[:limit]]


def customer_card(conversation: Conversation) -> dict[str, Any] | None:
    """The masked card of the customer of a conversation, which the caller got by `conversation_for`."""
    customer = customers.by_id(conversation.customer_id) if conversation.customer_id else None
    return customers.card(customer) if customer else None


def queues_of(user: Any) -> list[dict[str, Any]]:
    """The queues a colleague works in or watches, with how many wait and since when."""
    above = staff.units_above(user.unit) if user.unit else []
    in_reach = Q(unit__in=above) | Q(unit__in=staff.visible_units(user))
    return _lines(Queue.objects.filter(in_reach, is_enabled=True))


def queues_to_hand_to() -> list[dict[str, Any]]:
    """Every line of the bank: a conversation goes where its subject belongs, though its giver cannot look in there."""
    return _lines(Queue.objects.filter(is_enabled=True))


def _lines(queues: QuerySet[Queue]) -> list[dict[str, Any]]:
    waits = Conversation.objects.filter(status=Status.WAITING, queue__in=queues)
    counts = dict(waits.values_list("queue_id").annotate(Count("pk")).order_by())
    return [{**queue.as_json(), "waiting": counts.get(queue.pk, 0)} for queue in queues.order_by("code")]


def mentions_of(user: Any, limit: int = 50) -> list[dict[str, Any]]:
    """Notes that call this colleague and have not been looked at."""
    rows = Mention.objects.filter(user=user.pk, seen_at=None).select_related("message__conversation")
    visible = rows.filter(Exists(visible_to(user).filter(pk=OuterRef("message__conversation_id"))))
    return [
        {
            "conversation": str(mention.message.conversation_id),
            "number": mention.message.conversation.number,
            "seq": mention.message.seq,
            "by": mention.message.author_name,
            "text": mention.message.text,
            "at": mention.at.isoformat(),
        }
        for mention in visible.order_by("-at")[:limit]
    ]


def assurance_of(conversation: Conversation) -> int:
    """How surely we know who is speaking at this moment; after its time a verified person is one who claims.

    While the customer's services are frozen, what was proved before the freeze proves nothing.
    """
    until = conversation.assurance_until
    frozen_at = conversation.customer.frozen_at if conversation.customer else None
    if frozen_at is not None and (conversation.assurance_at is None or conversation.assurance_at <= frozen_at):
        return min(conversation.assurance_level, Assurance.CLAIMED)
    if until is not None and until <= clock.now():
        return min(conversation.assurance_level, Assurance.CLAIMED)
    return conversation.assurance_level


def require_assurance(conversation: Conversation, level: int) -> None:
    """Raise `AssuranceTooLow` unless we know well enough who is speaking."""
    if assurance_of(conversation) < level:
        raise AssuranceTooLow(needed=int(level))


def may_read(actor: Actor, conversation_id: UUID | str) -> bool:
    """Whether an actor may read a conversation at all."""
    conversation = Conversation.objects.select_related(*_WITH).filter(pk=conversation_id).first()
    if conversation is None:
        return False
    if actor.is_outside:
        return is_theirs(conversation, actor)
    user = staff.user_by_id(actor.id) if actor.is_staff and actor.id else None
    return user is not None and user.is_active and sees(user, conversation)
