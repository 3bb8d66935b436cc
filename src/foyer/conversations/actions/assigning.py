"""Putting a conversation into one agent's hands. Two at once: one wins, the other is told who."""

from typing import Any
from uuid import UUID

from django.db import transaction

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.base.events import publish
from foyer.conversations import measures
from foyer.conversations.access import SERVE, colleague, sees, supervisor
from foyer.conversations.actions.claiming import claim, hold_agent, load_of, move, settle
from foyer.conversations.actions.participants import join, leave
from foyer.conversations.actions.writing import tell
from foyer.conversations.acts import TAKEN_OVER
from foyer.conversations.errors import AgentFull, AgentNotReady, AlreadyTaken, NoSuchConversation
from foyer.conversations.events import ConversationAssigned
from foyer.conversations.models import Assignment, Conversation, Participant
from foyer.conversations.showing import show_change
from foyer.staff import queries as staff

How, End = Assignment.How, Assignment.End


@transaction.atomic
def take(conversation_id: UUID | str, *, by: Actor) -> Conversation:
    """An agent takes a waiting conversation, offered to them or not. `AlreadyTaken` names whoever was faster."""
    conversation = claim(conversation_id)
    if conversation.assignee_id is not None and conversation.assignee_id == by.id:
        return conversation
    if conversation.assignee:
        _sees_or_competed(conversation, by)
        raise AlreadyTaken(conversation.assignee.get_full_name(), str(conversation.assignee_id))
    user = colleague(conversation, by)
    check_serves(user)
    offered = conversation.offered_to_id
    give(conversation, user, verb="take", how=How.TAKEN, by=by)
    settle(conversation)
    show_change(conversation, also={offered})
    return conversation


@transaction.atomic
def assign(conversation_id: UUID | str, *, to: Any, by: Actor) -> Conversation:
    """A supervisor (or the house) gives the conversation to an agent who is there. Doing so twice changes nothing."""
    conversation = claim(conversation_id)
    if by.is_staff:
        supervisor(conversation, by)
    if conversation.assignee_id == to.pk:
        return conversation
    before = {conversation.assignee_id, conversation.offered_to_id}
    check_receives(to, by)
    give(conversation, to, verb="assign", how=How.ASSIGNED, by=by)
    settle(conversation)
    show_change(conversation, also=before)
    return conversation


@transaction.atomic
def take_over(conversation_id: UUID | str, *, by: Actor) -> Conversation:
    """A supervisor takes the conversation from whoever has it, their own capacity notwithstanding."""
    conversation = claim(conversation_id)
    user = supervisor(conversation, by)
    if conversation.assignee_id == user.pk:
        return conversation
    before = {conversation.assignee_id, conversation.offered_to_id}
    give(conversation, user, verb="take_over", how=How.TAKEN_OVER, by=by, check_capacity=False)
    tell(conversation, "taken_over", internal=True, agent=user.get_full_name())
    audit.record(TAKEN_OVER, by=by, on=f"conversation:{conversation.pk}", customer=conversation.customer_id)
    settle(conversation)
    show_change(conversation, also=before)
    return conversation


@transaction.atomic
def decline(conversation_id: UUID | str, *, by: Actor) -> Conversation:
    """An agent passes an offer on; routing looks for the next."""
    conversation = claim(conversation_id)
    if conversation.offered_to_id is None or conversation.offered_to_id != by.id:
        return conversation
    withdraw_offer(conversation, End.DECLINED)
    settle(conversation)
    show_change(conversation, also={by.id})
    return conversation


def offer(
    conversation: Conversation, user: Any, *, reasons: list[dict[str, str]], explanation: dict[str, Any], by: Actor
) -> None:
    """Hold a claimed, waiting conversation out to one agent, who has a short time to take it."""
    conversation.offered_to, conversation.offered_at = user, clock.now()
    Assignment.objects.create(
        conversation=conversation, user=user, queue=conversation.queue, how=How.OFFERED, by=str(by), reasons=reasons,
        explanation=explanation, at=clock.now(),
    )  # fmt: skip
    both = {lang: ("、" if lang == "zh" else ", ").join(reason[lang] for reason in reasons) for lang in ("zh", "en")}
    tell(conversation, "offered", internal=True, agent=user.get_full_name(), reasons=both)


def withdraw_offer(conversation: Conversation, end: str) -> None:
    """The agent did not want it, or was not quick enough."""
    user, conversation.offered_to, conversation.offered_at = conversation.offered_to, None, None
    end_assignment(conversation, end)
    tell(conversation, end, internal=True, agent=user.get_full_name() if user else "")


def give(
    conversation: Conversation, user: Any, *, verb: str, how: str, by: Actor, check_capacity: bool = True,
    reasons: list[dict[str, str]] | None = None,
) -> None:  # fmt: skip
    """Put a claimed conversation into the agent's hands, who now owes the customer the next reply."""
    hold_agent(user.pk)
    if check_capacity and load_of(user.pk, without=conversation.pk) >= user.capacity:
        raise AgentFull
    waited = conversation.waiting_since if conversation.is_waiting else None
    was_offered = conversation.offered_to_id == user.pk
    move(conversation, verb)
    now = clock.now()
    _record(conversation, user, how, by, reasons, keep=was_offered)
    conversation.assignee, conversation.assigned_at = user, now
    conversation.waiting_since, conversation.rank_at, conversation.snoozed_until = None, None, None
    if user.unit and user.unit.path.startswith(conversation.queue.unit.path):
        conversation.unit = user.unit
    if waited:
        measures.waited(conversation, waited, now)
    join(conversation, Actor.staff(user), Participant.Role.AGENT)
    tell(conversation, "agent_joined", agent=user.get_full_name())
    publish(ConversationAssigned(conversation.id, user.pk, how, str(by)))


def end_assignment(conversation: Conversation, end: str) -> None:
    """Close the assignment in force, if there is one."""
    current = Assignment.objects.filter(conversation=conversation, ended_at=None).first()
    if current is None:
        return
    current.ended_at, current.ended_as = clock.now(), end
    current.save(update_fields=["ended_at", "ended_as"])
    if current.taken_at:
        leave(conversation, Actor("staff", current.user_id), Participant.Role.AGENT)
        measures.handled(conversation, current)


def _record(
    conversation: Conversation, user: Any, how: str, by: Actor, reasons: list[dict[str, str]] | None, *, keep: bool
) -> None:
    """The offer becomes the assignment when its own agent takes it; otherwise a new one follows the old."""
    now = clock.now()
    if keep and Assignment.objects.filter(conversation=conversation, ended_at=None, user=user).update(taken_at=now):
        return
    end_assignment(conversation, End.SUPERSEDED)
    Assignment.objects.create(
        conversation=conversation, user=user, queue=conversation.queue, how=how, by=str(by), reasons=reasons or [],
        at=now, taken_at=now,
    )  # fmt: skip


def check_receives(user: Any, by: Actor) -> None:
    """A colleague hands over to someone who serves and is at their desk; to themselves they always may."""
    check_serves(user)
    if not by.is_staff or by.id == user.pk:
        return
    presence = getattr(staff.user_by_id(user.pk), "presence", None)  # as it is now, not as the caller knew it
    if presence is None or presence.state == "away":
        raise AgentNotReady


def check_serves(user: Any) -> None:
    if not user.is_active:
        raise AgentNotReady
    if not user.has_perm(SERVE):
        raise Forbidden


def _sees_or_competed(conversation: Conversation, by: Actor) -> None:
    """The loser of a race may learn the winner's name when the queue was open to them; a stranger may not."""
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if user is None or user.unit is None:
        raise NoSuchConversation
    competed = user.unit.path.startswith(conversation.queue.unit.path)
    if not (competed or sees(user, conversation)):
        raise NoSuchConversation
