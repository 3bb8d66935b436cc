"""The second person: what waits for a decision, and one proposal with everything needed to judge it."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.desk.access import desk_view, user_of
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.knowledge_frame import APPROVE, knowledge_frame
from foyer.desk.views.knowledge_typed import as_typed, sides
from foyer.knowledge import actions
from foyer.knowledge.actions.describing import DESCRIBING
from foyer.knowledge.actions.publishing import APPROVAL
from foyer.knowledge.actions.withdrawing import RESTORING
from foyer.knowledge.queries import reviewing, versions
from foyer.staff import approvals

TAB = "desk:article_reviews"
KINDS = (APPROVAL, RESTORING, DESCRIBING)


@desk_view(APPROVE)
def browse(request: HttpRequest) -> HttpResponse:
    """What I may decide, the oldest first, and what of mine waits for others."""
    user = user_of(request)
    mine = approvals.proposed_by(user).filter(kind__in=KINDS, status="pending")
    context = {
        "waiting": reviewing.lines(list(approvals.waiting_for(user).filter(kind__in=KINDS)[:200])),
        "mine": reviewing.lines(list(mine[:50])),
    }
    return render(request, "desk/knowledge/reviews.html", {**knowledge_frame(request, TAB), **context})


@desk_view(APPROVE)
def one(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A wording beside what speaks now; or another change, before and after."""
    waiting = _waiting(request, request_id)
    context: dict[str, Any] = {
        "waiting": waiting, "line": reviewing.lines([waiting])[0],
        "may_decide": approvals.may_decide(waiting, user_of(request)), "differences": approvals.difference(waiting),
    }  # fmt: skip
    if waiting.kind == APPROVAL:
        context |= _wording(waiting)
        context["may_decide"] &= context["version"].written_by != str(acting(request))
    return render(request, "desk/knowledge/review.html", {**knowledge_frame(request, TAB), **context})


def _wording(waiting: Any) -> dict[str, Any]:
    version = versions.version_by_id(waiting.subject)
    before = versions.spoken_before(version)
    return {
        "version": version, "before": before, "changes": versions.difference(before, version) if before else [],
        "sides": sides(as_typed(versions.words_of_version(version))), "lag": versions.lag_of(version),
        "not_written": versions.not_written(version), "files": list(version.files.order_by("name")),
        "steering": reviewing.steering(version),
        "figures": reviewing.figures_apart(version),
    }  # fmt: skip


@data_deed(APPROVE)
def decide(request: HttpRequest, request_id: UUID, verdict: str) -> dict[str, Any]:
    """Agree or decline, with a word for the writer."""
    waiting, comment = _waiting(request, request_id), request.POST.get("comment", "").strip()[:500]
    if verdict == "approve":
        approvals.approve(waiting, by=acting(request), comment=comment)
    elif verdict == "reject":
        _decline(waiting, acting(request), comment)
    else:
        raise Http404
    return {}


def _decline(waiting: Any, by: Any, comment: str) -> None:
    if waiting.kind == APPROVAL:
        actions.decline(versions.version_by_id(waiting.subject), by=by, comment=comment)
    else:
        approvals.reject(waiting, by=by, comment=comment)


def _waiting(request: HttpRequest, request_id: UUID) -> Any:
    found = approvals.readable_by(user_of(request)).filter(pk=request_id, kind__in=KINDS).first()
    if found is None:
        raise Http404
    return found
