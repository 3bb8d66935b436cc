"""What the gate held back: kept once and sealed, corrected, released, discarded, looked at; scores and alerts."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.engine import Engine
from foyer.base.errors import Forbidden
from foyer.base.events.models import OutboxFact
from foyer.base.lake import Dataset
from foyer.customers.models import QualityScore, QuarantinedRow
from foyer.customers.quality import queries, scores, stewarding
from foyer.customers.quality.errors import AlreadyDecided, CannotGoOn, NoSuchQuarantinedRow, ReasonMissing, StillWrong
from foyer.customers.quality.quarantine import keep
from foyer.customers.tests.test_quality_gate import TODAY, judged, party
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
State = QuarantinedRow.State
PARTIES = Dataset("customers.party")


@pytest.fixture(autouse=True)
def today() -> Any:
    with clock.at(dt.datetime.combine(TODAY, dt.time(9), dt.UTC)):
        yield


@pytest.fixture
def steward() -> Any:
    user = UserFactory()
    names = ("watch_quality", "steward_customers")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


@pytest.fixture
def by(steward: Any) -> Actor:
    return Actor.staff(steward)


def held(engine: Engine, *rows: dict[str, Any], run: UUID | None = None, is_whole: bool = False) -> int:
    return keep(judged(engine, "party", *rows), run=run or uuid4(), is_whole=is_whole)


def bad(key: str | None = None, **values: Any) -> dict[str, Any]:
    return party(key, **{"name": "王小明", **values}) | ({"kind": (None, "??")} if key else {})


def only() -> QuarantinedRow:
    return QuarantinedRow.objects.get()


def facts(kind: str) -> list[dict[str, Any]]:
    return [fact.payload for fact in OutboxFact.objects.filter(name=f"customers.{kind}")]


def test_a_held_row_is_kept_whole_sealed_and_masked(engine: Engine) -> None:
    assert held(engine, bad("7", born_on=dt.date(1990, 1, 1)), party("8")) == 1

    row = only()
    assert (row.source, row.table, row.entity, row.file, row.row_number) == ("core", "t", "party", "a.csv", 2)
    assert row.failures == [{"field": "kind", "rule": "readable", "masked": "??"}]
    assert row.texts["name"] == "王小明"
    assert row.texts["born_on"] == "1990-01-01"
    with connection.cursor() as cursor:
        cursor.execute("SELECT row FROM customers_quarantinedrow")
        assert "王小明" not in cursor.fetchone()[0]


def test_the_same_row_is_kept_once_in_whichever_run_and_file(duck: Engine) -> None:
    assert held(duck, bad("7")) == 1
    assert held(duck, party("1"), bad("7") | {"_file": "b.csv"}) == 0
    assert held(duck, bad("7", name="王大明")) == 1

    assert QuarantinedRow.objects.count() == 2
    assert [fact["count"] for fact in facts("RowsQuarantined")] == [1, 1]


def test_rows_that_say_the_same_wait_as_one(duck: Engine) -> None:
    assert held(duck, bad(), bad()) == 1


def test_a_row_that_its_source_mended_waits_no_more(duck: Engine) -> None:
    held(duck, bad("7"), bad("8"))

    held(duck, bad("8"), party("7"), is_whole=True)

    assert dict(QuarantinedRow.objects.values_list("source_key", "state")) == {"7": "mended", "8": "waiting"}


def test_a_corrected_row_passes_conversion_and_gate_and_goes_on(duck: Engine, by: Actor) -> None:
    held(duck, bad("7", name=None, sex="F"))

    row = stewarding.correct(only().id, {"kind": "person", "name": " 王　小明 "}, by=by)

    stored = duck.arrow(PARTIES.read(duck)).to_pylist()[0]
    assert (stored["source"], stored["source_key"], stored["name"], stored["sex"]) == ("core", "7", "王小明", "F")
    assert (row.state, row.decided_by, sorted(row.correction)) == (State.CORRECTED, str(by), ["kind", "name"])
    assert [fact["decision"] for fact in facts("QuarantineDecided")] == ["corrected"]


def test_a_correction_that_is_not_right_yet_changes_nothing(duck: Engine, by: Actor) -> None:
    held(duck, bad("7"))

    with pytest.raises(StillWrong) as refused:
        stewarding.correct(only().id, {"kind": "thing"}, by=by)

    assert [(each["field"], each["rule"]) for each in refused.value.details["failures"]] == [("kind", "readable")]
    assert only().is_waiting
    assert not PARTIES.exists()


def test_a_released_row_goes_on_as_it_is(duck: Engine, by: Actor) -> None:
    held(duck, bad("7"))

    stewarding.release(only().id, by=by, reason="the branch confirmed it")

    assert duck.arrow(PARTIES.read(duck))["source_key"].to_pylist() == ["7"]
    assert (only().state, only().reason) == (State.RELEASED, "the branch confirmed it")


def test_a_row_without_its_key_cannot_be_released(duck: Engine, by: Actor) -> None:
    held(duck, bad())

    with pytest.raises(CannotGoOn):
        stewarding.release(only().id, by=by, reason="please")


def test_a_discarded_row_stays_out_when_it_comes_again(duck: Engine, by: Actor) -> None:
    held(duck, bad("7"))
    stewarding.discard(only().id, by=by, reason="a test account")

    assert held(duck, bad("7")) == 0

    assert only().state == State.DISCARDED
    assert not PARTIES.exists()


def test_a_decision_is_made_once_with_a_reason(duck: Engine, by: Actor) -> None:
    held(duck, bad("7"))

    with pytest.raises(ReasonMissing):
        stewarding.discard(only().id, by=by, reason=" ")
    stewarding.discard(only().id, by=by, reason="twice")
    for again in (stewarding.discard, stewarding.release):
        with pytest.raises(AlreadyDecided):
            again(only().id, by=by, reason="again")
    with pytest.raises(NoSuchQuarantinedRow):
        stewarding.discard(uuid4(), by=by, reason="nobody")

    assert len(facts("QuarantineDecided")) == 1


def test_a_decision_that_fails_half_way_is_not_made(duck: Engine, by: Actor) -> None:
    held(duck, bad("7"))

    def fails(*_: Any) -> None:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        stewarding.release(only().id, by=by, reason="x", go_on=fails)

    assert only().is_waiting


def test_looking_at_a_row_unmasked_is_told(duck: Engine, by: Actor) -> None:
    held(duck, bad("7"))

    assert stewarding.show(only().id, by=by, reason="to mend it")["name"] == "王小明"
    assert [(fact["by"], fact["reason"]) for fact in facts("QuarantinedRowShown")] == [(str(by), "to mend it")]


def test_lists_and_details_show_masked_values_only(duck: Engine, steward: Any) -> None:
    held(duck, bad("7", born_on=dt.date(1990, 1, 1)))

    with CaptureQueriesContext(connection) as asked:
        page = queries.quarantined(steward, source="core", rule="readable", field="kind")
        detail = queries.quarantined_row(steward, page.rows[0].id)

    assert (page.total, page.has_more, page.rows[0].failures[0]["masked"]) == (1, False, "??")
    assert ("name", "王**", []) in detail.values
    assert ("kind", "??", ["readable"]) in detail.values
    assert "王小明" not in repr(page) + repr(detail)
    assert detail.may_decide
    assert len(asked) <= 6
    assert queries.quarantined(steward, rule="unique").rows == []


def test_strangers_see_nothing_of_quality(duck: Engine) -> None:
    held(duck, bad("7"))
    stranger = UserFactory()

    for ask in (
        lambda: queries.overview(stranger),
        lambda: queries.trend(stranger, "core"),
        lambda: queries.quarantined(stranger),
        lambda: queries.quarantined_row(stranger, only().id),
        lambda: queries.alerts(stranger),
        lambda: queries.scores(stranger, "core"),
    ):
        with pytest.raises(Forbidden):
            ask()


def test_scores_are_kept_once_a_run(duck: Engine, steward: Any) -> None:
    run, gated = uuid4(), judged(duck, "party", party("1"), party("2", sex=(None, "?")), party(None))

    scores.record(gated, run=run)
    scores.record(gated, run=run)

    kept = QualityScore.objects.get(field="sex", rule="readable")
    assert (kept.checked, kept.failed, kept.on) == (1, 1, TODAY)
    assert QualityScore.objects.get(field="source_key", rule="required").failed == 1
    worst = queries.scores(steward, "core")[0]
    assert (worst.field, worst.percent) == ("sex", 0.0)


def test_the_overview_and_the_trend_add_up_the_days(duck: Engine, steward: Any) -> None:
    for days, wrong in ((2, 0), (1, 10), (0, 30)):
        scored(TODAY - dt.timedelta(days=days), checked=100, failed=wrong)
    held(duck, bad("7"))
    scores.judge("core")

    with CaptureQueriesContext(connection) as asked:
        source = queries.overview(steward)[0]

    assert (source.source, source.on, source.total.percent, source.waiting, source.alerts) == ("core", TODAY, 70, 1, 2)
    assert [day.percent for day in queries.trend(steward, "core", field="sex")] == [100, 90, 70]
    assert len(asked) <= 5


def test_an_alert_opens_once_and_closes_when_it_is_good_again(steward: Any) -> None:
    scored(TODAY, checked=100, failed=30)

    assert [(alert.kind, alert.score, alert.expected) for alert in scores.judge("core")] == [("below", 70.0, 98.0)]
    assert scores.judge("core") == []
    assert len(queries.alerts(steward)) == 1

    tomorrow = TODAY + dt.timedelta(days=1)
    scored(tomorrow, checked=100, failed=0)
    scores.judge("core", on=tomorrow)

    assert queries.alerts(steward) == []
    assert len(queries.alerts(steward, is_open=False)) == 1
    assert [len(facts(kind)) for kind in ("QualityAlertRaised", "QualityAlertCleared")] == [1, 1]


def test_a_score_that_drops_is_told_even_above_its_target() -> None:
    for days in range(1, 8):
        scored(TODAY - dt.timedelta(days=days), checked=100, failed=0, dimension="timeliness")
    scored(TODAY, checked=100, failed=10, dimension="timeliness")

    assert [alert.kind for alert in scores.judge("core")] == ["dropping"]


def test_a_handful_of_values_says_nothing() -> None:
    scored(TODAY, checked=5, failed=5)

    assert scores.judge("core") == []


def scored(on: dt.date, *, checked: int, failed: int, dimension: str = "validity") -> None:
    QualityScore.objects.create(
        run=uuid4(), source="core", table="t", entity="party", field="sex", rule="readable", dimension=dimension,
        on=on, checked=checked, failed=failed,
    )  # fmt: skip
