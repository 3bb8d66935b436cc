"""Drills at the desk: the calendar, one drill live with its clocks, findings and actions, the report."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.base import clock
from foyer.base.errors import NotFound
from foyer.base.text import Bilingual
from foyer.desk.access import desk_view, user_of
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.security import security_frame
from foyer.security import jobs
from foyer.security.drills import (
    calendar,
    improving,
    library,
    observing,
    planning,
    playing,
    queries,
    report,
    times,
    trends,
    words,
)
from foyer.security.drills.errors import BadWindow, WordsMissing
from foyer.staff import approvals
from foyer.staff import queries as staff

SEE, PLAN = "security.see_drills", planning.PLAN
TAB = "desk:drills"


@desk_view(SEE)
def browse(request: HttpRequest) -> HttpResponse:
    """What is due, every drill with its times, what is to be done, and how to plan the next."""
    found = list(queries.drills())
    for one in found:
        one.times = _times(one)  # type: ignore[attr-defined]
    context = {
        "duties": calendar.duties(), "drills": found, "actions": list(queries.open_actions()),
        "scenarios": library.current(), "people": list(staff.permitted(SEE)), "may_plan": request.user.has_perm(PLAN),
        "now": clock.now(), **_scene(request),
    }  # fmt: skip
    return render(request, "desk/security/drills/browse.html", {**security_frame(request, TAB), **context})


@desk_view(SEE)
def one(request: HttpRequest, drill_id: UUID) -> HttpResponse:
    """One drill: plan, clocks, injects, observations, findings, evidence."""
    found = queries.drill(drill_id)
    waiting = approvals.pending(planning.KIND, found.pk)
    spec = found.scenario.spec
    context = {
        "drill": found, "injects": _injects(found), "times": _times(found), "began": times.began_at(found),
        "steps": [Bilingual(**each) for each in spec["steps"]],
        "participants": [(one.user, library.role_name(found.scenario, one.role)) for one in found.participants.all()],
        "scope": Bilingual(**spec["scope"]), "safety": Bilingual(**spec["safety"]),
        "may_plan": request.user.has_perm(PLAN),
        "may_agree": bool(waiting and approvals.may_decide(waiting, user_of(request))),
        "evidence": list(queries.evidence(found, most=60)), **_over_time(found.scenario.code),
        "kinds": observing.Kind.choices, "people": list(staff.permitted(SEE)),
        "retests": [each for each in queries.drills() if each.scenario.code == found.scenario.code],
        "names": staff.names_of(_ids(found)),
    }  # fmt: skip
    return render(request, "desk/security/drills/one.html", {**security_frame(request, TAB), **context})


@desk_view(SEE)
def paper(request: HttpRequest, drill_id: UUID, language: str) -> HttpResponse:
    """The report as PDF."""
    found = queries.drill(drill_id)
    answer = HttpResponse(report.as_pdf(found, language), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.number}-{language}.pdf"'
    return answer


@data_deed(SEE, PLAN)
def plan(request: HttpRequest) -> dict[str, Any]:
    """Plan a drill; times are those of the colleague's zone."""
    given = request.POST
    opens_at = moment(given.get("opens_at", ""))
    hours = int(given["hours"][:2]) if given.get("hours", "").isdecimal() else 2
    lead = given.get("lead", "")
    made = planning.plan(
        given.get("scenario", ""), opens_at=opens_at, closes_at=opens_at + dt.timedelta(hours=hours),
        participants=[(colleague(lead), "lead")] if lead else [], by=acting(request),
        reason=given.get("reason", "").strip()[:200],
    )  # fmt: skip
    return {"drill": str(made.pk)}


@data_deed(SEE)
def act(request: HttpRequest, drill_id: UUID, verb: str) -> dict[str, Any]:
    """Agree, decline, start, inject, observe, stop, find, agree on an action, finish or prove it, evaluate, cancel."""
    deed = VERBS.get(verb)
    if deed is None:
        raise Http404
    deed(drill_id, request.POST, acting(request))
    return {}


def _agree(drill_id: UUID, _given: Any, by: Any) -> None:
    waiting = approvals.pending(planning.KIND, drill_id)
    if waiting is None:
        raise Http404
    approvals.approve(waiting, by=by)


def _inject(drill_id: UUID, given: Any, by: Any) -> None:
    row = playing.take(drill_id, given.get("code", ""), by=by)
    jobs.play_inject.later(inject_id=str(row.pk))


def _agree_action(_drill_id: UUID, given: Any, by: Any) -> None:
    if not given.get("owner") or not given.get("finding"):
        raise WordsMissing
    improving.agree_action(
        identifier(given["finding"]), text=given.get("text", ""), owner=colleague(given["owner"]),
        due_at=moment(given.get("due", "")), by=by,
    )  # fmt: skip


VERBS: dict[str, Any] = {
    "agree": _agree,
    "start": lambda drill_id, given, by: playing.start(drill_id, by=by),
    "inject": _inject,
    "observe": lambda drill_id, given, by: observing.observe(
        drill_id, given.get("kind", ""), by=by, text=given.get("text", ""), inject=given.get("inject", "")
    ),
    "stop": lambda drill_id, given, by: playing.stop(drill_id, by=by, reason=given.get("reason", "")),
    "cancel": lambda drill_id, given, by: planning.cancel(drill_id, by=by, reason=given.get("reason", "")),
    "find": lambda drill_id, given, by: improving.find(
        drill_id, weight=given.get("weight", ""), text=given.get("text", ""), by=by
    ),
    "improve": _agree_action,
    "finish": lambda drill_id, given, by: improving.finish_action(
        identifier(given.get("action", "")), by=by, note=given.get("note", "")
    ),
    "prove": lambda drill_id, given, by: improving.prove_action(
        identifier(given.get("action", "")), retest=identifier(given.get("retest", "")), by=by
    ),
    "evaluate": lambda drill_id, given, by: improving.debrief(drill_id, summary=given.get("summary", ""), by=by),
}


def identifier(text: str) -> UUID:
    """What a form names. Raises NotFound."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def colleague(text: str) -> UUID:
    """A colleague whom a form names. Raises NotFound."""
    found = staff.user_by_id(identifier(text))
    if found is None:
        raise NotFound
    return found.pk


def moment(text: str) -> dt.datetime:
    """What a form's date or time means in the colleague's zone. Raises BadWindow."""
    from django.utils import timezone

    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise BadWindow from None
    if not 2000 < found.year < 2200:
        raise BadWindow
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _times(found: Any) -> list[dict[str, Any]]:
    return [
        {"step": each.step, "name": each.name, "took": report.seconds_words(each.seconds), "kept": each.kept,
         "goal": report.seconds_words(each.goal), "open": each.seconds is None}
        for each in times.measured(found)
    ]  # fmt: skip


def _injects(found: Any) -> list[dict[str, Any]]:
    lines = queries.injects(found)
    seen = words.watched(each.row for each in lines)
    return [
        {"row": each.row, "name": Bilingual(**each.said["name"]), "expect": each.said.get("expect", {}),
         "by_house": "player" in each.said, "took": report.seconds_words(each.seconds),
         "figures": words.figures(each.row.result), "progress": _progress(seen.get(str(each.row.pk)))}
        for each in lines
    ]  # fmt: skip


def _progress(seen: Any) -> dict[str, Any] | None:
    if seen is None:
        return None
    return {"done": seen.done, "total": seen.total, "words": words.step_words(seen), "runs": seen.state == "running"}


def _scene(request: HttpRequest) -> dict[str, Any]:
    """The times of the scenario that was asked for, else of the one most often held."""
    held = trends.held()
    codes = [code for code, _name, _count in held]
    asked = request.GET.get("scenario", "")
    return {"held": held, **_over_time(asked if asked in codes else codes[0])} if codes else {"held": held}


def _over_time(code: str) -> dict[str, Any]:
    """A scenario's chart, and the same as a table."""
    scene = trends.scene(code)
    steps = [
        {"name": times.STEPS[step][0], "goal": report.seconds_words(scene.goals.get(step))} for step in scene.steps
    ]
    lines = [{"drill": line.drill, "cells": [_cell(line, scene, step) for step in scene.steps]} for line in scene.lines]
    return {"scene": scene, "scene_steps": steps, "scene_lines": lines, "times_chart": scene.as_chart()}


def _cell(line: queries.TrendLine, scene: trends.Scene, step: str) -> dict[str, Any]:
    seconds, goal = line.seconds.get(step), line.drill.scenario.spec.get("goals", {}).get(step)
    missed = goal is not None and (seconds is None or seconds > goal)
    return {"took": report.seconds_words(seconds), "kept": not missed}


def _ids(found: Any) -> list[UUID]:
    leaders = [found.planned_by, found.approved_by, found.started_by, found.stopped_by]
    actors = [*leaders, *(row.by for row in found.observations.all())]
    return [UUID(actor.partition(":")[2]) for actor in actors if actor.startswith("staff:")]
