"""Carrying routing out. Each conversation is claimed by its row lock (held ones are skipped), decided and offered in a
transaction of its own, the most urgent first; an agent's capacity is looked at again under the agent's lock."""

from typing import Any
from uuid import UUID

from django.db import transaction

from foyer.base.actors import SYSTEM
from foyer.conversations.actions.assigning import How, give, offer
from foyer.conversations.actions.claiming import claim_free, hold_agent, hold_line, load_of, settle
from foyer.conversations.hours import is_open
from foyer.conversations.models import Conversation, Queue
from foyer.conversations.routing.agents import candidates_of, request_of, users_ready
from foyer.conversations.routing.decision import Decision, Ranked, decide
from foyer.conversations.showing import show_change
from foyer.conversations.states import Status

MOST = 500


def route_waiting() -> int:
    """Offer what waits in all open queues to whoever is ready; returns how many were offered or given."""
    waiting = Conversation.objects.filter(status=Status.WAITING, offered_to=None)
    queue_ids = list(waiting.order_by("queue_id").values_list("queue_id", flat=True).distinct())
    queues = Queue.objects.select_related("unit", "calendar").filter(pk__in=queue_ids)
    return sum(_route_queue(queue) for queue in queues if is_open(queue))


def route_one(conversation_id: UUID) -> bool:
    """Look for an agent for one conversation at once; whether one was found."""
    its_queue = Conversation.objects.filter(pk=conversation_id).values("queue_id")
    queue = Queue.objects.select_related("unit", "calendar").filter(pk__in=its_queue).first()
    if queue is None or not is_open(queue):
        return False
    users = users_ready(queue)
    return bool(users) and _route(conversation_id, queue, users)


def _route_queue(queue: Queue) -> int:
    """In the order of the line. When the first finds nobody the second may still, for its language or skill."""
    users = users_ready(queue)
    if not _anyone_free(users):
        return 0
    waiting = Conversation.objects.filter(queue=queue, status=Status.WAITING, offered_to=None).order_by("rank_at", "pk")
    done = 0
    for conversation_id in list(waiting.values_list("pk", flat=True)[:MOST]):
        done += _route(conversation_id, queue, users)
        if not _anyone_free(users):
            break
    return done


def _anyone_free(users: dict[UUID, Any]) -> bool:
    return any(candidate.load < candidate.capacity for candidate in candidates_of(users))


@transaction.atomic
def _route(conversation_id: UUID, queue: Queue, users: dict[UUID, Any]) -> bool:
    hold_line(queue.pk)
    free = Conversation.objects.filter(pk=conversation_id, status=Status.WAITING, offered_to=None)
    conversation = claim_free(free)
    if conversation is None:
        return False
    decision = decide(request_of(conversation), candidates_of(users))
    chosen = next((ranked for ranked in decision.ranking if _hold_if_room(users[ranked.candidate.id])), None)
    if chosen is None:
        return False
    _carry_out(conversation, users[chosen.candidate.id], chosen, decision)
    return True


def _hold_if_room(user: Any) -> bool:
    """Look under the agent's lock; keep it when there is room, give it back at once (with the savepoint) when not."""
    savepoint = transaction.savepoint()
    hold_agent(user.pk)
    if load_of(user.pk) < user.capacity:
        transaction.savepoint_commit(savepoint)
        return True
    transaction.savepoint_rollback(savepoint)
    return False


def _carry_out(conversation: Conversation, user: Any, chosen: Ranked, decision: Decision) -> None:
    reasons = [reason.as_json() for reason in chosen.reasons]
    if conversation.queue.is_pushed:
        give(conversation, user, verb="take", how=How.OFFERED, by=SYSTEM, reasons=reasons)
    else:
        offer(conversation, user, reasons=reasons, explanation=decision.as_json(), by=SYSTEM)
    settle(conversation)
    show_change(conversation)
