"""The register of doubts: broken links, figures that contradict each other, questions with two answers."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.desk.access import desk_view
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.knowledge_frame import SEE, WRITE, knowledge_frame
from foyer.knowledge import actions
from foyer.knowledge.queries import choices, doubts

TAB = "desk:article_doubts"
AT_ONCE = 50


@desk_view(SEE)
def browse(request: HttpRequest) -> HttpResponse:
    """What is open, by kind; what was accepted, with the reason."""
    state = request.GET.get("state", "open")
    state = state if state in dict(choices.DOUBT_STATES) else "open"
    kind = request.GET.get("kind", "")
    kind = kind if kind in dict(choices.DOUBTS) else ""
    page = Paginator(doubts.doubts(state=state, kind=kind), AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "page": page, "state": state, "kind": kind, "kinds": choices.DOUBTS, "states": choices.DOUBT_STATES,
        "counts": doubts.doubt_counts(), "last": doubts.last_check(),
    }  # fmt: skip
    return render(request, "desk/knowledge/doubts.html", {**knowledge_frame(request, TAB), **context})


@data_deed(SEE, WRITE)
def act(request: HttpRequest, finding_id: UUID, verb: str) -> dict[str, Any]:
    """Accept it with a reason, or open it again."""
    if verb == "accept":
        actions.accept(finding_id, reason=request.POST.get("reason", ""), by=acting(request))
    elif verb == "reopen":
        actions.reconsider(finding_id, by=acting(request))
    else:
        raise Http404
    return {}


@data_deed(SEE, WRITE)
def check(request: HttpRequest) -> dict[str, Any]:
    """Look again now, pages elsewhere included; a job does it."""
    actions.check.later(with_pages=True)
    return {}
