"""The supervisor's wall: who waits, how long, how well the promise is kept today, and who is at work."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q

from foyer.base import clock, measures
from foyer.conversations.access import SERVE
from foyer.conversations.measures import (
    ABANDONED,
    ANSWERED,
    CLOSED,
    CONTAINED,
    FIRST_RESPONSE,
    HANDED_OVER,
    HANDLE_TIME,
    OPENED,
    RATING,
    SATISFIED,
    SERVICE_LEVEL,
    TRANSFERRED,
    WAIT,
)
from foyer.conversations.models import Conversation, Queue
from foyer.conversations.routing.agents import loads_of
from foyer.conversations.states import Status
from foyer.staff import queries as staff


def wall(unit: Any) -> dict[str, Any]:
    """Everything the wall of a unit shows, its subtree included, in a fixed number of queries."""
    since = _midnight(unit)
    queues = list(_queues(unit))
    return {
        "unit": {"id": str(unit.pk), "name": str(unit.name)},
        "at": clock.now().isoformat(),
        "now": _now(unit, queues),
        "today": _today(queues, since),
        "queues": _lines(queues),
        "agents": _agents(unit),
        "trend": _trend(queues, since),
    }


def _midnight(unit: Any) -> datetime:
    local = clock.now().astimezone(ZoneInfo(unit.time_zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0)


def _queues(unit: Any) -> Any:
    """Queues of the unit and below, and those above that it serves."""
    reach = Q(unit__path__startswith=unit.path) | Q(unit__in=staff.units_above(unit))
    return Queue.objects.filter(reach, is_enabled=True).order_by("code")


def _of(unit: Any, queues: list[Queue]) -> Any:
    return Conversation.objects.filter(Q(unit__path__startswith=unit.path) | Q(status=Status.WAITING, queue__in=queues))


def _now(unit: Any, queues: list[Queue]) -> dict[str, Any]:
    status = {name: Count("pk", filter=Q(status=name)) for name in ("assisted", "waiting", "active", "snoozed")}
    counts = _of(unit, queues).exclude(status=Status.CLOSED).aggregate(
        **status, longest=Min("waiting_since", filter=Q(status=Status.WAITING)),
        unanswered=Count("pk", filter=Q(status=Status.ACTIVE, awaiting_since__isnull=False)),
    )  # fmt: skip
    longest = counts.pop("longest")
    wait = round((clock.now() - longest).total_seconds()) if longest else 0
    return {**counts, "longest_wait_seconds": max(0, wait)}


def _today(queues: list[Queue], since: datetime) -> dict[str, Any]:
    """From the measures, so that the wall and every report say the same."""
    until, codes = clock.now() + timedelta(seconds=1), [queue.code for queue in queues]
    read = partial(measures.figure, since=since, until=until, queue=codes)
    level, satisfied, wait = read(SERVICE_LEVEL.key), read(SATISFIED.key), read(WAIT.key)
    return {
        "opened": round(read(OPENED.key).sum),
        "handed_over": round(read(HANDED_OVER.key).sum),
        "answered_with_citation": round(read(ANSWERED.key).sum),
        "closed": round(read(CLOSED.key).sum),
        "abandoned": round(read(ABANDONED.key).sum),
        "transfers": round(read(TRANSFERRED.key).sum),
        "service_level": level.value,
        "service_level_of": level.count,
        "service_level_target": max((queue.standard_target for queue in queues), default=0.8),
        "mean_wait_seconds": wait.mean,
        "p90_wait_seconds": wait.percentile(0.9),
        "mean_handle_seconds": read(HANDLE_TIME.key).mean,
        "mean_first_response_seconds": read(FIRST_RESPONSE.key).mean,
        "contained": read(CONTAINED.key).value,
        "satisfied": satisfied.value,
        "rating": read(RATING.key).mean,
        "ratings": satisfied.count,
    }


def _lines(queues: list[Queue]) -> list[dict[str, Any]]:
    waits = Conversation.objects.filter(status=Status.WAITING, queue__in=queues)
    rows = {
        row[0]: row[1:] for row in waits.values_list("queue_id").annotate(Count("pk"), Min("waiting_since")).order_by()
    }
    now = clock.now()
    lines = []
    for queue in queues:
        count, oldest = rows.get(queue.pk, (0, None))
        longest = max(0, round((now - oldest).total_seconds())) if oldest else 0
        lines.append({**queue.as_json(), "waiting": count, "longest_wait_seconds": longest,
                      "standard_seconds": queue.standard_seconds})  # fmt: skip
    return lines


def _agents(unit: Any) -> dict[str, Any]:
    """Everyone who serves customers in the subtree, by state of presence, with their load."""
    serving = staff.permitted(SERVE).filter(unit__path__startswith=unit.path, is_superuser=False)
    people = list(serving.select_related("presence"))
    loads = loads_of([user.pk for user in people])
    shown = [_agent(user, loads.get(user.pk, 0)) for user in people]
    states = [agent["state"] for agent in shown]
    return {
        "by_state": {state: states.count(state) for state in ("available", "busy", "break", "away")},
        "people": shown,
    }


def _agent(user: Any, load: int) -> dict[str, Any]:
    presence = getattr(user, "presence", None)
    return {
        "id": str(user.pk), "name": user.get_full_name(), "load": load, "capacity": user.capacity,
        "state": presence.state if presence else "away", "since": presence.since.isoformat() if presence else None,
    }  # fmt: skip


def _trend(queues: list[Queue], since: datetime) -> list[dict[str, Any]]:
    """Hour by hour today: opened, handed over, and the service level."""
    hours: dict[datetime, dict[str, Any]] = {}
    for key, measure in (("opened", OPENED), ("handed_over", HANDED_OVER), ("service_level", SERVICE_LEVEL)):
        codes = [queue.code for queue in queues]
        for point in measures.series(measure.key, since, clock.now() + timedelta(seconds=1), queue=codes):
            empty = {"hour": point.start.isoformat(), "opened": 0, "handed_over": 0, "service_level": None}
            hours.setdefault(point.start, empty)[key] = point.value
    return [hours[hour] for hour in sorted(hours)]
