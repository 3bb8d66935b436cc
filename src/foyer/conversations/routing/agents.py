"""The agents of a queue as routing sees them: three queries, however many agents there are."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

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


def requests_of(queue: Queue, waiting: QuerySet[Conversation]) -> list[tuple[UUID, Request]]:
    """What those who wait in a line ask for, in the given order: three queries, however many they are."""
    rows = list(waiting.values_list("pk", "language", "waiting_since", "customer__dedicated_agent_id"))
    if not rows:
        return []
    skills, passed = frozenset(queue.skills.values_list("code", flat=True)), _passed_by([row[0] for row in rows])
    patience = clock.now() - timedelta(seconds=queue.relax_seconds)
    return [
        (
            pk,
            Request(
                language, skills, dedicated, None, frozenset(passed[pk]), relaxed=bool(since and since <= patience)
            ),
        )
        for pk, language, since, dedicated in rows
    ]


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


def last_agent(conversation: Conversation) -> UUID | None:
    """Who served this customer (or this visitor) last, in this conversation or before."""
    same = Q(conversation__visitor=conversation.visitor_id)
    if conversation.customer_id:
        same |= Q(conversation__customer=conversation.customer_id)
    served = Assignment.objects.filter(same).exclude(taken_at=None)
    return served.order_by("-taken_at").values_list("user_id", flat=True).first()


def _passed_by(conversation_ids: list[UUID]) -> defaultdict[UUID, set[UUID]]:
    """Who let each of them pass a moment ago."""
    since, found = clock.now() - PASSED_FOR, defaultdict[UUID, set[UUID]](set)
    passed = Assignment.objects.filter(conversation__in=conversation_ids, ended_as__in=_PASSED, ended_at__gt=since)
    for conversation_id, user_id in passed.values_list("conversation_id", "user_id"):
        found[conversation_id].add(user_id)
    return found
