"""Drills and risks at the desk: who sees and does what, a drill from plan to report, the map, an assessment."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.privacy.models import Recipient
from foyer.privacy.tests.assessing import answered
from foyer.security import jobs
from foyer.security.drills import calendar, improving, noting, observing, planning, playing, trends
from foyer.security.drills.errors import AnotherRuns, NotAgreed, NotProven, OutsideTheWindow
from foyer.security.models import Assessment, Drill, DrillInject, ImprovementAction, Risk
from foyer.security.risks import baseline, flows, register
from foyer.staff import approvals
from foyer.staff.errors import MayNotApprove, OwnProposal
from foyer.staff.tests.cast import Cast
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AtDesk = Callable[..., Client]
PAGES = ("drills", "risks", "assets", "flows", "assessments")


@pytest.fixture
def people(cast: Cast) -> dict[str, Any]:
    return {
        "planner": UserFactory(username="weian", role="security_administrator", unit=cast.head_office),
        "compliance": UserFactory(username="dengfang", role="compliance", unit=cast.head_office),
        "auditor": UserFactory(username="shenji", role="auditor", unit=cast.head_office),
        "agent": cast.agent,
    }


def planned(people: dict[str, Any], code: str = "lost-laptop") -> Drill:
    now = clock.now()
    return planning.plan(
        code, opens_at=now - timedelta(minutes=1), closes_at=now + timedelta(hours=1),
        participants=[(people["planner"].pk, "lead")], by=Actor.staff(people["planner"]),
    )  # fmt: skip


def held(people: dict[str, Any], code: str = "lost-laptop") -> Drill:
    """Planned, agreed to and begun."""
    drill = planned(people, code)
    approvals.approve(approvals.pending(planning.KIND, drill.pk), by=Actor.staff(people["compliance"]))
    return playing.start(drill.pk, by=Actor.staff(people["planner"]))


@pytest.mark.parametrize("page", PAGES)
def test_those_of_security_see_the_pages_and_agents_do_not(page: str, people: dict[str, Any], at_desk: AtDesk) -> None:
    for name in ("planner", "compliance", "auditor"):
        assert at_desk(people[name]).get(reverse(f"desk:{page}")).status_code == 200
    assert at_desk(people["agent"]).get(reverse(f"desk:{page}")).status_code == 403


def test_a_drill_from_the_plan_to_the_report(people: dict[str, Any], at_desk: AtDesk) -> None:
    planner, other = at_desk(people["planner"]), at_desk(people["compliance"])
    now = clock.now()
    said = {"scenario": "lost-laptop", "opens_at": (now - timedelta(minutes=5)).isoformat(), "hours": "2"}
    made = planner.post(reverse("desk:drill_plan"), {**said, "lead": str(people["planner"].pk)}).json()

    def do(browser: Client, verb: str, **given: str) -> int:
        return browser.post(reverse("desk:drill_do", args=[made["drill"], verb]), given).status_code

    assert do(planner, "start") == 409
    assert do(planner, "agree") in (403, 409)
    assert do(at_desk(people["auditor"]), "agree") in (403, 409)
    assert do(other, "agree") == 200
    assert do(other, "start") == 403
    assert do(planner, "start") == 200
    assert do(planner, "inject", code="laptop") == 200
    jobs.play_inject(str(DrillInject.objects.get(drill=made["drill"], code="laptop").pk))
    assert do(planner, "inject", code="laptop") == 409
    assert do(other, "observe", kind="noticed", text="The colleague called.") == 200
    assert do(other, "stop", reason="enough") == 200
    assert do(planner, "find", text="The number to call is hard to find.", weight="high") == 200
    assert do(planner, "evaluate", summary="Fast enough.") == 200

    page = planner.get(reverse("desk:drill", args=[made["drill"]]))
    assert "The number to call is hard to find." in page.content.decode()
    for language in ("zh", "en"):
        paper = planner.get(reverse("desk:drill_report", args=[made["drill"], language]))
        assert paper.status_code == 200 and paper.content[:5] == b"%PDF-"


def test_the_planner_never_agrees_and_nothing_starts_unagreed(people: dict[str, Any]) -> None:
    drill, by = planned(people), Actor.staff(people["planner"])

    with pytest.raises((OwnProposal, MayNotApprove)):
        approvals.approve(approvals.pending(planning.KIND, drill.pk), by=by)
    with pytest.raises(NotAgreed):
        playing.start(drill.pk, by=by)


def test_only_one_runs_and_only_within_its_window(people: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    held(people)
    other = planned(people, "forged-webhook")
    approvals.approve(approvals.pending(planning.KIND, other.pk), by=Actor.staff(people["compliance"]))

    with pytest.raises(AnotherRuns):
        playing.start(other.pk, by=Actor.staff(people["planner"]))
    Drill.objects.filter(pk=other.pk).update(closes_at=clock.now() - timedelta(seconds=1))
    with pytest.raises(OutsideTheWindow):
        playing.start(other.pk, by=Actor.staff(people["planner"]))


def test_a_forged_message_is_refused_thrice(people: dict[str, Any]) -> None:
    drill = held(people, "forged-webhook")

    done = playing.inject(drill.pk, "forged", by=Actor.staff(people["planner"]))

    assert done.result == {"sent": 3, "refused": 3}


def test_a_lost_laptop_is_contained_when_its_session_is_closed(people: dict[str, Any]) -> None:
    from foyer.security.drills import watching
    from foyer.staff.sign_in import sessions

    drill = held(people)
    playing.inject(drill.pk, "laptop", by=Actor.staff(people["planner"]))
    watching.watch()
    assert not drill.observations.filter(kind="contained").exists()

    lost = type(people["agent"]).objects.get(pk=drill.synthetic.get().pk)
    sessions.end_all(lost, by=Actor.staff(people["planner"]))
    watching.watch()

    assert drill.observations.get(kind="contained").by == "system"


def test_a_finding_becomes_an_action_that_another_drill_proves(people: dict[str, Any]) -> None:
    by, drill = Actor.staff(people["planner"]), held(people, "forged-webhook")
    playing.inject(drill.pk, "forged", by=by)
    finding = improving.find(drill.pk, weight="high", text="Nobody saw it.", by=by)
    due = clock.now() + timedelta(days=30)
    action = improving.agree_action(finding.pk, text="Show it.", owner=people["auditor"].pk, due_at=due, by=by)
    playing.stop(drill.pk, by=by, reason="over")
    improving.debrief(drill.pk, summary="Learned.", by=by)
    improving.finish_action(action.pk, by=Actor.staff(people["auditor"]), note="Shown now.")

    with pytest.raises(NotProven):
        improving.prove_action(action.pk, retest=drill.pk, by=by)
    again = held(people, "forged-webhook")
    playing.inject(again.pk, "forged", by=by)
    observing.observe(again.pk, "noticed", by=by)
    playing.stop(again.pk, by=by, reason="over")
    improving.debrief(again.pk, summary="Better.", by=by)
    improving.prove_action(action.pk, retest=again.pk, by=by)

    assert ImprovementAction.objects.get().state == "proven"


def test_the_calendar_asks_for_a_technical_drill_each_quarter(people: dict[str, Any]) -> None:
    assert [one.is_late or one.is_soon for one in calendar.duties()] == [True, True]
    assert calendar.remind() == 2

    held(people)

    technical, leak = calendar.duties()
    assert not technical.is_soon and leak.is_soon
    assert calendar.remind() == 1


def test_the_map_and_a_risk_by_http(people: dict[str, Any], at_desk: AtDesk) -> None:
    baseline.install(by=Actor.staff(people["planner"]), owner=people["planner"].pk)
    planner = at_desk(people["planner"])

    page = planner.get(reverse("desk:risks")).content.decode()
    assert 'class="heat"' in page and "desk-insider-views" in page
    one = planner.get(reverse("desk:risk", args=["backup-lost"]))
    assert one.status_code == 200
    risk = Risk.objects.get(code="backup-lost")
    said = {
        "likelihood": "3", "customers": "3", "money": "5", "law": "4", "service": "5", "residual_likelihood": "1",
        "residual_impact": "5", "rationale-zh": "异地副本已建", "rationale-en": "A copy lies elsewhere.",
    }  # fmt: skip
    assert planner.post(reverse("desk:risk_do", args=[risk.code, "assess"]), said).status_code == 200
    risk.refresh_from_db()
    assert risk.residual == 5 and risk.readings.count() == 2
    assert at_desk(people["auditor"]).post(reverse("desk:risk_do", args=[risk.code, "assess"]), said).status_code == 403


def test_an_assessment_is_written_side_by_side_and_approved_by_another(people: dict[str, Any], at_desk: AtDesk) -> None:
    planner, other = at_desk(people["planner"]), at_desk(people["compliance"])
    said = {"code": "PIA-PROFILING", "subject": "purpose:profiling"}
    made = planner.post(reverse("desk:assessment_do", args=["draft"]), said).json()["assessment"]
    given = {f"{code}-{lang}": text for code, texts in answered().items() for lang, text in texts.items()}

    def do(browser: Client, verb: str, **more: str) -> int:
        return browser.post(reverse("desk:assessment_do", args=[verb]), {"assessment": made, **more}).status_code

    assert do(planner, "propose") == 422
    assert do(planner, "write", **given) == 200
    assert do(planner, "propose") == 200
    assert do(planner, "agree") in (403, 409)
    assert do(other, "agree") == 200

    assert Assessment.objects.get(pk=made).state == "approved"
    assert planner.get(reverse("desk:assessment", args=[made])).status_code == 200
    paper = planner.get(reverse("desk:assessment_paper", args=[made, "zh"]))
    assert paper.content[:5] == b"%PDF-"


def test_the_lists_cost_no_query_a_row(
    people: dict[str, Any], at_desk: AtDesk, django_assert_max_num_queries: Any
) -> None:
    by = Actor.staff(people["planner"])
    baseline.install(by=by, owner=people["planner"].pk)
    for _number in range(4):
        planning.cancel(planned(people).pk, by=by, reason="test")
    browser = at_desk(people["planner"])

    for page in PAGES:
        browser.get(reverse(f"desk:{page}"))
        with django_assert_max_num_queries(32):
            assert browser.get(reverse(f"desk:{page}")).status_code == 200


def test_what_a_form_may_not_say_is_refused_not_broken(people: dict[str, Any], at_desk: AtDesk) -> None:
    planner, drill = at_desk(people["planner"]), held(people)
    nobody = "01980000-0000-7000-8000-000000000000"

    def status(name: str, *args: Any, **given: str) -> int:
        return planner.post(reverse(f"desk:{name}", args=args), given).status_code

    assert status("drill_plan", scenario="lost-laptop", opens_at="soon") == 422
    assert status("drill_plan", scenario="lost-laptop", opens_at="9999-12-31T23:00", hours="99") == 422
    assert status("drill_plan", scenario="none", opens_at="2100-01-01T10:00") == 404
    assert status("drill_plan", scenario="lost-laptop", opens_at="2100-01-01T10:00", lead=nobody) == 404
    assert status("drill_do", drill.pk, "finish", action="x", note="n") == 404
    assert status("drill_do", nobody, "start") == 404
    assert status("asset_do", "describe", code="table:none", criticality="x") == 422
    assert status("assessment_do", "draft", code="P", subject="purpose:none") == 404
    assert status("risk_do", "none", "accept", until="x", why="y") == 422


def test_every_scenario_speaks_both_languages_and_names_what_exists(people: dict[str, Any], at_desk: AtDesk) -> None:
    from foyer.security.detection.rules import shipped as rules
    from foyer.security.drills import library
    from foyer.security.drills.stage import player_of

    codes = {one["code"] for one in rules()}
    for said in library.shipped():
        texts = [said[name] for name in ("name", "goal", "scope", "safety")]
        texts += [*said["steps"], *said["roles"].values(), *(one["name"] for one in said["injects"])]
        assert all(set(text) == {"zh", "en"} and all(text.values()) for text in texts), said["code"]
        for inject in said["injects"]:
            assert set(inject["expect"].get("rules", ())) <= codes
            assert "player" not in inject or player_of(inject["player"]), inject
        drill = planned(people, said["code"])
        assert at_desk(people["planner"]).get(reverse("desk:drill", args=[drill.pk])).status_code == 200


def evaluated(people: dict[str, Any], seconds: int, *, days_ago: int) -> Drill:
    """A drill that was noticed after so many seconds, some days ago."""
    by, began = Actor.staff(people["planner"]), clock.now() - timedelta(days=days_ago)
    drill = held(people, "forged-webhook")
    playing.inject(drill.pk, "forged", by=by)
    observing.observe(drill.pk, "noticed", by=by)
    playing.stop(drill.pk, by=by, reason="over")
    improving.debrief(drill.pk, summary="Learned.", by=by)
    Drill.objects.filter(pk=drill.pk).update(started_at=began)
    drill.injects.update(played_at=began)
    drill.observations.update(at=began + timedelta(seconds=seconds))
    return drill


def test_the_times_of_a_scenario_say_what_they_mean(people: dict[str, Any], at_desk: AtDesk) -> None:
    evaluated(people, 1200, days_ago=60)
    evaluated(people, 40, days_ago=20)

    scene = trends.scene("forged-webhook")

    assert scene.conclusion.en == "Detect fell from 20 min to 40 s over 2 drills; the last kept every goal"
    assert scene.conclusion.zh == "2 次演练间发现用时由 20 min 缩短至 40 s；最近一次全部达标"
    assert scene.as_chart()["series"][0]["values"] == [1200.0, 40.0]
    page = at_desk(people["planner"]).get(reverse("desk:drills"), {"scenario": "forged-webhook"}).content.decode()
    assert 'id="times-chart"' in page and "1200.0" in page and page.count("chip-bad") >= 1
    one = at_desk(people["planner"]).get(reverse("desk:drill", args=[Drill.objects.order_by("number").first().pk]))
    assert 'id="times-table"' in one.content.decode()


def test_the_map_narrows_the_list_and_is_told_as_a_table(people: dict[str, Any], at_desk: AtDesk) -> None:
    baseline.install(by=Actor.staff(people["planner"]), owner=people["planner"].pk)
    planner, some = at_desk(people["planner"]), Risk.objects.get(code="desk-insider-views")
    place = {"likelihood": str(some.residual_likelihood), "impact": str(some.residual_impact)}

    page = planner.get(reverse("desk:risks"), place).content.decode()

    there = Risk.objects.filter(
        residual_likelihood=some.residual_likelihood, residual_impact=some.residual_impact
    ).values_list("code", flat=True)
    assert all(reverse("desk:risk", args=[code]) in page for code in there)
    assert page.count('<th scope="row"><a href="/desk/security/risks/') == len(there) < Risk.objects.count()
    assert 'id="heat-chart"' in page and "echarts.min" in page
    odd = planner.get(reverse("desk:risks"), {"likelihood": "9", "impact": "x"}).content.decode()
    assert odd.count('<th scope="row"><a href="/desk/security/risks/') == Risk.objects.count()


def test_data_flows_are_drawn_and_told_as_a_table(people: dict[str, Any], at_desk: AtDesk) -> None:
    Recipient.objects.create(
        code="sms:one", name={"zh": "短信网关", "en": "SMS gateway"}, role="entrust", kinds=["contact"], region="SG",
        contract="C-1", status="active",
    )  # fmt: skip
    register.refresh()

    page = at_desk(people["auditor"]).get(reverse("desk:flows")).content.decode()

    found = {(one.source.code, one.target.code): one for one in flows.flows()}
    assert found[("room:customers", "party:sms:one")].worst == "C2"
    assert ("person:customer", "room:conversations") in found
    assert page.count('<path class="flow-line') == len(found)
    assert "flow-abroad" in page and "party:sms:one" in page and "SG" in page


def test_an_inject_shows_how_far_it_is(people: dict[str, Any], at_desk: AtDesk) -> None:
    drill = held(people, "database-restore")
    row = playing.take(drill.pk, "database-gone", by=Actor.staff(people["planner"]))
    noting.step(row.pk, 2, 5, "restoring")
    noting.report(row.pk, rto_seconds=41.5, trail_whole=True)

    page = at_desk(people["planner"]).get(reverse("desk:drill", args=[drill.pk])).content.decode()

    assert '<progress max="5" value="2"' in page
    assert "RTO" in page and "41.5" in page
