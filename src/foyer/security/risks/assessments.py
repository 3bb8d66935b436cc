"""Impact assessments: drafted from what the house knows, answered in both languages, approved by a second person.

What needs one asks `check("purpose:profiling", "PIA-PROFILING")` before it is used, and is refused without. The
questions are those of PIPL 56 (legal, legitimate, necessary; effect and risk; measures) and of GDPR 35(7). Each is kept
for three years at least.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock, clocks, live
from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.security.drills.planning import may
from foyer.security.models import Assessment
from foyer.security.risks import acts
from foyer.security.risks.errors import AnswersMissing, AssessmentNeeded, NoLongerADraft, NoSuchRisk
from foyer.security.risks.register import ASSESS
from foyer.staff import approvals
from foyer.staff import queries as staff

KIND, APPROVE = "security.assessment", "security.approve_assessment"
REVIEWED_AFTER, KEPT_FOR = timedelta(days=365), timedelta(days=3 * 366)
QUESTIONS: dict[str, tuple[Bilingual, str]] = {
    "description": (
        Bilingual("处理什么个人信息、如何处理、涉及谁", "What data is processed, how, and whose"), "GDPR 35(7)(a)",
    ),
    "legitimacy": (
        Bilingual("处理目的、处理方式是否合法、正当、必要", "Are purpose and manner lawful, legitimate and necessary"),
        "PIPL 56(1) · GDPR 35(7)(b)",
    ),
    "effects": (
        Bilingual("对个人权益的影响及安全风险", "Effects on people's rights and interests, and risks to security"),
        "PIPL 56(2) · GDPR 35(7)(c)",
    ),
    "measures": (
        Bilingual("保护措施是否合法、有效并与风险相适应", "Are the measures lawful, effective and fit"),
        "PIPL 56(3) · GDPR 35(7)(d)",
    ),
    "people": (Bilingual("征求意见：用户、消保与安全", "Whom we asked"), "GDPR 35(9)"),
    "conclusion": (Bilingual("结论与剩余风险", "Conclusion and what remains"), "PIPL 55"),
}  # fmt: skip
State = Assessment.State
Prefill = Callable[[str], dict[str, Any] | None]
Needs = Callable[[], Iterator[tuple[str, str, Bilingual]]]
_prefills: dict[str, Prefill] = {}
_needs: list[Needs] = []


def prefill(kind: str) -> Callable[[Prefill], Prefill]:
    """Register who knows of subjects of a kind ("purpose"): {"title": Bilingual, "facts": {...}, "answers": {...}}."""

    def register(tell: Prefill) -> Prefill:
        _prefills[kind] = tell
        return tell

    return register


def needs(tell: Needs) -> Needs:
    """Register what needs an assessment: (subject, reference, name) each."""
    _needs.append(tell)
    return tell


def in_force() -> set[str]:
    """Every subject with an approved assessment in force."""
    return set(_in_force().values_list("subject", flat=True))


def needed() -> list[tuple[str, str, Bilingual, bool]]:
    """Everything that needs one, and whether it has one in force."""
    there = in_force()
    return [(subject, code, name, subject in there) for tell in _needs for subject, code, name in tell()]


def every() -> list[Assessment]:
    """All of them, the newest version of each first."""
    return list(Assessment.objects.all())


def one(assessment_id: UUID) -> Assessment:
    """One of them. Raises NoSuchRisk."""
    found = Assessment.objects.filter(pk=assessment_id).first()
    if found is None:
        raise NoSuchRisk
    return found


def approved(code: str, subject: str = "") -> bool:
    """Whether an assessment with this reference is in force, and is about that subject."""
    rows = _in_force().filter(code=code) if code else Assessment.objects.none()
    return rows.filter(subject=subject).exists() if subject else rows.exists()


def check(subject: str, code: str) -> None:
    """Raises AssessmentNeeded, unless an approved assessment about the subject is in force."""
    if not approved(code, subject):
        raise AssessmentNeeded


def _in_force() -> Any:
    return Assessment.objects.filter(state=State.APPROVED, review_at__gt=clock.now())


@transaction.atomic
def draft(code: str, subject: str, *, by: Actor) -> Assessment:
    """The next version, filled in from what the house knows. A draft that is there already is given back."""
    may(by, ASSESS)
    there = Assessment.objects.filter(code=code, state__in=(State.DRAFT, State.PROPOSED)).first()
    if there is not None:
        return there
    tell = _prefills.get(subject.partition(":")[0])
    known = tell(subject.partition(":")[2]) if tell else None
    if known is None:
        raise NoSuchRisk
    last = Assessment.objects.filter(code=code).aggregate(last=Max("version"))["last"] or 0
    before = Assessment.objects.filter(code=code, version=last).first()
    row = Assessment.objects.create(
        code=code[:60], version=last + 1, subject=subject[:120], title=known["title"], facts=known["facts"],
        answers={**known.get("answers", {}), **(before.answers if before else {})}, made_by=str(by),
    )  # fmt: skip
    audit.record(acts.DRAFTED, by=by, on=f"assessment:{row.pk}", details={"code": code, "version": row.version})
    return row


@transaction.atomic
def write(assessment_id: UUID, answers: dict[str, dict[str, str]], *, by: Actor) -> Assessment:
    """Answer questions: {question: {zh, en}}. Raises NoLongerADraft."""
    may(by, ASSESS)
    row = _claim(assessment_id)
    if row.state != State.DRAFT:
        raise NoLongerADraft
    said = {code: _texts(answers[code]) for code in QUESTIONS if code in answers}
    row.answers = {**row.answers, **said}
    row.save(update_fields=["answers"])
    audit.record(acts.DRAFTED, by=by, on=f"assessment:{row.pk}", fields=tuple(said), details={"code": row.code})
    return row


def _texts(said: dict[str, str]) -> dict[str, str]:
    return {language: said.get(language, "").strip()[:4000] for language in ("zh", "en")}


@transaction.atomic
def propose(assessment_id: UUID, *, by: Actor) -> Assessment:
    """Hand it in. Raises AnswersMissing, NoLongerADraft."""
    may(by, ASSESS)
    row = _claim(assessment_id)
    if row.state != State.DRAFT:
        raise NoLongerADraft
    if missing(row):
        raise AnswersMissing(questions=missing(row))
    row.state, row.proposed_at, row.proposed_by = State.PROPOSED, clock.now(), str(by)
    row.save(update_fields=["state", "proposed_at", "proposed_by"])
    approvals.propose(KIND, row.pk, {"state": State.APPROVED.value}, by=by, reason=f"{row.code} v{row.version}")
    return row


def missing(row: Assessment) -> list[str]:
    """Questions without an answer in both languages."""
    said = {code: row.answers.get(code, {}) for code in QUESTIONS}
    return [code for code, texts in said.items() if not all(texts.get(lang, "").strip() for lang in ("zh", "en"))]


@transaction.atomic
def back_to_draft(assessment_id: UUID, *, by: Actor) -> Assessment:
    """What was handed in and not agreed to is worked on again."""
    may(by, ASSESS)
    row = _claim(assessment_id)
    waiting = approvals.pending(KIND, row.pk)
    if row.state != State.PROPOSED:
        raise NoLongerADraft
    if waiting is not None:
        approvals.withdraw(waiting, by=by)
    row.state = State.DRAFT
    row.save(update_fields=["state"])
    return row


def _claim(assessment_id: UUID) -> Assessment:
    row = Assessment.objects.select_for_update().filter(pk=assessment_id).first()
    if row is None:
        raise NoSuchRisk
    return row


def _as_it_is(subject: str) -> dict[str, Any]:
    return {"state": Assessment.objects.select_for_update().values_list("state", flat=True).get(pk=subject)}


@approvals.kind(KIND, permission=APPROVE, current=_as_it_is, name=_("Approve an impact assessment"))
def carry_out(subject: str, _change: dict[str, Any], /, *, by: Actor) -> None:
    """The second person agreed: it is in force for a year and kept for three at least; the one before is replaced."""
    row, now = _claim(UUID(subject)), clock.now()
    Assessment.objects.filter(subject=row.subject, state=State.APPROVED).update(state=State.REPLACED)
    row.state, row.approved_at, row.approved_by = State.APPROVED, now, str(by)
    row.review_at, row.kept_until = now + REVIEWED_AFTER, (now + KEPT_FOR).date()
    row.save(update_fields=["state", "approved_at", "approved_by", "review_at", "kept_until"])
    clocks.define(
        "security.assessment_review", name=Bilingual("影响评估复评", "Review of an impact assessment"),
        calendar=clocks.always(), seconds=None, warn_before=[30 * 24 * 3600],
    )  # fmt: skip
    clocks.stop(f"assessment:{row.subject}")
    clocks.start("security.assessment_review", f"assessment:{row.subject}", due_at=row.review_at)
    audit.record(acts.APPROVED, by=by, on=f"assessment:{row.pk}", details={"code": row.code, "version": row.version})


@clocks.on_due("security.assessment_review")
def remind(due: clocks.Due) -> None:
    """A month before its year is over, and when it is: whoever assesses. From then on what needs it is refused."""
    for user_id in staff.permitted(ASSESS).values_list("pk", flat=True):
        data = {"subject": due.subject.partition(":")[2], "seconds_left": due.seconds_left}
        live.publish(f"staff:{user_id}", "security.assessment_review", data)
