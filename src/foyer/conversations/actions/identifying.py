"""Knowing who is speaking, how surely, and keeping out who abuses the chat."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.conversations.access import BLOCK, colleague
from foyer.conversations.actions.claiming import claim, claim_with_customer, settle
from foyer.conversations.actions.ending import Disposition, end
from foyer.conversations.actions.joining import remember
from foyer.conversations.actions.opening import describe
from foyer.conversations.actions.writing import tell
from foyer.conversations.errors import SomebodyElse
from foyer.conversations.models import Conversation, Visitor
from foyer.conversations.models.conversation import Assurance
from foyer.conversations.priority import priority_of, rank_at
from foyer.conversations.showing import show_change
from foyer.conversations.states import Status
from foyer.conversations.timeline import keep_on_timeline
from foyer.customers import actions as customers
from foyer.customers import queries as customer_queries
from foyer.customers import trust
from foyer.customers.collecting.joining import join

ASSURED_FOR = timedelta(minutes=30)


@transaction.atomic
def identify(
    visitor: Visitor, customer: object, *, method: str, by: Actor, session: UUID | None = None
) -> list[Conversation]:
    """The visitor has signed in: their open conversation belongs to the customer, verified for half an hour.

    Their earlier ones, and what they did on the bank's pages, join by the link that is made here. With `session`, the
    visit ends when that sign-in ends.
    Refused when somebody else has signed in on this visit before: they need a visit of their own.
    """
    if session is not None:
        trust.hold_session(session)
    person = customer_queries.by_id(customer.pk)  # type: ignore[attr-defined]
    same_person = Q(customer=None) | Q(customer=person)
    if not Visitor.objects.filter(same_person, pk=visitor.pk, revoked_at=None).update(customer=person, session=session):
        raise SomebodyElse
    link = join(str(visitor.pk), person.pk, by=by, method=method)  # type: ignore[union-attr]
    open_ones = Conversation.objects.filter(visitor=visitor).exclude(status=Status.CLOSED)
    return [_identify(pk, person, method, link.pk) for pk in open_ones.order_by("pk").values_list("pk", flat=True)]


@transaction.atomic
def set_assurance(
    conversation_id: UUID | str, *, level: int, method: str, by: Actor, lasting: timedelta = ASSURED_FOR
) -> Conversation:
    """Say how surely we know who is speaking, by which method, and until when."""
    conversation = claim(conversation_id)
    if by.is_outside:
        raise Forbidden
    if by.is_staff:
        colleague(conversation, by)
    _assure(conversation, level, method, lasting)
    settle(conversation)
    show_change(conversation)
    return conversation


@transaction.atomic
def block_customer(conversation_id: UUID | str, *, reason: str, by: Actor) -> Conversation:
    """Close the chat to someone who abuses it: the customer when known, else this visitor."""
    conversation = claim_with_customer(conversation_id)
    if not colleague(conversation, by).has_perm(BLOCK):
        raise Forbidden
    before = {conversation.assignee_id, conversation.offered_to_id}
    if conversation.customer_id:
        customers.block(conversation.customer_id, reason=reason, by=by)
    _block(conversation.visitor_id, reason, by)
    if not conversation.is_closed:
        tell(conversation, "blocked", internal=True)
        end(conversation, Disposition.ABUSE, reason, by)
        settle(conversation)
        show_change(conversation, also=before)
    return conversation


def _block(visitor_id: UUID, reason: str, by: Actor) -> None:
    visitor = Visitor.objects.select_for_update(no_key=True).filter(pk=visitor_id, blocked_at=None).first()
    if visitor is not None:
        visitor.blocked_at, visitor.blocked_by, visitor.blocked_reason = clock.now(), str(by), reason[:200]
        visitor.save(update_fields=["blocked_at", "blocked_by", "blocked_reason"])


@transaction.atomic
def unblock_customer(conversation_id: UUID | str, *, by: Actor) -> None:
    """Open the chat to them again."""
    conversation = claim_with_customer(conversation_id)
    if not colleague(conversation, by).has_perm(BLOCK):
        raise Forbidden
    if conversation.customer_id:
        customers.unblock(conversation.customer_id, by=by)
    Visitor.objects.filter(pk=conversation.visitor_id).update(blocked_at=None, blocked_by="", blocked_reason="")


def _identify(conversation_id: UUID, person: object, method: str, link_id: UUID) -> Conversation:
    conversation = claim(conversation_id)
    remember(link_id, conversation)
    if conversation.customer_id is None:
        describe(conversation, person)
        tell(conversation, "identified")
    _assure(conversation, Assurance.VERIFIED, method, ASSURED_FOR)
    conversation.priority = priority_of(conversation)
    if conversation.waiting_since:
        conversation.rank_at = rank_at(conversation.waiting_since, conversation.priority)
    settle(conversation)
    keep_on_timeline(conversation)
    show_change(conversation)
    return conversation


def _assure(conversation: Conversation, level: int, method: str, lasting: timedelta) -> None:
    now = clock.now()
    conversation.assurance_level, conversation.assurance_method = level, method
    conversation.assurance_at, conversation.assurance_until = now, now + lasting
    tell(conversation, "assurance", internal=True, level=int(level), method=method)
