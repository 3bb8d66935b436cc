"""Risks at the desk: the map, one risk, the register of assets, impact assessments."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.base.text import Bilingual
from foyer.desk.access import desk_view, user_of
from foyer.desk.asset_words import subject_kind, way, what_is_new
from foyer.desk.flow_picture import picture
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.security import security_frame
from foyer.desk.views.security_drills import colleague, identifier
from foyer.security.risks import accepting, assessing, assessments, facts, flows, heat, register, report, suggesting
from foyer.security.risks.errors import OffTheScale, TooLong
from foyer.security.risks.threats import library
from foyer.staff import approvals
from foyer.staff import queries as staff

SEE, ASSESS = "security.see_risks", register.ASSESS
RISKS, ASSETS, ASSESSMENTS, FLOWS = "desk:risks", "desk:assets", "desk:assessments", "desk:flows"


@desk_view(SEE)
def browse(request: HttpRequest) -> HttpResponse:
    """The map before and after controls, its conclusion, every risk, the trend."""
    found = list(heat.risks())
    which: heat.Which = "inherent" if request.GET.get("map") == "inherent" else "residual"
    points, cell = _shares(), _asked_cell(request)
    shown = [each for each in found if cell is None or heat.place(each, which) == cell]
    chart = {
        "days": list(points),
        "series": [{"name": "%", "values": list(points.values())}],
    }
    context = {
        "risks": sorted(shown, key=lambda each: (-each.residual, -each.inherent, each.code)), "which": which,
        "cell": cell, "count": len(found), "heat": heat.as_chart(found, which), "grid": heat.grid(found, which),
        "scale": heat.SCALE, "conclusion": heat.conclusion(found),
        "threats": library(), "standings": {each.pk: accepting.state_of(each) for each in found}, "chart": chart,
        "share": round(next(reversed(points.values()), 0)),
        "appetite": accepting.APPETITE, "may_assess": request.user.has_perm(ASSESS),
    }  # fmt: skip
    return render(request, "desk/security/risks/browse.html", {**security_frame(request, RISKS), **context})


def _asked_cell(request: HttpRequest) -> tuple[int, int] | None:
    """The field of the map that the list is narrowed to: likelihood and impact."""
    given = request.GET.get("likelihood", ""), request.GET.get("impact", "")
    found = tuple(int(each) for each in given if each in {"1", "2", "3", "4", "5"})
    return (found[0], found[1]) if len(found) == 2 else None


def _shares() -> dict[str, float]:
    """For each day on which something was judged: how many hundredths of the risk its controls leave."""
    return {f"{each.at:%m-%d}": round(100 * each.residual / max(1, each.inherent), 1) for each in heat.trend()}


@desk_view(SEE)
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One risk: reasons, controls, what remains, who bears it, how it was judged before."""
    found = heat.risk(code)
    waiting = approvals.pending(accepting.KIND, code)
    context = {
        "risk": found, "threat": library()[found.threat], "state": accepting.state_of(found),
        "suggested": suggesting.suggestion(found), "readings": _readings(found), "waiting": waiting,
        "may_agree": bool(waiting and approvals.may_decide(waiting, user_of(request))),
        "may_assess": request.user.has_perm(ASSESS), "is_owner": found.owner_id == request.user.pk,
        "axes": [(axis, getattr(found, f"impact_{axis}")) for axis in assessing.AXES], "scale": heat.SCALE,
        "people": list(staff.permitted(SEE)), "is_high": accepting.is_high(found),
        "treatments": heat.treatments(),
    }  # fmt: skip
    return render(request, "desk/security/risks/one.html", {**security_frame(request, RISKS), **context})


def _readings(found: Any) -> list[Any]:
    """How it was judged; where nobody said why, the reasons of the risk itself, in the reader's language."""
    own = {text[:500] for text in (found.rationale.zh, found.rationale.en)}
    rows = list(found.readings.all())
    for row in rows:
        row.said = found.rationale if row.why in own else row.why
    return rows


@data_deed(SEE)
def act(request: HttpRequest, code: str, verb: str) -> dict[str, Any]:
    """Judge again, bear it, or agree that it is borne."""
    given, by = request.POST, acting(request)
    if verb == "assess":
        found = heat.risk(code)
        said = _judgement(found, given)
        assessing.assess(code, found.asset.code, found.threat, said, by=by, why=given.get("why", ""))
    elif verb == "accept":
        accepting.accept(code, until=_day(given.get("until", "")), why=given.get("why", ""), by=by)
    elif verb == "agree" and (waiting := approvals.pending(accepting.KIND, code)):
        approvals.approve(waiting, by=by)
    else:
        raise Http404
    return {}


@desk_view(SEE)
def flow_page(request: HttpRequest) -> HttpResponse:
    """Where data comes from, which room holds it, where it goes: a drawing, and the same as a table."""
    found = flows.flows()
    context = {"flows": found, "picture": picture(found), "conclusion": flows.conclusion(found)}
    return render(request, "desk/security/risks/flows.html", {**security_frame(request, FLOWS), **context})


@desk_view(SEE)
def assets(request: HttpRequest) -> HttpResponse:
    """The register, and what is new in it."""
    found, tasks = list(heat.assets()), list(heat.open_tasks())
    for each in found:
        each.ways = [way(flow) for flow in each.flows]  # type: ignore[attr-defined]
    for task in tasks:
        task.said = what_is_new(task.asset, task.what)  # type: ignore[attr-defined]
    context = {
        "assets": found, "tasks": tasks, "may_assess": request.user.has_perm(ASSESS),
        "people": list(staff.permitted(SEE)), "scale": heat.SCALE,
    }  # fmt: skip
    return render(request, "desk/security/risks/assets.html", {**security_frame(request, ASSETS), **context})


@data_deed(SEE, ASSESS)
def asset_act(request: HttpRequest, verb: str) -> dict[str, Any]:
    """Judge something new, describe an asset, or bring the register up to date."""
    given, by = request.POST, acting(request)
    if verb == "judge":
        register.judge(identifier(given.get("task", "")), answer=given.get("answer", ""), by=by)
    elif verb == "judge-all":
        register.accept_all(by=by, answer=given.get("answer", ""))
    elif verb == "describe":
        owner = colleague(given["owner"]) if given.get("owner") else None
        number = _number(given.get("criticality", ""))
        register.describe(given.get("code", ""), by=by, owner=owner, criticality=number, note=given.get("note", ""))
    elif verb == "refresh":
        register.refresh()
    else:
        raise Http404
    return {}


@desk_view(SEE)
def assessment_list(request: HttpRequest) -> HttpResponse:
    """What needs an impact assessment, and every one there is."""
    context = {
        "needed": [(*each, subject_kind(each[0])) for each in assessments.needed()],
        "assessments": [(each, subject_kind(each.subject)) for each in assessments.every()],
        "may_assess": request.user.has_perm(ASSESS),
    }  # fmt: skip
    return render(request, "desk/security/risks/assessments.html", {**security_frame(request, ASSESSMENTS), **context})


@desk_view(SEE)
def assessment(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """One assessment, both languages side by side."""
    found = assessments.one(assessment_id)
    waiting = approvals.pending(assessments.KIND, found.pk)
    questions = [
        {"code": code, "name": name, "article": article, "zh": found.answers.get(code, {}).get("zh", ""),
         "en": found.answers.get(code, {}).get("en", "")}
        for code, (name, article) in assessments.QUESTIONS.items()
    ]  # fmt: skip
    context = {
        "one": found, "questions": questions, "facts": facts.of(found), "missing": assessments.missing(found),
        "may_write": request.user.has_perm(ASSESS) and found.state == "draft",
        "may_agree": bool(waiting and approvals.may_decide(waiting, user_of(request))),
    }  # fmt: skip
    return render(request, "desk/security/risks/assessment.html", {**security_frame(request, ASSESSMENTS), **context})


@desk_view(SEE)
def assessment_paper(request: HttpRequest, assessment_id: UUID, language: str) -> HttpResponse:
    """The assessment as PDF."""
    found = assessments.one(assessment_id)
    answer = HttpResponse(report.as_pdf(found, language), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{found.code}-v{found.version}-{language}.pdf"'
    return answer


@data_deed(SEE)
def assessment_act(request: HttpRequest, verb: str) -> dict[str, Any]:
    """Draft, write, hand in, take back, agree."""
    given, by = request.POST, acting(request)
    if verb == "draft":
        made = assessments.draft(given.get("code", "").strip(), given.get("subject", ""), by=by)
        return {"assessment": str(made.pk)}
    found = assessments.one(identifier(given.get("assessment", "")))
    if verb == "write":
        codes = assessments.QUESTIONS
        said = {code: {lang: given.get(f"{code}-{lang}", "") for lang in ("zh", "en")} for code in codes}
        assessments.write(found.pk, said, by=by)
    elif verb == "propose":
        assessments.propose(found.pk, by=by)
    elif verb == "back":
        assessments.back_to_draft(found.pk, by=by)
    elif verb == "agree" and (waiting := approvals.pending(assessments.KIND, found.pk)):
        approvals.approve(waiting, by=by)
    else:
        raise Http404
    return {}


def _judgement(found: Any, given: Any) -> assessing.Judgement:
    """What a form says of a risk; texts and controls stay as they are."""
    rationale = Bilingual(given.get("rationale-zh", ""), given.get("rationale-en", ""))
    numbers = {name: _number(given.get(name, "")) for name in ("likelihood", "residual_likelihood", "residual_impact")}
    impacts = {axis: _number(given.get(axis, "")) for axis in assessing.AXES}
    owner = colleague(given["owner"]) if given.get("owner") else found.owner_id
    treatment = given.get("treatment", "")
    return assessing.Judgement(
        title=found.title, rationale=rationale, impacts=impacts, controls=tuple(found.controls), owner=owner,
        treatment=treatment if treatment in dict(heat.treatments()) else found.treatment, **numbers,
    )  # fmt: skip


def _number(text: str) -> int:
    if not text.isdecimal():
        raise OffTheScale
    return int(text[:3])


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise TooLong from None
