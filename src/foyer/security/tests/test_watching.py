"""Detection counts what is sealed, once, and raises what is exceeded; incremental counting equals counting anew."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.ids import new_id
from foyer.base.origin import Origin, coming_from
from foyer.security.audit import sealing
from foyer.security.detection import counting, sweeping, words
from foyer.security.detection.matching import hits
from foyer.security.detection.replaying import replay
from foyer.security.detection.rules import install, shipped
from foyer.security.detection.spec import BadRule, parse
from foyer.security.models import Alert, AuditEntry, DetectionCount, DetectionCursor, DetectionRule
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TRIED = audit.kind("tests.tried", "Tried something")
VIEWED = audit.kind("customers.viewed", "Viewed a customer")
NOON = datetime(2026, 3, 4, 4, tzinfo=UTC)
RULE = {"acts": ["tests.tried"], "by": "actor", "window": 600, "threshold": 3, "severity": "low"}


def only(**said: Any) -> DetectionRule:
    """One rule of the tests, and no other."""
    DetectionRule.objects.update(state="off")
    spec = parse({**RULE, **said})
    return DetectionRule.objects.create(
        code=f"t-{new_id().hex[-12:]}", family="T", name={"zh": "测", "en": "T"}, meaning={"zh": "测", "en": "T"},
        spec=spec.as_json(), state="live",
    )  # fmt: skip


def sealed_and_seen() -> None:
    sealing.seal_waiting()
    sweeping.look()


def test_the_shipped_rules_are_understood_and_installed_once() -> None:
    assert DetectionRule.objects.count() == len(shipped()) >= 35
    assert install() == 0
    assert DetectionCursor.objects.count() == 1
    known = set(audit.kinds())
    named = {act for said in shipped() for act in said["rule"]["acts"] if "*" not in act}
    assert named - known - {"security.trail_unsealed", "security.clock_backwards"} == set()


def test_one_is_said_as_one_and_none_as_none() -> None:
    at_once = words.explain(parse({**RULE, "threshold": 0}), 1, 0, None)
    addresses = words.explain(parse({**RULE, "count": "distinct", "of": "address"}), 1, 2, None)

    assert at_once.en == "1 time within 10 minutes; none expected."
    assert addresses.en == "1 address within 10 minutes; at most 2 expected."


def test_a_rule_that_makes_no_sense_is_refused_by_name() -> None:
    for wrong in ({"by": "moon"}, {"count": "distinct"}, {"window": 0}, {"severity": "huge"}, {"traits": ["brave"]},
                  {"responses": ["dismiss"]}, {"threshold": -1}, {"where": [["details.x", "~", 1]]},
                  {"learns": True, "floor": 9}, {"nonsense": 1}):  # fmt: skip
        with pytest.raises(BadRule):
            parse({**RULE, **wrong})
    assert parse(RULE).part * parse(RULE).parts == 600


def test_more_than_the_threshold_within_the_window_is_an_alert_with_its_evidence() -> None:
    only()
    user = UserFactory(role="agent")
    for minute in range(4):
        with clock.at(NOON + timedelta(minutes=minute)):
            audit.record(TRIED, by=Actor.staff(user), on=f"thing:{minute}")
    with clock.at(NOON + timedelta(minutes=3, seconds=5)):
        sealed_and_seen()

    alert = Alert.objects.get()
    assert (alert.count, alert.limit, alert.user_id, alert.state) == (4, 3, user.pk, "new")
    assert len(alert.evidence) == 4 and (alert.at - alert.acted_at).total_seconds() == 5
    assert alert.words.en == "4 times within 10 minutes; at most 3 expected."
    assert AuditEntry.objects.filter(act="security.alert_raised", subject=f"alert:{alert.pk}").exists()


def test_what_lies_before_the_window_does_not_count() -> None:
    only()
    by = Actor.staff(UserFactory(role="agent"))
    for minute in (0, 1, 2, 12):
        with clock.at(NOON + timedelta(minutes=minute)):
            audit.record(TRIED, by=by)
            sealed_and_seen()

    assert not Alert.objects.exists()


def test_within_the_cool_down_it_is_the_same_alert() -> None:
    only(cooldown=900)
    by = Actor.staff(UserFactory(role="agent"))
    for minute in range(8):
        with clock.at(NOON + timedelta(minutes=minute)):
            audit.record(TRIED, by=by)
            sealed_and_seen()

    alert = Alert.objects.get()
    assert (alert.count, alert.repeats) == (8, 4) and len(alert.evidence) == 8


def test_looking_twice_counts_once() -> None:
    only()
    by = Actor.staff(UserFactory(role="agent"))
    for _ in range(3):
        audit.record(TRIED, by=by)
    sealed_and_seen()
    sweeping.look()
    DetectionCursor.objects.update(at=clock.now())
    sweeping.look()

    assert sum(DetectionCount.objects.values_list("value", flat=True)) == 3 and not Alert.objects.exists()


def test_a_dry_rule_raises_but_does_nothing() -> None:
    rule = only(threshold=0, responses=["notify", "freeze_export"])
    DetectionRule.objects.filter(pk=rule.pk).update(state="dry")
    audit.record(TRIED, by=Actor.staff(UserFactory(role="agent")))
    sealed_and_seen()

    alert = Alert.objects.get()
    assert alert.is_dry and not alert.responses.exists()


def test_outcomes_details_and_earlier_acts_decide() -> None:
    only(threshold=0, outcomes=["refused"], where=[["details.hits", "=", 0]],
         after={"acts": ["customers.viewed"], "within": 60})  # fmt: skip
    by = Actor.staff(UserFactory(role="agent"))
    with clock.at(NOON):
        audit.record(TRIED, by=by, outcome="refused", details={"hits": 0})
    with clock.at(NOON + timedelta(seconds=1)):  # two acts of one microsecond have no order
        audit.record(VIEWED, by=by)
    with clock.at(NOON + timedelta(seconds=30)):
        audit.record(TRIED, by=by, outcome="refused", details={"hits": 2})
        audit.record(TRIED, by=by, details={"hits": 0})
    sealed_and_seen()
    assert not Alert.objects.exists()

    with clock.at(NOON + timedelta(seconds=40)):
        audit.record(TRIED, by=by, outcome="refused", details={"hits": 0})
    sealed_and_seen()

    assert Alert.objects.count() == 1


KINDS = (
    {"by": "actor"},
    {"by": "actor", "count": "distinct", "of": "subject"},
    {"by": "address", "count": "distinct", "of": "subject", "window": 3600},
    {"by": "house", "count": "sum", "of": "n", "threshold": 40},
    {"by": "network", "count": "distinct", "of": "address", "window": 45, "threshold": 1},
)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("said", KINDS, ids=str)
def test_counting_on_equals_counting_anew(said: dict[str, Any], seed: int) -> None:
    """Random trails, sealed and looked at in random portions, against counting everything from the beginning."""
    chance, rule = random.Random(seed), only(**said, cooldown=0)
    spec, people, at = parse(rule.spec), [new_id() for _ in range(3)], NOON
    for _ in range(60):
        at += timedelta(seconds=chance.choice((0, 1, 7, 60, 400)))
        with clock.at(at), coming_from(Origin(address=f"203.0.{chance.randint(1, 2)}.{chance.randint(1, 4)}")):
            on, details = f"thing:{chance.randint(1, 6)}", {"n": chance.randint(0, 9)}
            audit.record(TRIED, by=Actor("staff", chance.choice(people)), on=on, details=details)
            if chance.random() < 0.3:
                sealed_and_seen()
    with clock.at(at):
        sealed_and_seen()

    entries = list(AuditEntry.objects.filter(act="tests.tried").order_by("pk"))
    final = {group: count for group, (count, _over) in anew(spec, entries, at).items()}
    assert counting.totals(rule.pk, spec, final, counting.part_of(spec, at)) == {g: n for g, n in final.items() if n}
    over = {group for group, (_count, is_over) in anew(spec, entries, at).items() if is_over}
    assert set(Alert.objects.filter(rule=rule).values_list("group", flat=True)) == over
    with clock.at(at):
        assert {one.group for one in replay(spec, days=30, rule=rule).found} == over


def anew(spec: Any, entries: list[AuditEntry], at: datetime) -> dict[str, tuple[int, bool]]:
    """Per group: what lies in the window now, and whether any window was ever exceeded. Nothing is remembered."""
    found = hits(spec, entries)

    def total(group: str, upto: int, end: datetime) -> int:
        last = counting.part_of(spec, end)
        theirs = [
            hit for hit in found[:upto]
            if hit.group == group and counting.part_of(spec, hit.entry.at) > last - spec.parts
        ]  # fmt: skip
        return len({hit.item for hit in theirs}) if spec.count == "distinct" else sum(hit.value for hit in theirs)

    groups = {hit.group for hit in found}
    over = {hit.group for n, hit in enumerate(found) if total(hit.group, n + 1, hit.entry.at) > spec.threshold}
    return {group: (total(group, len(found), at), group in over) for group in groups}
