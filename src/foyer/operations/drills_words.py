"""What `foyer drills` does and says."""

import argparse
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.base.text import Bilingual
from foyer.operations import state
from foyer.operations.problem import Problem
from foyer.operations.words import _, speaks_chinese
from foyer.security import jobs
from foyer.security.drills import calendar, library, planning, playing, queries, report, times, words
from foyer.staff import queries as staff

POLL_SECONDS, MOST_SECONDS = 1.0, 3600


def run(options: argparse.Namespace) -> int:
    """One verb; a refusal of the house becomes the command's own sentence."""
    try:
        return VERBS[options.verb](options)
    except Refusal as refusal:
        raise Problem(str(refusal.message), str(refusal.mend)) from refusal


def listed(options: argparse.Namespace) -> int:
    if not options.scenarios:
        for due in calendar.duties():
            told = _("overdue") if due.is_late else _("due {day}").format(day=f"{due.due_at:%Y-%m-%d}")
            print(f"{due.duty.name}: {told}")
        for drill in queries.drills():
            kept = "  ".join(_time(one) for one in times.measured(drill))
            print(f"{drill.number}  {drill.get_state_display()}  {drill.scenario.name}  {kept}".rstrip())
    for one in library.current() if options.scenarios else ():
        print(f"{one.code:<22} {one.get_kind_display()}  {one.name}")
    return 0


def plan(options: argparse.Namespace) -> int:
    by, opens_at = _colleague(options.by), _instant(options.at)
    lead = _colleague(options.lead or options.by)
    drill = planning.plan(
        options.scenario, opens_at=opens_at, closes_at=opens_at + timedelta(hours=options.hours),
        participants=[(lead.pk, "lead")], by=Actor.staff(by), reason=options.reason[:200],
    )  # fmt: skip
    print(_("Drill {number} is planned; a second person agrees to it at the desk.").format(number=drill.number))
    return 0


def play(options: argparse.Namespace) -> int:
    """Begin it, have the job process play each inject, watch what comes of it, stop. Status 1 when a goal is missed."""
    by, drill = Actor.staff(_colleague(options.by)), _drill(options.number)
    if not state.read(settings.HOME).processes:
        raise Problem(_("Foyer does not run here, and a drill is played against the running house."),
                      _("Start it with ./foyer up."))  # fmt: skip
    playing.start(drill.pk, by=by)
    try:
        for row in drill.injects.filter(state="waiting"):
            if not options.inject or row.code in options.inject:
                _play_one(drill, row.code, by)
    finally:
        if not options.inject:
            playing.stop(drill.pk, by=by, reason="foyer drills play")
    return _show(_drill(options.number))


def _play_one(drill: Any, code: str, by: Actor) -> None:
    row = playing.take(drill.pk, code, by=by)
    said = library.inject_said(drill.scenario, code)
    print(f"• {Bilingual(**said['name'])}", flush=True)
    jobs.play_inject.later(inject_id=str(row.pk))
    told, ends = "", time.monotonic() + MOST_SECONDS
    while time.monotonic() < ends and not _is_over(row, said):
        time.sleep(POLL_SECONDS)
        row.refresh_from_db()
        note = words.progress_of(row)
        if note and note != told:
            print(f"    {note}", flush=True)
            told = note
    print("    " + "  ".join((str(row.get_state_display()), *words.figures(row.result))), flush=True)


def _is_over(row: Any, said: dict[str, Any]) -> bool:
    """Noticed, missed, failed or halted; or done, where no alert of the house is waited for."""
    if row.state != "played":
        return True
    waits = said.get("expect", {}).get("rules")
    return "player" not in said or (not waits and words.is_done(row))


def show(options: argparse.Namespace) -> int:
    drill = _drill(options.number)
    if options.file is None:
        _show(drill)
        return 0
    language = options.language or ("zh" if speaks_chinese() else "en")
    try:
        options.file.write_bytes(report.as_pdf(queries.drill(drill.pk), language))
    except FileNotFoundError as error:
        folder = options.file.parent
        raise Problem(_("The folder {folder} does not exist.").format(folder=folder), _("Make it first.")) from error
    print(_("The report of {number} is in {file}.").format(number=drill.number, file=options.file))
    return 0


def _show(drill: Any) -> int:
    print(f"{drill.number}  {drill.get_state_display()}  {drill.scenario.name}")
    whole = queries.drill(drill.pk)
    measured = times.measured(whole)
    for one in measured:
        print("  " + _time(one))
    for line in queries.injects(whole):
        told = "  ".join((str(line.row.get_state_display()), *words.figures(line.row.result)))
        print(f"  {Bilingual(**line.said['name'])}: {told}")
    return 1 if any(one.kept is False for one in measured) else 0


def _time(one: times.Measured) -> str:
    verdict = {True: _("kept"), False: _("missed"), None: "–"}[one.kept]
    return f"{one.name} {report.seconds_words(one.seconds)} / {report.seconds_words(one.goal)} {verdict}"


VERBS: dict[str, Callable[[argparse.Namespace], int]] = {"list": listed, "plan": plan, "play": play, "report": show}


def _colleague(name: str) -> Any:
    found = staff.user_named(name)
    if found is None:
        raise Problem(_("Nobody here signs in as {name}.").format(name=name))
    return found


def _drill(number: str) -> Any:
    return queries.numbered(number)


def _instant(written: str) -> datetime:
    if not written:
        return clock.now()
    try:
        at = datetime.fromisoformat(written)
    except ValueError:
        raise Problem(
            _("{written} is neither a number nor a time.").format(written=written),
            _("Write 1200, 2026-05-01 or 2026-05-01T08:00."),
        ) from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
