"""Carrying routing out. Each conversation is claimed by its row lock (held ones are skipped), decided and offered in a
transaction of its own, the most urgent first; an agent's capacity is looked at again under the agent's lock.

The line is held while somebody is chosen from it, and the agents are looked at once for all who stand in it: whoever is
served had nobody before them whom the same agents could have served."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from foyer.base.actors import SYSTEM
from foyer.conversations.actions.assigning import How, give, offer
from foyer.conversations.actions.claiming import claim_free, hold_agent, hold_line, load_of, settle
from foyer.conversations.hours import is_open
from foyer.conversations.models import Conversation, Queue
from foyer.conversations.routing.agents import candidates_of, last_agent, requests_of, users_ready
from foyer.conversations.routing.decision import Candidate, Decision, Ranked, Request, decide, is_served_by
from foyer.conversations.showing import show_change
from foyer.conversations.states import Status

MOST = 500
FIRST_LOOK = 10  # mostly one of the first is served; the rest of the line is read only when none of them is


def route_waiting() -> int:
    """Offer what waits in all open queues to whoever is ready; returns how many were offered or given."""
    waiting = Conversation.objects.filter(status=Status.WAITING, offered_to=None)
    queue_ids = list(waiting.order_by("queue_id").values_list("queue_id", flat=True).distinct())
    return sum(_route_line(queue) for queue in _open(queue_ids))


def route_line_of(conversation_id: UUID) -> int:
    """Look for agents at once for the line in which a conversation stands: for those before it first."""
    queue_ids = Conversation.objects.filter(pk=conversation_id, status=Status.WAITING).values("queue_id")
    return sum(_route_line(queue) for queue in _open(queue_ids))


def route_next(queue: Queue) -> bool:
    """Look for an agent for the first in the line who can be served now; whether one was found."""
    users = users_ready(queue)
    return bool(users) and _route_next(queue, users)


def _open(queue_ids: Any) -> list[Queue]:
    queues = Queue.objects.select_related("unit", "calendar").filter(pk__in=queue_ids)
    return [queue for queue in queues if is_open(queue)]


def _route_line(queue: Queue) -> int:
    users, done = users_ready(queue), 0
    while users and done < MOST and _route_next(queue, users):
        done += 1
    return done


@transaction.atomic
def _route_next(queue: Queue, users: dict[UUID, Any]) -> bool:
    """When the first finds nobody the second may still, for its language or skill."""
    hold_line(queue.pk)
    candidates = candidates_of(users)
    if not any(candidate.has_room for candidate in candidates):
        return False
    return any(
        is_served_by(request, candidates) and _route(conversation_id, request, users, candidates)
        for conversation_id, request in _line(queue)
    )


def _line(queue: Queue) -> Iterator[tuple[UUID, Request]]:
    """Those who wait and have not been offered to anybody, in their order, with what each asks for."""
    free = Conversation.objects.filter(queue=queue, status=Status.WAITING, offered_to=None).order_by("rank_at", "pk")
    parts: list[QuerySet[Conversation]] = [free[:FIRST_LOOK], free[FIRST_LOOK:MOST]]
    for part in parts:
        yield from requests_of(queue, part)


def _route(
    conversation_id: UUID, request: Request, users: dict[UUID, Any], candidates: list[Candidate]
) -> bool:  # fmt: skip
    conversation = claim_free(Conversation.objects.filter(pk=conversation_id, status=Status.WAITING, offered_to=None))
    if conversation is None:
        return False
    decision = decide(replace(request, last=last_agent(conversation)), candidates)
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
