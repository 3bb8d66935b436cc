"""The editor: both languages of an article side by side, saved as a draft, handed in for review from here."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from foyer.base import clock
from foyer.base.errors import Refusal
from foyer.desk.access import desk_view
from foyer.desk.views.data import acting
from foyer.desk.views.knowledge_articles import TAB
from foyer.desk.views.knowledge_frame import SEE, WRITE, knowledge_frame
from foyer.desk.views.knowledge_typed import as_typed, content_typed, products_typed, sides
from foyer.knowledge import actions
from foyer.knowledge.errors import Incomplete
from foyer.knowledge.queries import choices, versions


@desk_view(SEE, WRITE)
def new(request: HttpRequest) -> HttpResponse:
    """Begin an article."""
    given: Any = request.POST if request.method == "POST" else {}
    problems: list[str] = []
    if request.method == "POST":
        try:
            code = given.get("code", "").strip()
            about: dict[str, Any] = {"category": given.get("category", ""), "topic": given.get("topic", "")}
            _check_about(code, about)
            actions.draft(code=code, content=content_typed(given), by=acting(request), unfinished=True,
                          products=products_typed(given), **about)  # fmt: skip
            return redirect("desk:article_edit", code=code)
        except Refusal as no:
            problems = _said(no)
    typed = {"valid_from": clock.now().date().isoformat(), "audience": "public", **dict(given.items())}
    return _editor(request, typed, problems, article=None)


def _check_about(code: str, about: dict[str, Any]) -> None:
    problems = []
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,59}", code) or code == "new":
        problems.append(_("The code may have small letters, digits and hyphens only."))
    if about["category"] not in dict(choices.CATEGORIES) or about["topic"] not in ("", *dict(choices.TOPICS)):
        problems.append(_("Choose a category."))
    if problems:
        raise Incomplete(problems=problems)


@desk_view(SEE, WRITE)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Both languages side by side; saved as a draft, and handed in from here."""
    article = versions.article_of(code)
    problems: list[str] = []
    if request.method == "POST":
        given = request.POST
        try:
            version = actions.edit(article, content=content_typed(given), by=acting(request), unfinished=True)
            if given.get("then") == "submit":
                actions.submit(version, by=acting(request), reason=given.get("reason", "").strip()[:200])
                return redirect("desk:knowledge_article", code=code)
            return redirect(f"{reverse('desk:article_edit', args=[code])}?saved=1")
        except Refusal as no:
            problems = _said(no)
        return _editor(request, given, problems, article=article)
    newest = versions.versions_of(article)[0]
    return _editor(request, as_typed(versions.words_of_version(newest)), problems, article=article)


def _editor(request: HttpRequest, typed: Any, problems: list[str], *, article: Any) -> HttpResponse:
    newest = versions.versions_of(article)[0] if article else None
    context = {
        "article": article, "newest": newest, "typed": typed, "sides": sides(typed), "problems": problems,
        "categories": choices.CATEGORIES, "topics": choices.TOPICS, "audiences": choices.AUDIENCES,
        "lag": versions.lag_of(newest) if newest else None,
        "not_written": versions.not_written(newest) if newest else "", "saved": request.GET.get("saved") == "1",
        "missing": versions.missing_in(newest) if newest and newest.is_open and not problems else [],
        "files": list(newest.files.order_by("name")) if newest else [],
    }  # fmt: skip
    frame = knowledge_frame(request, TAB, page="desk:article_edit")
    return render(request, "desk/knowledge/edit.html", {**frame, **context}, status=422 if problems else 200)


def _said(no: Refusal) -> list[str]:
    problems = no.details.get("problems")
    return [str(each) for each in problems] if problems else [f"{no.message} {no.mend}".strip()]
