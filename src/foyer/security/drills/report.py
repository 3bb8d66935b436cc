"""The report of a drill, to keep: as PDF, in either language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.base import house
from foyer.base.paper import Line, document, heading, note, title
from foyer.base.text import Bilingual
from foyer.security.drills import queries, times
from foyer.security.models import Drill
from foyer.staff import queries as staff


def as_pdf(drill: Drill, language: str) -> bytes:
    """What was exercised, how fast it went, what was seen, found and agreed. `drill` as `queries.drill` gives it."""
    with override("zh-hans" if language == "zh" else "en"):
        name = f"{drill.number} {drill.scenario.name.in_(language)}"
        when = f"{drill.started_at:%Y-%m-%d %H:%M}" if drill.started_at else _("not held")
        lines = [title(name), note(f"{house.name().in_(language)} · {when} UTC · {drill.get_state_display()}")]
        lines.append(Line(drill.scenario.goal.in_(language), space_after=3))
        for step in drill.scenario.spec.get("scope"), drill.scenario.spec.get("safety"):
            lines.append(note(Bilingual(**step).in_(language) if step else ""))
        lines += [heading(_("Times")), *_times(drill, language), heading(_("Injects")), *_injects(drill, language)]
        lines += [heading(_("What was observed")), *_observed(drill)]
        lines += [heading(_("Findings and actions")), *_found(drill), heading(_("What we learned"))]
        lines.append(Line(drill.summary or "–"))
        lines += [heading(_("Evidence")), *_evidence(drill)]
        return document(lines, title=name, language=language, foot=drill.number)


def seconds_words(seconds: float | None) -> str:
    """A time for people: 42 s, 12 min, 3 h 5 min."""
    if seconds is None:
        return "–"
    whole = round(seconds)
    if whole < 120:
        return f"{whole} s"
    hours, minutes = divmod(round(whole / 60), 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _times(drill: Drill, language: str) -> list[Line]:
    verdicts = {True: _("kept"), False: _("missed"), None: _("no goal")}
    return [
        Line(f"{one.name.in_(language)}: {seconds_words(one.seconds)} / "  # type: ignore[union-attr]
             f"{seconds_words(one.goal)} · {verdicts[one.kept]}")
        for one in times.measured(drill)
    ] or [Line("–")]  # fmt: skip


def _injects(drill: Drill, language: str) -> list[Line]:
    return [
        Line(f"{Bilingual(**one.said['name']).in_(language)}: {one.row.get_state_display()} · "
             f"{one.row.alert.rule.name.in_(language) if one.row.alert else '–'} · {seconds_words(one.seconds)}")
        for one in queries.injects(drill)
    ]  # fmt: skip


def _observed(drill: Drill) -> list[Line]:
    return [Line(f"{row.at:%H:%M:%S} {row.get_kind_display()} {row.text}") for row in drill.observations.all()] or [
        Line("–")
    ]


def _found(drill: Drill) -> list[Line]:
    lines = []
    for row in drill.findings.all():
        lines.append(Line(f"[{row.get_weight_display()}] {row.text}"))
        for action in row.actions.all():
            who = staff.names_of([action.owner_id]).get(action.owner_id, "")
            lines.append(note(f"→ {action.text} · {who} · {action.due_at:%Y-%m-%d} · {action.get_state_display()}"))
    return lines or [Line("–")]


def _evidence(drill: Drill) -> list[Line]:
    rows = list(queries.evidence(drill))
    shown = [note(f"{row.at:%H:%M:%S} {row.act} {row.subject} {row.pk}") for row in rows[:60]]
    return [Line(_("%(count)s entries of the audit trail carry this drill.") % {"count": len(rows)}), *shown]
