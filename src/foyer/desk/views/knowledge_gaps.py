"""The to-write list: what customers asked and got no good answer to, who writes it, and the draft it begins with."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from foyer.desk.access import desk_view, user_of
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.knowledge_frame import GAPS, WRITE, knowledge_frame
from foyer.knowledge import actions
from foyer.knowledge.queries import choices
from foyer.knowledge.queries import gaps as listing
from foyer.staff import queries as staff

TAB = "desk:gaps"
AT_ONCE = 25


@desk_view(GAPS)
def browse(request: HttpRequest) -> HttpResponse:
    """The gaps of one state, the most missed first."""
    state = request.GET.get("state", "open")
    state = state if state in dict(listing.STATES) else "open"
    category = request.GET.get("category", "")
    category = category if category in dict(choices.CATEGORIES) else ""
    mine = user_of(request).pk if request.GET.get("mine") == "1" else None
    page = Paginator(listing.gaps(state, assignee=mine, category=category), AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "page": page, "lines": listing.gap_lines(page.object_list), "state": state, "states": listing.STATES,
        "counts": listing.gap_counts(), "category": category, "categories": choices.CATEGORIES, "is_mine": bool(mine),
    }  # fmt: skip
    return render(request, "desk/knowledge/gaps.html", {**knowledge_frame(request, TAB), **context})


@desk_view(GAPS)
def one(request: HttpRequest, gap_id: UUID) -> HttpResponse:
    """One gap with every question, what became of each, and what may be done."""
    line, questions = listing.gap_line(gap_id)
    others = [each for each in listing.gaps("open")[:AT_ONCE] if each.pk != line.gap.pk]
    context = {"line": line, "questions": questions, "editors": staff.permitted(WRITE), "others": others}
    return render(request, "desk/knowledge/gap.html", {**knowledge_frame(request, TAB, page="gap"), **context})


@data_deed(GAPS)
def act(request: HttpRequest, gap_id: UUID, verb: str) -> dict[str, Any]:
    """Assign, dismiss, join, test again; or write, which needs the right to write and leads to the editor."""
    if verb not in _VERBS:
        raise Http404
    return _VERBS[verb](request, gap_id)


@data_deed(GAPS, WRITE)
def write(request: HttpRequest, gap_id: UUID) -> dict[str, Any]:
    """Begin the article; the script goes on to its editor."""
    version = actions.write_article(gap_id, by=acting(request))
    return {"to": reverse("desk:article_edit", args=[version.article.code])}


def _assign(request: HttpRequest, gap_id: UUID) -> dict[str, Any]:
    wanted = request.POST.get("to", "")
    editors = {str(editor.pk): editor for editor in staff.permitted(WRITE)}
    actions.assign_gap(gap_id, to=editors.get(wanted), by=acting(request))
    return {}


def _dismiss(request: HttpRequest, gap_id: UUID) -> dict[str, Any]:
    actions.dismiss_gap(gap_id, reason=request.POST.get("reason", ""), by=acting(request))
    return {}


def _join(request: HttpRequest, gap_id: UUID) -> dict[str, Any]:
    into = actions.join_gaps(gap_id, _uuid(request.POST.get("into", "")), by=acting(request))
    return {"to": reverse("desk:gap", args=[into.pk])}


def _retest(request: HttpRequest, gap_id: UUID) -> dict[str, Any]:
    line, _questions = listing.gap_line(gap_id)
    return {"closed": actions.retest_one(line.gap, by=str(acting(request)))}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


_VERBS = {"assign": _assign, "dismiss": _dismiss, "join": _join, "retest": _retest}
