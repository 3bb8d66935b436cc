"""Handing facts to their subscribers: at least once, in order for each key, with back-off and a dead-letter register.

The handler's own writes and the mark "done" commit together, so a kill at any point means the fact is handed over again
and never half. Several relay processes may run: a delivery is claimed by its row lock, and one whose elder (same
subscriber, same key) is still due is not up for claiming.
"""

import traceback
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import structlog
from django.db import OperationalError, transaction
from django.db.models import Count, DateTimeField, Min, OuterRef, Q, QuerySet, Subquery

from foyer.base import clock, wake
from foyer.base.events.models import Delivery, OutboxFact
from foyer.base.events.registry import from_json, handlers_of
from foyer.base.postgres.prepared import Given, Prepared, Rows

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 8
KEEP_DAYS = 14
Failed = Callable[[str, Exception], None]
_told: list[Failed] = []


def when_failed(told: Failed) -> Failed:
    """Register who is told of a handler, by its name, that failed, once for each attempt."""
    _told.append(told)
    return told


def _up_for_claiming() -> QuerySet[Delivery]:
    """The oldest that is due, is the first of its subscriber and key, and is in nobody's hands.

    "The first of" is asked for each row as it comes, by its index: the server may not compare all that wait.
    """
    due = Delivery.objects.filter(state=Delivery.State.DUE)
    eldest = due.filter(handler=OuterRef("handler"), key=OuterRef("key")).order_by("id").values("id")[:1]
    claimable = due.filter(id=Subquery(eldest), next_try_at__lte=Given("now", DateTimeField()))
    return claimable.select_related("fact").order_by("id").select_for_update(of=("self",), skip_locked=True)[:1]


_CLAIM = Prepared(_up_for_claiming)
_ROWS = Rows(Delivery)


def deliver_once() -> int:
    """Hand over the next due fact, if any; returns how many were tried (0 or 1)."""
    with transaction.atomic():
        delivery = _CLAIM.first(now=clock.now())
        if delivery is None:
            return 0
        _hand_over(delivery)
    return 1


def deliver_all(most: int = 10_000) -> int:
    """Hand over everything that is due now; returns how many were tried."""
    count = 0
    while count < most and deliver_once():
        count += 1
    return count


def _hand_over(delivery: Delivery) -> None:
    handler = handlers_of(delivery.fact.name).get(delivery.handler)
    try:
        if handler is not None:  # a subscriber that no longer exists has nothing to miss
            with transaction.atomic():
                handler(from_json(delivery.fact.name, delivery.fact.payload))
    except OperationalError:
        raise  # the database is away: the whole delivery is undone and tried again
    except Exception as error:
        _failed(delivery, error)
    else:
        _settle(delivery, Delivery.State.DONE)


def _failed(delivery: Delivery, error: Exception) -> None:
    """Try again after 1, 2, 4 … seconds; after the last attempt it waits for a person."""
    delivery.attempts += 1
    delivery.last_error = f"{type(error).__name__}: {error}"[:2000]
    log.warning(
        "delivery_failed",
        delivery=delivery.pk,
        handler=delivery.handler,
        attempts=delivery.attempts,
        error=type(error).__name__,
        where=_where(error),
    )
    for told in _told:
        told(delivery.handler, error)
    if delivery.attempts >= MOST_ATTEMPTS:
        _settle(delivery, Delivery.State.DEAD)
        return
    delivery.next_try_at = clock.now() + timedelta(seconds=2 ** (delivery.attempts - 1))
    _ROWS.update(delivery)


def _settle(delivery: Delivery, state: Delivery.State) -> None:
    delivery.state, delivery.settled_at = state, clock.now()
    _ROWS.update(delivery)


def _where(error: Exception) -> str:
    """The line that failed; never the text of the error, which may name a person."""
    last = traceback.extract_tb(error.__traceback__)[-1:]
    return f"{last[0].filename}:{last[0].lineno}" if last else ""


@transaction.atomic
def replay(delivery_ids: list[int]) -> int:
    """Put dead letters back to be handed over once more; returns how many were."""
    count = Delivery.objects.filter(pk__in=delivery_ids, state=Delivery.State.DEAD).update(
        state=Delivery.State.DUE, attempts=0, next_try_at=clock.now(), settled_at=None
    )
    wake.after_commit(wake.FACTS)
    return count


def discard(delivery_ids: list[int]) -> int:
    """Give dead letters up for good; they stay readable until they are purged."""
    dead = Delivery.objects.filter(pk__in=delivery_ids, state=Delivery.State.DEAD)
    return dead.update(state=Delivery.State.DISCARDED, settled_at=clock.now())


def backlog() -> dict[str, Any]:
    """How much waits, since when, and how much is dead: for health pages and `/metrics`."""
    due, dead = Q(state=Delivery.State.DUE), Q(state=Delivery.State.DEAD)
    waiting = Delivery.objects.filter(due | dead)
    return waiting.aggregate(
        due=Count("id", filter=due),
        dead=Count("id", filter=dead),
        oldest=Min("fact__published_at", filter=due),
    )


def purge() -> int:
    """Forget facts older than `KEEP_DAYS` that every subscriber has had; returns how many."""
    old = OutboxFact.objects.filter(published_at__lt=clock.now() - timedelta(days=KEEP_DAYS))
    unsettled = Delivery.objects.filter(state__in=[Delivery.State.DUE, Delivery.State.DEAD]).values("fact_id")
    return old.exclude(pk__in=unsettled).delete()[0]
