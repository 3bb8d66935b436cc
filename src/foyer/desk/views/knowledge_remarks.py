"""What colleagues say of articles: said beside the conversation, settled by the owners."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.base.actors import Actor
from foyer.desk.access import desk_view, user_of
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.knowledge_frame import READ, SEE, WRITE, knowledge_frame
from foyer.knowledge import actions
from foyer.knowledge.queries import remarks as said
from foyer.staff import queries as staff

TAB = "desk:remarks"
AT_ONCE = 50


@desk_view(SEE)
def browse(request: HttpRequest) -> HttpResponse:
    """Doubts that wait for an owner, first those of one's own articles; and what became of earlier ones."""
    state = "settled" if request.GET.get("state") == "settled" else "open"
    mine = user_of(request).pk if request.GET.get("mine") == "1" else None
    page = Paginator(said.remarks(state=state, owner=mine), AT_ONCE).get_page(request.GET.get("page"))
    names = staff.names_of(said.said_by(page.object_list))
    rows = [{"remark": row, "name": _name(row.by, names)} for row in page.object_list]
    context = {
        "page": page, "rows": rows, "state": state, "is_mine": bool(mine), "waiting": said.open_remarks(),
        "my_waiting": said.open_remarks(user_of(request).pk),
    }  # fmt: skip
    return render(request, "desk/knowledge/remarks.html", {**knowledge_frame(request, TAB), **context})


@data_deed(READ)
def say(request: HttpRequest, code: str, version: int) -> dict[str, Any]:
    """Helpful, wrong or out of date; a doubt with a note."""
    posted = request.POST
    lang = "en" if posted.get("lang") == "en" else "zh"
    kind, note = posted.get("kind", "")[:10], posted.get("note", "")
    actions.remark(code, version, kind=kind, note=note, lang=lang, by=acting(request))
    return {"said": kind}


@data_deed(SEE, WRITE)
def settle(request: HttpRequest, remark_id: UUID) -> dict[str, Any]:
    """Say what became of it."""
    actions.settle_remark(remark_id, outcome=request.POST.get("outcome", ""), by=acting(request))
    return {}


def _name(by: str, names: dict[UUID, str]) -> str:
    who = Actor.parse(by).id
    return names.get(who, "") if who else ""
