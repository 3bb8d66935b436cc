"""The leak of personal data (PIPL 57): what is told to whom, by when, and who is affected.

Told are the kinds of data, the cause, the harm that may follow, what was done and what people can do, and whom to ask.
Two clocks run from the moment it is declared: two hours to the first report to the regulator, a day to the whole one.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from foyer.base import clock, clocks
from foyer.base.actors import SYSTEM, Actor
from foyer.base.text import Bilingual
from foyer.security.audit.reading import first_id
from foyer.security.audit.subjects import customers_of
from foyer.security.detection.incidents.leading import Kind, SayMore, claim, leader, line
from foyer.security.models import Alert, AuditEntry, Incident

PARTS = ("kinds", "cause", "harm", "measures", "contact")
FIRST, WHOLE = "security.leak_first_report", "security.leak_whole_report"
POLICIES = {
    FIRST: (Bilingual("泄露初报", "First report of a leak"), 2 * 3600, [3600, 900]),
    WHOLE: (Bilingual("泄露正式报告", "Whole report of a leak"), 24 * 3600, [4 * 3600, 3600]),
}
SENT, SOON, LATE = (
    Bilingual("已报送监管", "sent to the regulator"),
    Bilingual("即将到期，尚未报送", "due soon, not sent yet"),
    Bilingual("已逾期，仍未报送", "overdue, still not sent"),
)
LETTER = Bilingual(
    "尊敬的客户：\n\n我们发现您的部分个人信息可能已被泄露，现将有关情况告知您。\n\n"
    "涉及的信息：{kinds}\n原因：{cause}\n可能的影响：{harm}\n我们已采取的措施和您可以采取的措施：{measures}\n"
    "联系方式：{contact}\n\n我们为此深表歉意。",
    "Dear customer,\n\nSome of your personal data may have been disclosed. This is what we know.\n\n"
    "Data concerned: {kinds}\nCause: {cause}\nWhat may follow: {harm}\n"
    "What we did and what you can do: {measures}\nWhom to ask: {contact}\n\nWe are sorry that this happened.",
)
SEEN = (
    "customers.viewed", "customers.glanced", "privacy.unmasked", "conversations.transcript_downloaded",
    "conversations.transcript_mailed", "conversations.attachment_opened", "conversations.read_by_other",
)  # fmt: skip


@transaction.atomic
def declare_leak(incident_id: UUID | str, said: dict[str, dict[str, str]], *, by: Actor) -> Incident:
    """Personal data left the house: the clocks begin now, or what is told is corrected. Raises SayMore."""
    leader(by)
    incident = claim(incident_id)
    if any(not said.get(part, {}).get(language, "").strip() for part in PARTS for language in ("zh", "en")):
        raise SayMore
    incident.leak = {part: {language: said[part][language].strip() for language in ("zh", "en")} for part in PARTS}
    is_new, incident.is_leak = not incident.is_leak, True
    incident.save(update_fields=["leak", "is_leak"])
    if is_new:
        _start_clocks(incident)
    line(incident, Kind.LEAK, by, said=Bilingual(**incident.leak["kinds"]), about="declared")
    return incident


@transaction.atomic
def told_regulator(incident_id: UUID | str, report: str, *, by: Actor) -> Incident:
    """The first or the whole report went to the regulator: its clock stops."""
    leader(by)
    incident = claim(incident_id)
    if report not in POLICIES:
        raise SayMore
    clocks.stop(subject(incident, report))
    line(incident, Kind.TOLD, by, said=_with(POLICIES[report][0], SENT), about=report)
    return incident


def affected(incident: Incident) -> list[UUID]:
    """The customers whose data the people and groups of its alerts saw, from the first act to the end of the danger."""
    until = incident.contained_at or clock.now()
    found: set[UUID] = set()
    for alert in Alert.objects.filter(incident=incident):
        rows = AuditEntry.objects.filter(pk__in=alert.evidence)
        found |= _whose(rows)
        if alert.user_id:
            theirs = AuditEntry.objects.filter(actor_id=alert.user_id, act__in=SEEN, outcome="done")
            theirs = theirs.filter(pk__gte=first_id(alert.began_at), pk__lt=first_id(until + timedelta(seconds=1)))
            found |= _whose(theirs)
    return sorted(set(customers_of(found).values()))


def _whose(rows: QuerySet[AuditEntry]) -> set[UUID]:
    return {pseudonym for pseudonym in rows.values_list("customer", flat=True) if pseudonym}


def letter(incident: Incident, language: str) -> str:
    """The letter to those affected. Raises SayMore before the leak is declared."""
    if not incident.is_leak:
        raise SayMore
    parts = {part: Bilingual(**incident.leak[part]).in_(language) for part in PARTS}
    return LETTER.in_(language).format(**parts)


def time_left(incident: Incident) -> dict[str, Any]:
    """The clocks that still run, by report."""
    found = {report: clocks.of(subject(incident, report)) for report in POLICIES}
    return {report: each for report, each in found.items() if each is not None and each.stopped_at is None}


def subject(incident: Incident, report: str) -> str:
    return f"incident:{incident.pk}:{report.rpartition('_')[0].rpartition('_')[2]}"


def _start_clocks(incident: Incident) -> None:
    for report, (name, seconds, warnings) in POLICIES.items():
        clocks.define(report, name=name, calendar=clocks.always(), seconds=seconds, warn_before=warnings)
        clocks.start(report, subject(incident, report))


def _remind(due: clocks.Due) -> None:
    """A report is due soon, or late: a line of the timeline, and those who watch are told."""
    incident = Incident.objects.filter(pk=due.subject.split(":")[1]).first()
    if incident is not None:
        said = _with(POLICIES[due.policy][0], SOON if due.is_warning else LATE)
        line(incident, Kind.LEAK, SYSTEM, said=said, about="clock")


def _with(name: Bilingual, what: Bilingual) -> Bilingual:
    return Bilingual(f"{name.zh}：{what.zh}", f"{name.en}: {what.en}")


for _report in POLICIES:
    clocks.on_due(_report)(_remind)
