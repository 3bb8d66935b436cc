"""Alerts and incidents on the desk: what waits, one alert with its evidence, one incident with its timeline."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive, make_aware

from foyer.base.actors import Actor
from foyer.desk.access import desk_view
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.security import TRIAGE, UNDO, WATCH_ALERTS, security_frame
from foyer.security.detection import incidents as leading
from foyer.security.detection import owning, queries, responses, triaging
from foyer.security.detection.incidents import letters, responding
from foyer.staff import queries as staff

ALERTS, INCIDENTS = "desk:alerts", "desk:incidents"


@desk_view(WATCH_ALERTS)
def alerts(request: HttpRequest) -> HttpResponse:
    """What waits, newest first, and what holds somebody back now."""
    asked = {name: request.GET.get(name, "")[:40] for name in ("state", "severity", "rule")}
    mine = request.user if request.GET.get("mine") == "1" else None
    listed = queries.alerts(**asked, mine=mine, page=_page(request))
    context = {
        **security_frame(request, ALERTS), "asked": {**asked, "mine": mine is not None},
        "listed": listed,
        "mine_query": "&mine=1" if mine else "",
        "mine_count": owning.count_mine(request.user), "my_owners": owning.owners_of(request.user),
        "states": queries.STATES, "severities": queries.SEVERITIES, "held": _named(queries.responses_held()),
        "may_undo": request.user.has_perm(UNDO),
    }  # fmt: skip
    return render(request, "desk/security/detection/alerts.html", context)


@desk_view(WATCH_ALERTS)
def alert(request: HttpRequest, alert_id: UUID) -> HttpResponse:
    """One alert: in words, on what evidence, what was done, what can be done."""
    found = queries.alert(alert_id)
    may = request.user.has_perm(TRIAGE) and found.user_id != request.user.pk
    context = {
        **security_frame(request, ALERTS, page="desk:alert"), "one": found,
        "told": queries.group_of(found), "lines": queries.evidence(found),
        "taken": _named(found.responses.select_related("user").order_by("at")),
        "may_triage": may and found.state == "new", "may_undo": request.user.has_perm(UNDO),
        "open_incidents": queries.open_incidents() if may else (),
    }  # fmt: skip
    return render(request, "desk/security/detection/alert.html", context)


@desk_view(WATCH_ALERTS)
def incidents(request: HttpRequest) -> HttpResponse:
    """Every incident, open ones and the story of those that are over."""
    asked = {"state": request.GET.get("state", "")[:20]}
    context = {
        **security_frame(request, INCIDENTS), "asked": asked, "states": queries.INCIDENT_STATES,
        "listed": queries.incidents(**asked, page=_page(request)), "severities": queries.SEVERITIES,
        "may_lead": request.user.has_perm(TRIAGE),
    }  # fmt: skip
    return render(request, "desk/security/detection/incidents.html", context)


@desk_view(WATCH_ALERTS)
def incident(request: HttpRequest, incident_id: UUID) -> HttpResponse:
    """One incident: timeline, alerts, the leak if it is one, lessons."""
    found = queries.incident(incident_id)
    may = request.user.has_perm(TRIAGE)
    context = {
        **security_frame(request, INCIDENTS, page="desk:incident"), "one": found, "lines": _told(found.lines.all()),
        "alerts": found.alerts.select_related("rule", "user").order_by("at"),
        "may_lead": may and found.state != "closed",
        "clocks": queries.running_clocks(found) if found.is_leak else (), "leak": _leak(found),
        "letters": [leading.letter(found, each) for each in ("zh", "en")] if found.is_leak else (),
        "may_write_letters": may, "papers": letters.KINDS.items(), "taken": _named(responding.of_incident(found)),
        "may_undo": request.user.has_perm(UNDO), "people": responding.people_of(found) if may else (),
        "offered": [(code, responses.of(code)) for code in responding.OFFERED],
        "affected_count": len(leading.affected(found)) if may else None,
    }  # fmt: skip
    return render(request, "desk/security/detection/incident.html", context)


@data_deed(WATCH_ALERTS, TRIAGE)
def triage(request: HttpRequest, alert_id: UUID, verdict: str) -> dict[str, Any]:
    """Take it, judge it, or make it an incident."""
    by, note = acting(request), request.POST.get("note", "")
    if verdict == "take":
        triaging.assign(alert_id, to=request.user, by=by)
    elif verdict == "escalate":
        made = leading.escalate(alert_id, note=note, incident_id=request.POST.get("incident") or None, by=by)
        return {"url": f"/desk/security/incidents/{made.pk}"}
    else:
        triaging.triage(alert_id, verdict, note=note, by=by)
    return {}


@data_deed(WATCH_ALERTS, UNDO)
def undo(request: HttpRequest, response_id: UUID) -> dict[str, Any]:
    """Take a response back, with a reason; its incident says so."""
    leading.take_back(response_id, by=acting(request), reason=request.POST.get("reason", ""))
    return {}


@data_deed(WATCH_ALERTS, TRIAGE)
def open_incident(request: HttpRequest) -> dict[str, Any]:
    """Something happened that no rule saw."""
    given = request.POST
    began = parse_datetime(given.get("began", "") or "") if given.get("began") else None
    began = make_aware(began) if began and is_naive(began) else began
    made = leading.open_incident(
        given.get("title", ""), given.get("severity", ""), began_at=began, by=acting(request)
    )  # fmt: skip
    return {"url": f"/desk/security/incidents/{made.pk}"}


@data_deed(WATCH_ALERTS, TRIAGE)
def lead(request: HttpRequest, incident_id: UUID, verb: str) -> dict[str, Any]:
    """Note, tell, contain, close, do something at once, declare a leak, report it."""
    by, text = acting(request), request.POST.get("text", "")
    if verb == "leak":
        said = {
            part: {each: request.POST.get(f"{part}_{each}", "") for each in ("zh", "en")}
            for part in leading.leaking.PARTS
        }
        leading.declare_leak(incident_id, said, by=by)
    elif verb == "respond":
        code, to = request.POST.get("response", ""), request.POST.get("to", "")
        leading.respond(incident_id, code, to=to, reason=text, by=by)
    elif verb == "report":
        leading.told_regulator(incident_id, request.POST.get("report", ""), by=by)
    elif verb in _VERBS:
        _VERBS[verb](incident_id, text, by=by)
    else:
        raise Http404
    return {}


@desk_view(WATCH_ALERTS, TRIAGE)
def paper(request: HttpRequest, incident_id: UUID, kind: str, language: str) -> HttpResponse:
    """A letter of a leak as PDF."""
    name, content = leading.written(incident_id, kind, language, by=acting(request))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


_VERBS: dict[str, Any] = {
    "note": leading.note,
    "told": leading.told,
    "contain": leading.contain,
    "close": leading.close,
}


def _named(rows: Any) -> list[dict[str, Any]]:
    """Responses with what they are called."""
    kinds = responses.registered()
    return [{"row": row, "name": kinds[row.code].name if row.code in kinds else row.code} for row in rows]


def _told(lines: Any) -> list[dict[str, Any]]:
    """The timeline with who did each step. One query more."""
    rows = list(lines)
    actors = {row.pk: Actor.parse(row.by) for row in rows}
    names = staff.names_of({actor.id for actor in actors.values() if actor.is_staff and actor.id})
    return [{"line": row, "by": names.get(actor.id, "") if (actor := actors[row.pk]).id else ""} for row in rows]


def _leak(found: Any) -> list[tuple[str, dict[str, str]]]:
    return [(part, found.leak.get(part, {})) for part in leading.leaking.PARTS]


def _page(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    return int(number) if number.isdecimal() else 1
