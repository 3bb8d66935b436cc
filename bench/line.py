"""Fills a house of the measurement's own with people who wait and people who serve; works the line; looks at the end.

Each step runs in the house's environment (`running.ask`). Four lines: two offer a conversation to an agent, who has a
short time to take it, two give it at once, and then the agent has a short time to answer. `work` is one process of
workers, each a thread with a connection of its own, who look for an agent for the next in a line until nobody waits;
`bare` is the limit on as many connections: the next row locked and marked, nothing decided, nothing told.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

LINES = 4
TIMER_SECONDS = 5
PRIORITIES = (0, 0, 0, 2, 3, 5)
NEXT = "SELECT id FROM bare_waiting WHERE worker IS NULL ORDER BY rank LIMIT 1 FOR UPDATE SKIP LOCKED"

Worked = dict[str, Any]  # `took`: the seconds of each assignment; `seconds`: from the beginning until nobody waited


def main(step: str, *values: Any) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "foyer.config.settings"
    import django

    django.setup()
    if step in ("work", "bare"):
        print("ready", flush=True)
        values = (*values, float(sys.stdin.readline()))
    json.dump(globals()[step](*values), sys.stdout)


def fill(waiting: int, agents: int) -> None:
    """Agents who can carry all of it between them and one more each, and those who wait, by their priorities."""
    from foyer.base.actors import SYSTEM
    from foyer.base.text import Bilingual
    from foyer.conversations.models import Queue
    from foyer.staff import actions as staff

    unit = staff.open_unit(kind="head_office", name=Bilingual("总行", "Head office"), code="bench", by=SYSTEM)
    for number in range(LINES):
        Queue.objects.create(
            code=f"line-{number}", name=Bilingual(f"队列{number}", f"Line {number}"), unit=unit,
            is_default=number == 0, is_pushed=number % 2 == 1, no_take_seconds=TIMER_SECONDS,
            answer_seconds=TIMER_SECONDS,
        )  # fmt: skip
    for number in range(agents):
        _agent(number, unit, capacity=-(-waiting // agents) + 1)
    stand(waiting)


def _agent(number: int, unit: Any, capacity: int) -> None:
    """Somebody at work, and seen for as long as the measurement lasts."""
    from django.contrib.auth.models import Group

    from foyer.base import clock
    from foyer.staff.models import Presence, User

    user = User(username=f"bench-{number}", display_name=f"Agent {number}", unit=unit, capacity=capacity)
    user.languages = ["zh", "en"]
    user.set_unusable_password()
    user.save()
    user.groups.add(Group.objects.get(name="agent"))
    seen = clock.now() + timedelta(hours=1)
    Presence.objects.create(user=user, state=Presence.State.AVAILABLE, last_seen_at=seen)


def stand(count: int, since: str = "") -> None:
    """Have so many more stand in the lines, each waiting for an answer for up to a quarter of an hour."""
    from foyer.base import clock
    from foyer.conversations.models import Conversation, Queue, Visitor
    from foyer.conversations.priority import rank_at

    chance, queues, now = random.Random(count), list(Queue.objects.order_by("code")), clock.now()
    visitors = [Visitor(token_hash=f"{since}{number:056}", channel="web") for number in range(count)]
    rows = []
    for number, visitor in enumerate(visitors):
        queue, priority = queues[number % LINES], chance.choice(PRIORITIES)
        waits = now - timedelta(seconds=chance.uniform(0, 900))
        rows.append(Conversation(
            number=f"L{since}-{number}", visitor=visitor, channel="web", language="zh", queue=queue, unit=queue.unit,
            status="waiting", owner="queue", priority=priority, waiting_since=waits, awaiting_since=waits,
            opened_at=waits, rank_at=rank_at(waits, priority),
        ))  # fmt: skip
    Visitor.objects.bulk_create(visitors)
    Conversation.objects.bulk_create(rows)


def work(workers: int, first: int, begin_at: float) -> Worked:
    """Some of the workers of the whole; an assignment takes from turning to the line until it is kept."""
    from foyer.conversations.models import Conversation, Queue
    from foyer.conversations.routing import route_next

    def waits() -> bool:
        return Conversation.objects.filter(status="waiting", offered_to=None).exists()

    def one(number: int) -> list[float]:
        queues = list(Queue.objects.select_related("unit", "calendar").order_by("code"))
        return _until_nobody_waits([_routing(queue, route_next) for queue in _turned(queues, number)], waits)

    return _at_once(one, workers, first, begin_at)


def _routing(queue: Any, route_next: Callable[[Any], bool]) -> Callable[[], bool]:
    return lambda: route_next(queue)


def _turned(queues: list[Any], by: int) -> list[Any]:
    return [*queues[by % len(queues) :], *queues[: by % len(queues)]]


def _until_nobody_waits(lines: list[Callable[[], bool]], waits: Callable[[], bool]) -> list[float]:
    took: list[float] = []
    while True:
        served = False
        for serve_next in lines:
            begun = time.perf_counter()
            if serve_next():
                took.append(time.perf_counter() - begun)
                served = True
        if not served and not waits():
            return took


def bare_fill(waiting: int) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare_waiting (id bigserial PRIMARY KEY, rank float NOT NULL, worker int)")
        cursor.execute("INSERT INTO bare_waiting (rank) SELECT random() FROM generate_series(1, %s)", [waiting])
        cursor.execute("CREATE INDEX ON bare_waiting (rank) WHERE worker IS NULL")


def bare(workers: int, first: int, begin_at: float) -> Worked:
    """As `work`, for the limit."""
    from django.db import connection, transaction

    def take_next(number: int) -> bool:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(NEXT)
            found = cursor.fetchone()
            if found:
                cursor.execute("UPDATE bare_waiting SET worker = %s WHERE id = %s", [number, *found])
            return bool(found)

    def waits() -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM bare_waiting WHERE worker IS NULL)")
            return bool(cursor.fetchone()[0])

    return _at_once(lambda number: _until_nobody_waits([lambda: take_next(number)], waits), workers, first, begin_at)


def _at_once(one: Callable[[int], list[float]], workers: int, first: int, begin_at: float) -> Worked:
    """Every worker in a thread; all begin at one moment, in all processes."""
    from django.db import connection

    def run(number: int) -> list[float]:
        connection.ensure_connection()
        time.sleep(max(0.0, begin_at - time.time()))
        try:
            return one(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        took = [seconds for part in pool.map(run, range(first, first + workers)) for seconds in part]
    return {"took": took, "seconds": time.time() - begin_at}


def look() -> dict[str, int]:
    """What became of those who waited: given to two, to nobody, out of their order, beyond what an agent can carry."""
    from django.db.models import Count, F

    from foyer.conversations.models import Assignment, Conversation
    from foyer.conversations.routing.agents import loads_of
    from foyer.staff.models import User

    given = Assignment.objects.order_by().values("conversation").annotate(times=Count("pk"))
    carried = loads_of(list(User.objects.values_list("pk", flat=True)))
    at_most = User.objects.values_list("capacity", flat=True).first() or 0
    told = Assignment.objects.exclude(conversation__status="waiting", conversation__offered_to=F("user"))
    return {
        "assigned": given.count(),
        "doubled": given.filter(times__gt=1).count() + told.exclude(conversation__assignee=F("user")).count(),
        "starved": Conversation.objects.filter(status="waiting", offered_to=None).count(),
        "out_of_order": _out_of_order(),
        "overloaded": sum(load > at_most for load in carried.values()),
    }


def _out_of_order() -> int:
    """How many were given to an agent after somebody of the same line who had the lesser claim."""
    from foyer.conversations.models import Assignment
    from foyer.conversations.priority import rank_at

    count, furthest = 0, {}
    for given in Assignment.objects.select_related("conversation").order_by("at"):
        claim = rank_at(given.conversation.opened_at, given.conversation.priority)
        count += claim < furthest.get(given.queue_id, claim)
        furthest[given.queue_id] = max(claim, furthest.get(given.queue_id, claim))
    return count


def unanswered(count: int, most_seconds: float) -> dict[str, Any]:
    """So many come and nobody takes or answers them; the house itself gives them out and takes them back.

    How many came back, how long after their timer at most, and how many were then given to somebody else.
    """
    from foyer.conversations.models import Assignment

    _all_go_home()
    stand(count, since="again")
    ours = Assignment.objects.filter(conversation__number__startswith="Lagain").order_by("at")
    end, first, again = time.monotonic() + most_seconds, {}, set()
    while time.monotonic() < end and len(again) < count:
        time.sleep(0.5)
        rows = list(ours.all())
        first = {row.conversation_id: row for row in reversed(rows)}
        again = {row.conversation_id for row in rows if row.pk != first[row.conversation_id].pk}
    back = [row for row in first.values() if row.ended_as in ("lapsed", "no_reply")]
    late = [(row.ended_at - row.at).total_seconds() - TIMER_SECONDS for row in back]
    return {"returned": len(back), "late_s": round(max(late, default=0.0), 1), "given_again": len(again)}


def _all_go_home() -> None:
    """Nobody waits, nobody is served."""
    from foyer.base import clock
    from foyer.conversations.models import Assignment, Conversation

    Conversation.objects.update(
        status="closed", owner="none", assignee=None, offered_to=None, offered_at=None, next_due_at=None
    )
    Assignment.objects.filter(ended_at=None).update(ended_at=clock.now(), ended_as="closed")
