"""Letters of a leak as PDF in either language: to those affected, and both reports to the regulator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from foyer.base import audit, clock, house
from foyer.base.actors import Actor
from foyer.base.errors import NotFound, Sentence
from foyer.base.paper import Line, document, heading, note, title
from foyer.base.text import Bilingual
from foyer.security.detection import acts
from foyer.security.detection.incidents.leading import SayMore, leader
from foyer.security.detection.incidents.leaking import affected, letter
from foyer.security.models import Incident

CUSTOMERS, FIRST, WHOLE = "customers", "first", "whole"
KINDS: dict[str, Sentence] = {
    CUSTOMERS: gettext_lazy("Letter to the customers affected"),
    FIRST: gettext_lazy("First report to the regulator"),
    WHOLE: gettext_lazy("Whole report to the regulator"),
}
LANGUAGES = ("zh", "en")
INTERNAL = ("note", "response")
"""Lines that name colleagues or think aloud: they stay in the house."""


@transaction.atomic
def written(incident_id: UUID | str, kind: str, language: str, *, by: Actor) -> tuple[str, bytes]:
    """The name and the content of a letter; that it was taken out of the house stands in the trail.

    Raises NotFound, and SayMore before the leak is declared.
    """
    leader(by)
    incident = Incident.objects.select_related("lead").filter(pk=incident_id).first()
    if incident is None or kind not in KINDS or language not in LANGUAGES:
        raise NotFound
    if not incident.is_leak:
        raise SayMore
    with override("zh-hans" if language == "zh" else "en"):
        name = str(KINDS[kind])
        head = [title(name), note(f"{house.name().in_(language)} · {incident.number}")]
        lines = [*head, *_PARTS[kind](incident, language)]
        content = document(lines, title=f"{name} {incident.number}", language=language, foot=incident.number)
    details = {"what": "letter", "letter": kind, "language": language}
    audit.record(acts.INCIDENT, by=by, on=f"incident:{incident.pk}", details=details)
    return f"{incident.number}-{kind}-{language}.pdf", content


def _to_customers(incident: Incident, language: str) -> list[Line]:
    return [Line(part) for part in letter(incident, language).split("\n") if part.strip()]


def _first(incident: Incident, language: str) -> list[Line]:
    """What is known within two hours: what, when, whom it may concern, what was done so far."""
    return [*_facts(incident), *_told(incident, language, ("kinds", "cause", "measures"))]


def _whole(incident: Incident, language: str) -> list[Line]:
    """Everything PIPL 57 asks for, with the course of events."""
    told = _told(incident, language, ("kinds", "cause", "harm", "measures", "contact"))
    course = [
        Line(" ".join(filter(None, [_at(one.at), one.get_kind_display(), one.said.in_(language), one.text])))
        for one in incident.lines.exclude(kind__in=INTERNAL)
    ]
    lessons = [heading(_("Lessons")), Line(incident.lessons)] if incident.lessons else []
    return [*_facts(incident), *told, heading(_("Course of events")), *course, *lessons]


def _facts(incident: Incident) -> list[Line]:
    over = _at(incident.contained_at) if incident.contained_at else _("not yet")
    return [
        heading(_("What happened")),
        Line(str(incident.title)),
        Line(_("Began: %(at)s") % {"at": _at(incident.began_at)}),
        Line(_("Noticed: %(at)s") % {"at": _at(incident.opened_at)}),
        Line(_("Contained: %(at)s") % {"at": over}),
        Line(_("Customers affected, as far as is known: %(count)d") % {"count": len(affected(incident))}),
        Line(_("Led by: %(name)s") % {"name": incident.lead}),
        Line(_("Written: %(at)s") % {"at": _at(clock.now())}),
    ]


def _told(incident: Incident, language: str, parts: tuple[str, ...]) -> list[Line]:
    lines: list[Line] = []
    for part in parts:
        lines += [heading(str(NAMES[part])), Line(Bilingual(**incident.leak[part]).in_(language))]
    return lines


NAMES: dict[str, Sentence] = {
    "kinds": gettext_lazy("Kinds of data"),
    "cause": gettext_lazy("Cause"),
    "harm": gettext_lazy("What may follow"),
    "measures": gettext_lazy("What was done, what people can do"),
    "contact": gettext_lazy("Whom to ask"),
}
_PARTS: dict[str, Callable[[Incident, str], list[Line]]] = {CUSTOMERS: _to_customers, FIRST: _first, WHOLE: _whole}


def _at(instant: datetime) -> str:
    """An instant of the bank's time, the same in both languages: a letter is read by machines of others too."""
    return f"{instant.astimezone(ZoneInfo(settings.TIME_ZONE)):%Y-%m-%d %H:%M}"
