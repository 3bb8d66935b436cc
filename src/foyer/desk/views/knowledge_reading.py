"""Reading at the desk: what I must confirm, and one article as a page, with its files."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.base.text import active_language
from foyer.desk.access import desk_view
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.knowledge_frame import READ, SEE, knowledge_frame
from foyer.knowledge import actions
from foyer.knowledge import queries as knowledge
from foyer.knowledge.audiences import STAFF
from foyer.knowledge.queries import attached, readers

TAB = "desk:to_read"


@desk_view(READ)
def to_read(request: HttpRequest) -> HttpResponse:
    """What my role must know and I have not confirmed."""
    context = {"owed": readers.to_read(request.user)}
    return render(request, "desk/knowledge/to_read.html", {**knowledge_frame(request, TAB), **context})


@desk_view(READ)
def read(request: HttpRequest, code: str) -> HttpResponse:
    """The article that speaks now, as colleagues read it; that it was opened is noted."""
    page = knowledge.article(code, lang=active_language(), audience=STAFF)
    actions.opened(page.code, page.version, by=acting(request), door="desk")
    context = {
        "article": page, "files": attached.files_of(page.code, page.version),
        "owes": readers.must_confirm(request.user, page.code, page.version), "may_see": request.user.has_perm(SEE),
    }  # fmt: skip
    return render(request, "desk/knowledge/read.html", {**knowledge_frame(request, "desk:knowledge"), **context})


@data_deed(READ)
def confirm(request: HttpRequest, code: str, number: int) -> dict[str, Any]:
    """I have read this version."""
    actions.confirm_reading(code, number, by=acting(request))
    return {}
