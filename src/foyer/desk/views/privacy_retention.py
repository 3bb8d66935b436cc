"""Holds, retention and obligations on the desk."""

import json
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from foyer.desk.access import desk_view, user_of
from foyer.desk.privacy_words import WHY
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.privacy import privacy_frame
from foyer.privacy.holders import holders
from foyer.privacy.obligations import evidence, with_figures
from foyer.privacy.requests import queries
from foyer.privacy.retention import holds, jobs, restricted, running, schedule
from foyer.security import queries as security
from foyer.staff import approvals

SEE, HANDLE, OBLIGATIONS = "privacy.see_requests", "privacy.handle_requests", "privacy.see_obligations"
DECIDED = ("privacy.erasure", "privacy.hold", "privacy.release_hold")
BUILT = [("yes", _("built")), ("partly", _("partly built")), ("no", _("not built yet"))]


@desk_view(SEE)
def hold_list(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/privacy/retention/holds.html", _holds(request))


@data_deed(SEE, holds.PLACE)
def place(request: HttpRequest) -> dict[str, Any]:
    given = request.POST
    holds.propose(given.get("number", ""), given.get("reason", ""), given.get("reference", ""), by=acting(request))
    return {}


@data_deed(SEE, holds.PLACE)
def release(request: HttpRequest, hold_id: UUID) -> dict[str, Any]:
    holds.propose_release(hold_id, by=acting(request))
    return {}


@data_deed(SEE)
def decide(request: HttpRequest, approval_id: UUID, verdict: str) -> dict[str, Any]:
    """Agree to, or decline, a deletion, a hold or its release; the engine of approvals says who may."""
    found = approvals.waiting_for(user_of(request)).filter(pk=approval_id, kind__in=DECIDED).first()
    if found is None or verdict not in ("approve", "reject"):
        raise Http404
    if verdict == "approve":
        approvals.approve(found, by=acting(request))
    else:
        approvals.reject(found, by=acting(request))
    return {}


@desk_view(restricted.READ)
def read(request: HttpRequest, record_id: UUID) -> HttpResponse:
    """The content of a restricted record, once, for a file; it is on this page only."""
    if request.method != "POST":
        raise Http404
    content = restricted.read(record_id, by=acting(request), reference=request.POST.get("reference", ""))
    text = json.dumps(content, ensure_ascii=False, indent=1, default=str)
    return render(request, "desk/privacy/retention/holds.html", {**_holds(request), "content": text})


@desk_view(SEE)
def retention(request: HttpRequest) -> HttpResponse:
    """The schedule, when it is carried out next, and what the last runs did."""
    rules, reports = schedule.rules(), queries.reports()
    names = {rule.code: str(rule.name) for rule in rules}
    for report in reports:
        report.shown = [_line(line, report.lines, names) for line in report.lines]  # type: ignore[attr-defined]
    context = {**privacy_frame(request, "desk:privacy_retention"), "rules": rules, "reports": reports}
    return render(request, "desk/privacy/retention/schedule.html", {**context, "next": jobs.next_run()})


def _line(line: dict[str, Any], lines: list[dict[str, Any]], names: dict[str, str]) -> dict[str, Any]:
    """One line in words; a rule that several rooms carry out says which part each line is about."""
    parts = {one.code: one.name for one in holders()} | {f"privacy.restricted.{line['rule']}": _("Restricted records")}
    is_shared = sum(one["rule"] == line["rule"] for one in lines) > 1
    return {
        **line, "name": names.get(line["rule"], line["rule"]), "words": WHY.get(line["why"], line["why"]),
        "part": parts.get(line["keeper"], "") if is_shared else "",
    }  # fmt: skip


@data_deed(SEE, HANDLE)
def rehearse(request: HttpRequest) -> dict[str, Any]:
    """Count what is due, and touch nothing."""
    return {"report": str(running.run(rehearsal=True, by=acting(request)).pk)}


@desk_view(OBLIGATIONS)
def obligations(request: HttpRequest) -> HttpResponse:
    built, text = request.GET.get("built", ""), request.GET.get("q", "")[:80]
    names = dict(BUILT)
    rows = [{**row, "built_name": names[row["obligation"].built]} for row in with_figures(built=built, text=text)]
    context = {**privacy_frame(request, "desk:privacy_obligations"), "rows": rows, "built": built, "q": text}
    return render(request, "desk/privacy/retention/obligations.html", {**context, "built_names": BUILT})


@desk_view(OBLIGATIONS)
def evidence_pack(request: HttpRequest) -> HttpResponse:
    security.check_export(acting(request))
    answer = HttpResponse(evidence.packed(by=acting(request)), content_type="application/zip")
    answer["Content-Disposition"] = 'attachment; filename="evidence.zip"'
    return answer


def _holds(request: HttpRequest) -> dict[str, Any]:
    number = request.GET.get("number", "")
    may_read = request.user.has_perm(restricted.READ)
    return {
        **privacy_frame(request, "desk:privacy_holds"), "holds": queries.standing_holds(),
        "reasons": holds.REASONS, "number": number,
        "records": restricted.find(number, by=acting(request)) if number and may_read else [],
        "proposed": [
            {"request": each, "name": approvals.rule_of(each.kind).name}
            for each in approvals.proposed_by(user_of(request)).filter(kind__in=DECIDED, status="pending")[:20]
        ],
        "waiting": [
            {"request": each, "name": approvals.rule_of(each.kind).name}
            for each in approvals.waiting_for(user_of(request)).filter(kind__in=DECIDED)
        ],
    }  # fmt: skip
