"""The register makes itself, what is new is judged, risks are borne by somebody, and nothing is used unassessed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.privacy.consents import purposes
from foyer.privacy.models import Purpose, Recipient
from foyer.privacy.tests.assessing import answered, approve_assessment
from foyer.security.models import Assessment, Asset, DrillScenario, Risk, RiskReading, RiskTask
from foyer.security.risks import accepting, assessing, assessments, baseline, heat, register, suggesting
from foyer.security.risks.errors import (
    AnswersMissing,
    NoLongerADraft,
    NotTheOwner,
    OffTheScale,
    RationaleMissing,
    TooLong,
)
from foyer.security.risks.threats import library
from foyer.staff import approvals
from foyer.staff.errors import MayNotApprove, OwnProposal
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
WHY = Bilingual("原因", "Because.")
CONTROLS = ({"path": "foyer/base/crypto", "test": "foyer/base/tests/test_crypto.py"},)


@pytest.fixture
def people() -> dict[str, Any]:
    return {
        "officer": UserFactory(username="weian", role="security_administrator"),
        "compliance": UserFactory(username="dengfang", role="compliance"),
        "agent": UserFactory(username="agent", role="agent"),
    }


@pytest.fixture
def more_parts() -> Iterator[list[register.Entry]]:
    """Entries that a test adds to what the house tells."""
    said: list[register.Entry] = []
    register._parts.append(lambda: iter(said))
    yield said
    register._parts.pop()


def judged(owner: Any = None, **other: Any) -> assessing.Judgement:
    usual: dict[str, Any] = {
        "title": WHY, "rationale": WHY, "likelihood": 4, "controls": CONTROLS, "residual_likelihood": 2,
        "impacts": {"customers": 5, "money": 2, "law": 4, "service": 1}, "residual_impact": 3, "owner": owner,
    }  # fmt: skip
    return assessing.Judgement(**{**usual, **other})


def risk(people: dict[str, Any], **other: Any) -> Risk:
    register.refresh()
    by = Actor.staff(people["officer"])
    owner = people["officer"].pk
    return assessing.assess("r", "table:customers.Customer", "insider-views", judged(owner, **other), by=by)


def test_the_register_makes_itself_from_the_fields(people: dict[str, Any]) -> None:
    opened = register.refresh()

    customer = Asset.objects.get(code="table:customers.Customer")
    assert customer.facts["fields"]["phone"] == "C2" and customer.room == "customers"
    assert Asset.objects.filter(code="room:conversations", kind="function").exists()
    assert opened and register.refresh() == 0
    assert RiskTask.objects.filter(asset=customer, kind="asset").exists()


def test_a_new_personal_field_is_a_task_and_a_judgement_settles_it(
    people: dict[str, Any], more_parts: list[register.Entry]
) -> None:
    by = Actor.staff(people["officer"])
    register.refresh()
    register.accept_all(by=by, answer="The whole house.")
    name = Bilingual("客户", "Customers")
    more_parts.append(
        register.Entry("table:customers.Customer", "table", name, "customers", {"fields": {"nickname": "C2"}})
    )

    assert register.refresh() == 1
    task = RiskTask.objects.get(closed_at=None)
    assert (task.kind, task.what) == ("field", "table:customers.Customer.nickname")
    with pytest.raises(RationaleMissing):
        register.judge(task.pk, answer=" ", by=by)
    register.judge(task.pk, answer="Sealed like the name.", by=by)
    assert register.refresh() == 0


def test_a_new_provider_and_a_new_region_are_tasks(people: dict[str, Any]) -> None:
    by = Actor.staff(people["officer"])
    register.refresh()
    register.accept_all(by=by, answer="The whole house.")
    party = Recipient.objects.create(code="sms:new", name=Bilingual("短信", "SMS"), role="entrust", kinds=["contact"])

    register.refresh()
    assert RiskTask.objects.get(closed_at=None).what == "party:sms:new"
    register.accept_all(by=by, answer="Contract seen.")
    Recipient.objects.filter(pk=party.pk).update(region="DE")
    register.refresh()

    assert RiskTask.objects.get(closed_at=None).what == "party:sms:new: region = DE"


def test_the_worst_of_four_axes_counts_and_each_judgement_is_kept(people: dict[str, Any]) -> None:
    found = risk(people)
    by = Actor.staff(people["officer"])
    assessing.assess("r", found.asset.code, "insider-views", judged(residual_impact=2), by=by)

    found.refresh_from_db()
    assert (found.impact, found.inherent, found.residual) == (5, 20, 4)
    assert list(RiskReading.objects.values_list("inherent", "residual")) == [(20, 6), (20, 4)]
    assert [(point.inherent, point.residual) for point in heat.trend()] == [(20, 6), (20, 4)]


@pytest.mark.parametrize(
    ("other", "no"),
    [
        ({"rationale": Bilingual()}, RationaleMissing),
        ({"controls": ()}, RationaleMissing),
        ({"likelihood": 6}, OffTheScale),
        ({"residual_likelihood": 5}, OffTheScale),
        ({"impacts": {"customers": 5}}, OffTheScale),
    ],
)
def test_a_judgement_without_reasons_or_off_the_scale_is_refused(
    people: dict[str, Any], other: dict[str, Any], no: type[Exception]
) -> None:
    with pytest.raises(no):
        risk(people, **other)


def test_only_the_owner_bears_a_risk_and_for_a_year_at_most(people: dict[str, Any]) -> None:
    risk(people)
    soon, by = clock.now().date() + timedelta(days=90), Actor.staff(people["officer"])

    with pytest.raises(NotTheOwner):
        accepting.accept("r", until=soon, why="It is rare.", by=Actor.staff(people["compliance"]))
    with pytest.raises(TooLong):
        accepting.accept("r", until=soon + timedelta(days=400), why="It is rare.", by=by)
    accepted = accepting.accept("r", until=soon, why="It is rare.", by=by)

    assert accepting.state_of(accepted) == "accepted"


def test_a_high_risk_is_borne_by_two(people: dict[str, Any]) -> None:
    found, by = risk(people, residual_likelihood=3, residual_impact=5), Actor.staff(people["officer"])
    until = clock.now().date() + timedelta(days=90)

    waiting = accepting.accept("r", until=until, why="Until the new system.", by=by)

    assert accepting.state_of(Risk.objects.get(pk=found.pk)) == "open"
    with pytest.raises((OwnProposal, MayNotApprove)):
        approvals.approve(waiting, by=by)
    approvals.approve(waiting, by=Actor.staff(people["compliance"]))
    found.refresh_from_db()
    assert (found.accepted_by, found.agreed_by) == (str(by), str(Actor.staff(people["compliance"])))
    assert accepting.state_of(found) == "accepted"


def test_the_first_assessment_fills_the_map(people: dict[str, Any]) -> None:
    by = Actor.staff(people["officer"])

    assert baseline.install(by=by, owner=people["officer"].pk) == len(baseline.shipped()) >= 25
    assert baseline.install(by=by, owner=None) == 0

    found = list(heat.risks())
    before, after = heat.grid(found, "inherent"), heat.grid(found)
    assert sum(len(cell.risks) for row in before for cell in row) == len(found)
    assert sum(len(cell.risks) for row in after for cell in row) == len(found)
    above = sum(len(cell.risks) for row in after for cell in row if cell.level == "high")
    assert heat.conclusion(found).en.startswith(f"{above} of {len(found)} risks lie above the appetite")
    assert not heat.open_tasks().exists()


def test_every_threat_names_what_exists() -> None:
    from foyer.security.detection.rules import shipped

    rules, scenarios = {one["code"] for one in shipped()}, set(DrillScenario.objects.values_list("code", flat=True))
    for one in library().values():
        assert set(one.rules) <= rules and set(one.scenarios) <= scenarios, one.code
    assert {said["threat"] for said in baseline.shipped()} <= set(library())


def test_every_control_of_the_first_assessment_exists() -> None:
    from pathlib import Path

    import foyer

    root = Path(str(foyer.__file__)).parent.parent
    paths = [control[key] for said in baseline.shipped() for control in said["controls"] for key in ("path", "test")]
    assert [path for path in paths if not (root / path).exists()] == []


def test_without_alarms_and_drills_nothing_is_suggested(people: dict[str, Any]) -> None:
    found = suggesting.suggestion(risk(people))

    assert (found.likelihood, found.reasons) == (4, ())


def test_a_purpose_is_not_used_before_its_assessment_is_approved(people: dict[str, Any]) -> None:
    Purpose.objects.filter(code="profiling").update(active_at=None, assessment="")
    by = Actor.staff(people["officer"])
    row = assessments.draft("PIA-7", "purpose:profiling", by=by)
    assert "Legal basis" in row.answers["legitimacy"]["en"] and row.facts["kinds"]

    with pytest.raises(AnswersMissing):
        assessments.propose(row.pk, by=by)
    assessments.write(row.pk, answered(), by=by)
    assessments.propose(row.pk, by=by)
    with pytest.raises(purposes.AssessmentMissing):
        purposes.activate("profiling", by=by, assessment="PIA-7")
    approvals.approve(approvals.pending(assessments.KIND, row.pk), by=Actor.staff(people["compliance"]))
    purposes.suspend("third_party_sharing", by=by, reason="test")
    with pytest.raises(purposes.AssessmentMissing):
        purposes.activate("third_party_sharing", by=by, assessment="PIA-7")
    purposes.activate("profiling", by=by, assessment="PIA-7")

    assert Purpose.objects.get(code="profiling").active_at


def test_an_approved_assessment_never_changes_and_is_kept(people: dict[str, Any]) -> None:
    row = approve_assessment("PIA-9", "purpose:profiling")

    with pytest.raises(NoLongerADraft):
        assessments.write(row.pk, answered(), by=Actor.staff(people["officer"]))
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=row.pk).update(answers={})
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=row.pk).delete()
    assert row.kept_until and row.kept_until >= clock.now().date() + timedelta(days=3 * 365)


def test_the_next_version_replaces_the_one_before(people: dict[str, Any]) -> None:
    first = approve_assessment("PIA-9", "purpose:profiling")
    second = approve_assessment("PIA-9", "purpose:profiling")

    first.refresh_from_db()
    assert (first.state, second.state, second.version) == ("replaced", "approved", 2)
    assert assessments.approved("PIA-9", "purpose:profiling") and not assessments.approved("PIA-9", "purpose:recording")
