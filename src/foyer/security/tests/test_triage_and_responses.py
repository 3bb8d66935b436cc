"""An alert is judged by somebody it is not about; responses hold, end, and are taken back by a person with a reason."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.errors import Forbidden
from foyer.security import queries
from foyer.security.audit.exporting import export
from foyer.security.detection import incidents, learning, responses, rules, triaging
from foyer.security.detection.canaries import place
from foyer.security.detection.errors import ExportFrozen, StepUpNeeded
from foyer.security.detection.responses.taking import ReasonNeeded
from foyer.security.detection.spec import parse
from foyer.security.models import Alert, AuditEntry, DetectionRule, Incident, Response, RuleBaseline, RuleVersion
from foyer.security.tests.test_watching import NOON, TRIED, VIEWED, only, sealed_and_seen
from foyer.staff import approvals
from foyer.staff.errors import NothingToChange
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
GUARD = "security_administrator"


@pytest.fixture
def agent() -> Any:
    return UserFactory(role="agent")


@pytest.fixture
def guard() -> Any:
    return UserFactory(role=GUARD)


def alert_about(user: Any, **said: Any) -> Alert:
    rule = only(threshold=0, **said)
    audit.record(TRIED, by=Actor.staff(user))
    sealed_and_seen()
    return Alert.objects.get(rule=rule)


def fresh(user: Any) -> Any:
    return get_user_model().objects.get(pk=user.pk)


def test_responses_are_taken_at_once_and_asked_where_it_matters(agent: Any) -> None:
    alert = alert_about(agent, responses=["notify", "freeze_export", "second_person", "step_up"])

    assert {one.code for one in alert.responses.all()} == {"notify", "freeze_export", "second_person", "step_up"}
    assert not queries.may_export(agent) and queries.must_step_up(agent) and queries.needs_second_person(agent)
    with pytest.raises(ExportFrozen):
        export(None, form="jsonl", by=Actor.staff(agent))  # type: ignore[arg-type]
    with pytest.raises(StepUpNeeded):
        queries.check_step_up(agent)
    queries.check_export(SYSTEM)
    assert AuditEntry.objects.filter(act="security.response_taken", subject=f"user:{agent.pk}").count() == 4


def test_a_response_ends_by_itself(agent: Any) -> None:
    with clock.at(NOON):
        alert_about(agent, responses=["freeze_export"])
    with clock.at(NOON + timedelta(hours=23)):
        assert responses.expire() == 0 and not queries.may_export(agent)
    with clock.at(NOON + timedelta(hours=25)):
        assert queries.may_export(agent) and responses.expire() == 1

    assert Response.objects.get().ended_why == "expired"


def test_a_person_takes_it_back_with_a_reason_but_never_their_own(agent: Any, guard: Any) -> None:
    alert_about(agent, responses=["freeze_export"])
    held = Response.objects.get()
    own = responses.take("step_up", user=guard, by=SYSTEM, reason="test")
    assert own is not None

    for user, error in ((agent, Forbidden), (guard, ReasonNeeded)):
        with pytest.raises(error):
            responses.undo(held.pk, by=Actor.staff(user), reason=" ")
    with pytest.raises(Forbidden):
        responses.undo(own.pk, by=Actor.staff(guard), reason="mine")
    responses.undo(held.pk, by=Actor.staff(guard), reason="asked and explained")
    responses.undo(held.pk, by=Actor.staff(guard), reason="again")

    assert queries.may_export(agent)
    ended = AuditEntry.objects.get(act="security.response_ended")
    assert (ended.actor_id, ended.reason) == (guard.pk, "asked and explained")


def test_taken_twice_it_holds_longer_and_is_one(agent: Any) -> None:
    with clock.at(NOON):
        first = responses.take("freeze_export", user=agent, by=SYSTEM, reason="a")
    with clock.at(NOON + timedelta(hours=20)):
        second = responses.take("freeze_export", user=agent, by=SYSTEM, reason="b")

    assert first is not None and second is not None and first.pk == second.pk
    assert Response.objects.get().ends_at == NOON + timedelta(hours=44)


def test_showing_the_second_factor_ends_the_step_up(agent: Any) -> None:
    from allauth.mfa.signals import authenticator_used

    responses.take("step_up", user=agent, by=SYSTEM, reason="test")
    authenticator_used.send(sender=None, request=None, user=agent, authenticator=None, reauthenticated=True)

    assert not queries.must_step_up(agent) and Response.objects.get().ended_why == "done"


def test_a_response_that_fails_stops_neither_the_alert_nor_the_others(
    agent: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_response: Response) -> None:
        raise ValueError

    responses.register("tests_broken", name="Broken", seconds=0, start=broken)
    monkeypatch.setattr("foyer.security.detection.responses.registry._kinds", dict(responses.registered()))
    alert = alert_about(agent, responses=["tests_broken", "freeze_export"])

    assert [one.code for one in alert.responses.all()] == ["freeze_export"]
    assert AuditEntry.objects.filter(act="security.response_taken", outcome="failed").count() == 1


def test_an_alert_is_judged_once_by_somebody_it_is_not_about(agent: Any, guard: Any) -> None:
    alert = alert_about(agent)
    with pytest.raises(Forbidden):
        triaging.triage(alert.pk, "false", note="no", by=Actor.staff(agent))
    with pytest.raises(triaging.SayWhy):
        triaging.triage(alert.pk, "false", note=" ", by=Actor.staff(guard))
    triaging.triage(alert.pk, "benign", note="a drill", by=Actor.staff(guard))
    triaging.triage(alert.pk, "benign", note="a drill", by=Actor.staff(guard))
    with pytest.raises(triaging.AlreadyTriaged):
        triaging.triage(alert.pk, "false", note="no", by=Actor.staff(guard))
    mine = alert_about(guard)
    with pytest.raises(triaging.OwnAlert):
        triaging.triage(mine.pk, "false", note="me", by=Actor.staff(guard))

    alert.refresh_from_db()
    assert (alert.state, alert.assignee_id) == ("benign", guard.pk)
    assert AuditEntry.objects.filter(act="security.alert_triaged").count() == 1


def test_an_incident_from_the_alert_to_the_lessons(agent: Any, guard: Any) -> None:
    by, alert = Actor.staff(guard), alert_about(agent, responses=["freeze_export"])
    incident = incidents.escalate(alert.pk, note="looks real", by=by)
    assert incidents.escalate(alert.pk, note="again", by=by).pk == incident.pk

    incidents.note(incident.pk, "sessions compared", by=by)
    incidents.told(incident.pk, "head of security", by=by)
    with pytest.raises(incidents.leading.NotContained):
        incidents.close(incident.pk, "none", by=by)
    incidents.contain(incident.pk, "account stopped", by=by)
    incidents.close(incident.pk, "smaller budgets", by=by)
    with pytest.raises(incidents.leading.IncidentIsClosed):
        incidents.note(incident.pk, "late", by=by)

    kinds = list(incident.lines.values_list("kind", flat=True))
    assert kinds == ["opened", "alert", "response", "note", "told", "state", "state"]
    incident = Incident.objects.get()
    assert incident.number.startswith("INC-") and incident.lessons == "smaller budgets"
    with pytest.raises(Forbidden):
        incidents.open_incident("x", "low", by=Actor.staff(agent))


def test_a_leak_has_its_letters_its_people_and_its_clocks(agent: Any, guard: Any) -> None:
    by, customers = Actor.staff(guard), [clock_id() for _ in range(3)]
    with clock.at(NOON):
        only(acts=["customers.viewed"], threshold=1)
        for customer in customers:
            audit.record(VIEWED, by=Actor.staff(agent), on=f"customer:{customer}", customer=customer)
        sealed_and_seen()
    with clock.at(NOON + timedelta(minutes=1)):
        incident = incidents.escalate(Alert.objects.get().pk, note="sold", by=by)
        with pytest.raises(incidents.leading.SayMore):
            incidents.declare_leak(incident.pk, {"kinds": {"zh": "手机号", "en": "phones"}}, by=by)
        said = {part: {"zh": f"{part}中", "en": f"{part} en"} for part in incidents.leaking.PARTS}
        incidents.declare_leak(incident.pk, said, by=by)
        incident.refresh_from_db()

        assert incidents.affected(incident) == sorted(customers)
        assert "harm en" in incidents.letter(incident, "en") and "harm中" in incidents.letter(incident, "zh")
        assert set(incidents.leaking.time_left(incident)) == set(incidents.leaking.POLICIES)
        due = incidents.leaking.time_left(incident)[incidents.leaking.FIRST].due_at
        assert due == NOON + timedelta(hours=2, minutes=1)
        incidents.told_regulator(incident.pk, incidents.leaking.FIRST, by=by)


def test_a_rule_is_changed_by_two_after_a_replay_and_counts_what_was(agent: Any, guard: Any) -> None:
    rule, second = only(threshold=9), UserFactory(role=GUARD)
    for _ in range(5):
        audit.record(TRIED, by=Actor.staff(agent))
    sealed_and_seen()
    with pytest.raises(Forbidden):
        rules.propose(rule.code, state="off", by=Actor.staff(agent), reason="no")
    with pytest.raises(NothingToChange):
        rules.propose(rule.code, by=Actor.staff(guard), reason="no")
    asked = rules.propose(rule.code, spec={**rule.spec, "threshold": 5}, by=Actor.staff(guard), reason="tighter")
    assert asked.change["replay"]["counted"] == 5 and asked.change["replay"]["alerts"] == 0
    with pytest.raises(Exception, match="own"):
        approvals.approve(asked, by=Actor.staff(guard))
    approvals.approve(asked, by=Actor.staff(second))

    rule.refresh_from_db()
    assert (rule.version, rule.spec["threshold"]) == (2, 5)
    assert list(RuleVersion.objects.filter(rule=rule).values_list("number", flat=True)) == [2]
    audit.record(TRIED, by=Actor.staff(agent))
    sealed_and_seen()
    assert Alert.objects.get(rule=rule).count == 6


def test_thresholds_are_learned_between_floor_and_cap(agent: Any) -> None:
    rule = only(learns=True, floor=2, threshold=10, samples=3, window=3600)
    spec = parse(rule.spec)
    by = Actor.staff(agent)
    for hour in range(4):
        with clock.at(NOON + timedelta(hours=hour)):
            for _ in range(4 if hour == 3 else 3):
                audit.record(TRIED, by=by)
    with clock.at(NOON + timedelta(hours=9)):
        assert learning.learn_one(rule, spec) == 1
        sealed_and_seen()
        assert not Alert.objects.exists()
        for _ in range(5):
            audit.record(TRIED, by=by)
        sealed_and_seen()

    line = RuleBaseline.objects.get()
    assert (line.role, line.value, line.samples) == ("agent", 4.0, 4)
    alert = Alert.objects.get()
    assert (alert.count, alert.limit, alert.peers) == (5, 4, 4.0)
    assert "usually reach 4" in alert.words.en


def test_a_canary_raises_at_the_first_touch(agent: Any, guard: Any) -> None:
    customer = clock_id()
    DetectionRule.objects.exclude(code="canary-touched").update(state="off")
    assert place(customer, by=Actor.staff(guard)) and not place(customer, by=Actor.staff(guard))
    audit.record(VIEWED, by=Actor.staff(agent), customer=customer, on=f"customer:{customer}")
    sealed_and_seen()

    assert (Alert.objects.get().severity, Alert.objects.get().user_id) == ("critical", agent.pk)
    assert not queries.may_export(agent)


def test_an_unsealed_trail_is_an_alert_though_nothing_can_be_sealed() -> None:
    from foyer.security.detection.chain import look_at_sealing

    with clock.at(datetime(2026, 3, 4, 4, tzinfo=UTC)):
        audit.record(TRIED, by=SYSTEM)
        assert not look_at_sealing()
    with clock.at(datetime(2026, 3, 4, 4, 2, tzinfo=UTC)):
        assert look_at_sealing() and look_at_sealing()

    alert = Alert.objects.get()
    assert (alert.rule.code, alert.count, alert.repeats) == ("trail-unsealed", 120, 1)


def clock_id() -> Any:
    from foyer.base.ids import new_id

    return new_id()


def test_ending_sessions_is_done_once_and_is_over(agent: Any) -> None:
    response = responses.take("end_sessions", user=agent, by=SYSTEM, reason="test")

    assert response is not None and response.ended_at == response.at and not responses.holds("end_sessions", agent)
