"""The drill that takes the encoder away: measured, met by nobody else, and nothing of it stays."""

from datetime import timedelta

import pytest

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.meaning import AID
from foyer.knowledge.models import Article
from foyer.knowledge.tests import factories
from foyer.security.drills import planning, playing, words
from foyer.security.models import AuditEntry
from foyer.staff import approvals
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_search_goes_on_by_words_and_what_was_written_catches_up() -> None:
    cast, now = bring_on(), clock.now()
    by = Actor.staff(UserFactory(username="weian", role="security_administrator", unit=cast.head_office))
    other = Actor.staff(UserFactory(username="dengfang", role="compliance", unit=cast.head_office))
    factories.shelf()
    window = {"opens_at": now - timedelta(minutes=1), "closes_at": now + timedelta(hours=1)}
    drill = planning.plan("provider-outage", **window, participants=[(by.id, "lead")], by=by)
    approvals.approve(approvals.pending(planning.KIND, drill.pk), by=other)
    playing.start(drill.pk, by=by)

    played = playing.inject(drill.pk, "encoder", by=by)

    figures = played.result
    assert (figures["asked"], figures["found_by_words"], figures["opened_after"]) == (3, 3, 3)
    assert figures["fast_refusal_ms"] < 50 and figures["waiting"] == figures["caught_up"] > 0
    seen = set(drill.observations.filter(by="system").values_list("kind", flat=True))
    assert seen == {"noticed", "contained", "recovered"}
    entry = AuditEntry.objects.get(act="security.drill_act", details__did="encoder_outage")
    assert entry.outcome == "done" and entry.details["drill"] == drill.number
    assert all(name.split()[0] not in figures for name in words.figures(figures))  # every figure has its words
    assert not AID.is_away
    playing.stop(drill.pk, by=by, reason="over")
    assert not Article.objects.filter(code__startswith=drill.number.lower()).exists()
