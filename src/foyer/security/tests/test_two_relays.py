"""Several relays look at once: no alert twice, none missed, each entry counted once."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connections, transaction

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM, Actor
from foyer.security.audit import sealing
from foyer.security.detection import chain, counting, sweeping
from foyer.security.detection.rules import install
from foyer.security.detection.spec import parse
from foyer.security.models import Alert, AuditEntry, AuditSeal, DetectionCursor, DetectionRule
from foyer.security.tests.test_watching import TRIED, only
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def installed() -> None:
    install()


def at_once(*works: Callable[[], object]) -> list[object]:
    """Each in a thread with a connection of its own, begun together."""
    begin, results = threading.Barrier(len(works)), [None for _ in works]

    def play(number: int, work: Callable[[], object]) -> None:
        try:
            begin.wait(10)
            results[number] = work()  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=play, args=(number, work)) for number, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def until_the_end() -> int:
    """As a relay does: look again and again, until everything that is sealed has been looked at."""
    done, last = 0, AuditSeal.objects.order_by("-seq").values_list("seq", flat=True)[0]
    while DetectionCursor.objects.get().seq < last:
        done += sweeping.look()
    return done


def test_two_relays_raise_each_alert_once_and_miss_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "AT_ONCE", 7)  # many small turns, so that the two take over from one another
    rule = only(threshold=9, cooldown=0)
    people = [UserFactory(role="agent") for _ in range(4)]
    for _ in range(10):
        for user in people:
            audit.record(TRIED, by=Actor.staff(user))
    sealing.seal_waiting()
    waiting = AuditSeal.objects.filter(seq__gt=DetectionCursor.objects.get().seq).count()

    looked = at_once(until_the_end, until_the_end)

    assert sum(looked) == waiting  # type: ignore[arg-type]
    found = list(Alert.objects.filter(rule=rule).values_list("user_id", "count", "repeats"))
    assert sorted(found) == sorted((user.pk, 10, 0) for user in people)
    spec = parse(rule.spec)
    groups = [str(user.pk) for user in people]
    last = AuditEntry.objects.filter(act="tests.tried").latest("pk")
    assert counting.totals(rule.pk, spec, groups, counting.part_of(spec, last.at)) == dict.fromkeys(groups, 10)


def test_who_finds_the_cursor_held_passes_and_a_killed_relay_leaves_all_to_the_next() -> None:
    rule = only(threshold=0)
    audit.record(TRIED, by=Actor.staff(UserFactory(role="agent")))
    sealing.seal_waiting()

    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        assert sweeping.look() > 0 and Alert.objects.filter(rule=rule).exists()
        assert at_once(sweeping.look) == [0]
        raise KeyboardInterrupt

    assert not Alert.objects.filter(rule=rule).exists()
    assert sweeping.look() > 0 and Alert.objects.filter(rule=rule).count() == 1


def test_two_watchers_of_the_seal_raise_one_alert() -> None:
    DetectionRule.objects.exclude(code="trail-unsealed").update(state="off")
    audit.record(TRIED, by=SYSTEM)

    with clock.at(clock.now() + timedelta(minutes=5)):
        at_once(*[chain.look_at_sealing] * 4)

    alert = Alert.objects.get(rule__code="trail-unsealed")
    assert alert.repeats == 3
