"""The agents of a queue as routing sees them: three queries, however many agents there are."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q

from foyer.base import clock
from foyer.conversations.models import Assignment, Conversation, Queue
from foyer.conversations.routing.decision import Candidate, Request
from foyer.conversations.states import Status
from foyer.staff import queries as staff

PASSED_FOR = timedelta(minutes=2)
_PASSED = [Assignment.End.LAPSED, Assignment.End.DECLINED, Assignment.End.NO_REPLY, Assignment.End.AWAY]


def users_ready(queue: Queue) -> dict[UUID, Any]:
    """Who could be given a conversation of this queue now, with their skills at hand."""
    ready = staff.agents_ready([queue.unit_id]).prefetch_related("skill_levels__skill")
    return {user.pk: user for user in ready}


def candidates_of(users: dict[UUID, Any]) -> list[Candidate]:
    """The same people with what each has in hand."""
    loads, given = loads_of(list(users)), _last_given(list(users))
    return [
        Candidate(
            id=user.pk,
            name=user.get_full_name(),
            capacity=user.capacity,
            load=loads.get(user.pk, 0),
            languages=frozenset(user.languages),
            skills={held.skill.code: held.level for held in user.skill_levels.all()},
            last_given_at=given.get(user.pk),
        )
        for user in users.values()
    ]


def request_of(conversation: Conversation) -> Request:
    """What a waiting conversation asks for."""
    queue, waited = conversation.queue, clock.now() - (conversation.waiting_since or clock.now())
    return Request(
        language=conversation.language,
        skills=frozenset(queue.skills.values_list("code", flat=True)),
        dedicated=conversation.customer.dedicated_agent_id if conversation.customer else None,
        last=_last_agent(conversation),
        passed_by=_passed_by(conversation),
        relaxed=waited.total_seconds() >= queue.relax_seconds,
    )


def loads_of(user_ids: list[UUID]) -> dict[UUID, int]:
    """How many conversations fill each agent's capacity: served and offered."""
    serving = Conversation.objects.filter(assignee_id__in=user_ids, status=Status.ACTIVE)
    loads = dict(serving.values_list("assignee_id").annotate(Count("pk")).order_by())
    offered = Conversation.objects.filter(offered_to_id__in=user_ids)
    for user_id, count in offered.values_list("offered_to_id").annotate(Count("pk")).order_by():
        loads[user_id] = loads.get(user_id, 0) + count
    return loads


def _last_given(user_ids: list[UUID]) -> dict[UUID, datetime]:
    today = Assignment.objects.filter(user_id__in=user_ids, at__gt=clock.now() - timedelta(hours=12))
    return dict(today.values_list("user_id").annotate(Max("at")).order_by())


def _last_agent(conversation: Conversation) -> UUID | None:
    """Who served this customer (or this visitor) last, in this conversation or before."""
    same = Q(conversation__visitor=conversation.visitor_id)
    if conversation.customer_id:
        same |= Q(conversation__customer=conversation.customer_id)
    served = Assignment.objects.filter(same).exclude(taken_at=None)
    return served.order_by("-taken_at").values_list("user_id", flat=True).first()


def _passed_by(conversation: Conversation) -> frozenset[UUID]:
    since = clock.now() - PASSED_FOR
    passed = Assignment.objects.filter(conversation=conversation, ended_as__in=_PASSED, ended_at__gt=since)
    return frozenset(passed.values_list("user_id", flat=True))
