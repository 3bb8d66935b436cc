"""A flood from nobody's address is held back by the house's own limits and noticed; a bystander notices nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from foyer.api import allowance, reached
from foyer.api.limits import BY_ADDRESS
from foyer.api.webhooks import posting
from foyer.api.webhooks.models import Webhook
from foyer.base import clock
from foyer.base.actors import Actor
from foyer.security.audit import sealing
from foyer.security.detection import sweeping
from foyer.security.drills import planning, playing, watching
from foyer.security.models import AuditEntry, Drill, DrillInject, SyntheticSubject
from foyer.staff import approvals
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def running(code: str, by: Actor, other: Actor) -> Drill:
    now = clock.now()
    window = {"opens_at": now - timedelta(minutes=1), "closes_at": now + timedelta(hours=1)}
    drill = planning.plan(code, **window, participants=[(by.id, "lead")], by=by)
    approvals.approve(approvals.pending(planning.KIND, drill.pk), by=other)
    return playing.start(drill.pk, by=by)


def look() -> None:
    sealing.seal_waiting()
    sweeping.look()
    watching.watch()


@pytest.fixture
def two() -> tuple[Actor, Actor]:
    cast = bring_on()
    one = UserFactory(username="weian", role="security_administrator", unit=cast.head_office)
    return Actor.staff(one), Actor.staff(UserFactory(username="dengfang", role="compliance", unit=cast.head_office))


def test_a_flood_is_refused_and_noticed_and_leaves_nothing(two: tuple[Actor, Actor], settings: Any) -> None:
    settings.FOYER_RATE_SCALE = 0.1  # six at once instead of sixty
    drill = running("overload", *two)
    spec = {**drill.scenario.spec, "injects": [dict(one) for one in drill.scenario.spec["injects"]]}
    spec["injects"][0]["settings"] = {"requests": 20}
    type(drill.scenario).objects.filter(pk=drill.scenario_id).update(spec=spec)

    played = playing.inject(drill.pk, "flood", by=two[0])
    look()

    allowed = BY_ADDRESS["POST sign-in"].count * settings.FOYER_RATE_SCALE
    assert played.result["sent"] == 20 and 20 - played.result["refused"] == pytest.approx(allowed, abs=1)
    assert played.result["bystander_refused"] == 0 and "limits_off" not in played.result
    row = DrillInject.objects.get(pk=played.pk)
    assert (row.state, row.alert.rule.code) == ("detected", "limits-reached")
    told = AuditEntry.objects.filter(act="api.limit_reached")
    assert told.count() == 1 and told.get().address == "192.0.2.88" and told.get().details["drill"] == drill.number
    playing.stop(drill.pk, by=two[0], reason="over")
    allowance.use(BY_ADDRESS["POST sign-in"], "192.0.2.88")  # whole again


def test_the_trail_is_told_once_a_minute_however_many_are_refused(settings: Any) -> None:
    settings.FOYER_RATE_SCALE = 0.02
    browser = Client(REMOTE_ADDR="203.0.113.9")

    statuses = [browser.post("/api/v1/sign-in", "{}", content_type="application/json").status_code for _n in range(8)]

    assert statuses.count(429) >= 6
    entry = AuditEntry.objects.get(act=reached.REACHED.code)
    assert (entry.address, entry.details["limit"], entry.actor_kind) == ("203.0.113.9", "POST sign-in", "visitor")


def test_a_receiver_that_is_away_gets_its_letters_later_in_order(two: tuple[Actor, Actor]) -> None:
    """The real sweep and job post them; nothing leaves the house, and stop takes the receiver away."""
    drill = running("provider-outage", *two)
    played = playing.inject(drill.pk, "receiver", by=two[0])
    with clock.at(clock.now()):
        post_everything()
        watching.watch()
        row = DrillInject.objects.get(pk=played.pk)
        assert row.result["failed_tries"] == 1 and row.result["delivered"] == 0  # none overtakes the first
        clock.advance(seconds=20)
        watching.watch()
        post_everything()
        watching.watch()

    row.refresh_from_db()
    assert (row.result["delivered"], row.result["in_order"]) == (3, True) and row.result["outage_seconds"] >= 15
    assert set(drill.observations.filter(by="system").values_list("kind", flat=True)) == {"noticed", "recovered"}
    playing.stop(drill.pk, by=two[0], reason="over")
    assert not Webhook.objects.exists()


def post_everything() -> None:
    for webhook_id in posting.waiting():
        posting.post_all(webhook_id)


def test_no_real_receiver_can_be_marked_as_synthetic(two: tuple[Actor, Actor]) -> None:
    drill = running("provider-outage", *two)
    real = Webhook.objects.create(name="real", url="https://a.example/", secret="whsec_YQ==", made_by="system")

    with pytest.raises(IntegrityError, match="cannot become synthetic"), transaction.atomic():
        SyntheticSubject.objects.create(subject=real.pk, kind="webhook", drill=drill)
