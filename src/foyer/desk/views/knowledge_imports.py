"""Bringing documents in: the file, what it proposes, and which of it become drafts."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from foyer.base.errors import Refusal
from foyer.desk.access import desk_view
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.knowledge_frame import SEE, WRITE, knowledge_frame
from foyer.knowledge import actions
from foyer.knowledge.errors import NotAskedDocument
from foyer.knowledge.queries import choices, imports

TAB = "desk:article_imports"
AT_ONCE = 50


@desk_view(SEE, WRITE)
def browse(request: HttpRequest) -> HttpResponse:
    """Bring a document in, or go on with one."""
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            return redirect("desk:article_import", batch_id=_brought(request).pk)
        except Refusal as no:
            refusal = no
    context = {"batches": imports.batches(), "refusal": refusal}
    page = {**knowledge_frame(request, TAB), **context}
    return render(request, "desk/knowledge/imports.html", page, status=refusal.status if refusal else 200)


def _brought(request: HttpRequest) -> Any:
    file = request.FILES.get("file")
    if file is None:
        raise NotAskedDocument
    return actions.bring(name=file.name or "document", data=file, by=acting(request))


@desk_view(SEE, WRITE)
def one(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """What the document proposes; nothing of it is an article yet."""
    return render(request, "desk/knowledge/import.html", {**knowledge_frame(request, TAB), **_look(request, batch_id)})


@desk_view(SEE, WRITE)
def piece(request: HttpRequest, batch_id: UUID) -> HttpResponse:
    """The same without its frame, while the document is being read."""
    return render(request, "desk/knowledge/parts/import.html", _look(request, batch_id))


def _look(request: HttpRequest, batch_id: UUID) -> dict[str, Any]:
    batch = imports.batch(batch_id)
    page = Paginator(range(len(batch.proposals)), AT_ONCE).get_page(request.GET.get("page"))
    start = (page.number - 1) * AT_ONCE
    found = list(imports.previews(batch, start, AT_ONCE))
    return {
        "batch": batch, "page": page, "previews": found, "categories": choices.CATEGORIES,
        "may_take": any(not each.taken and not each.proposal.held for each in found),
    }  # fmt: skip


@data_deed(SEE, WRITE)
def take(request: HttpRequest, batch_id: UUID) -> dict[str, Any]:
    """Make drafts of what was ticked."""
    given = request.POST
    common = given.get("category", "")
    chosen = {int(index): given.get(f"category-{index}") or common for index in given.getlist("take")
              if index.isdecimal() and len(index) < 6}  # fmt: skip
    actions.take(batch_id, chosen, by=acting(request))
    return {}
