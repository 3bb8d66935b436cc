"""The editors' workplace: every article, one article with its story, the editor with both languages side by side."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from foyer.base import clock
from foyer.base.text import active_language
from foyer.desk.access import desk_view, user_of
from foyer.desk.views.data import acting
from foyer.desk.views.knowledge_frame import SEE, WRITE, knowledge_frame
from foyer.desk.views.knowledge_typed import as_typed, sides
from foyer.knowledge import actions
from foyer.knowledge.actions.publishing import APPROVAL
from foyer.knowledge.actions.withdrawing import RESTORING
from foyer.knowledge.queries import choices, doubts, readers, register, versions
from foyer.staff import approvals
from foyer.staff import queries as staff
from foyer.staff.roles import ROLES

TAB = "desk:articles"
AT_ONCE = 50


@desk_view(SEE)
def browse(request: HttpRequest) -> HttpResponse:
    """Every article with its state; filters narrow it, and what needs a hand is counted above."""
    sieve = _sieve(request)
    page = Paginator(register.register(sieve), AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "sieve": sieve, "page": page, "lines": register.lines(list(page)), "counts": register.counts(),
        "needs": _needs(), "states": choices.STATES, "categories": choices.CATEGORIES,
        "audiences": choices.AUDIENCES, "warnings": register.warnings_for(user_of(request).pk),
        "query": _query(request), "lang": active_language(),
    }  # fmt: skip
    return render(request, "desk/knowledge/articles.html", {**knowledge_frame(request, TAB), **context})


def _sieve(request: HttpRequest) -> register.Sieve:
    asked = request.GET
    known = {
        "state": [code for code, _name in choices.STATES], "category": [code for code, _name in choices.CATEGORIES],
        "audience": [code for code, _name in choices.AUDIENCES], "needs": register.NEEDS,
    }  # fmt: skip
    chosen = {name: asked.get(name, "") if asked.get(name) in values else "" for name, values in known.items()}
    owner = request.user.pk if asked.get("mine") == "1" else None
    return register.Sieve(**chosen, owner=owner, text=asked.get("q", "").strip()[:100].replace("\x00", ""))


def _query(request: HttpRequest) -> str:
    """The filters for the links to other pages of the list."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return kept.urlencode()


def _needs() -> list[tuple[str, str]]:
    return [
        ("lagging", _("One language lags")), ("one_language", _("In one language only")),
        ("expiring", _("Expires within 30 days")), ("due", _("Due for review")), ("doubts", _("Doubts")),
        ("unowned", _("Without an owner")),
    ]  # fmt: skip


@desk_view(SEE)
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One article: what it says, every version, who owns it and who read it, and what can be done with it."""
    article = versions.article_of(code)
    found = versions.versions_of(article)
    newest, spoken = found[0], article.current_version
    request_waiting = approvals.pending(APPROVAL, newest.pk)
    read = readers.readers(spoken) if spoken else None
    context = {
        "article": article, "versions": found, "newest": newest, "spoken": spoken, "shown": spoken or newest,
        "sides": sides(as_typed(versions.words_of_version(newest))), "lag": versions.lag_of(newest),
        "not_written": versions.not_written(newest), "waiting": request_waiting,
        "missing": versions.missing_in(newest) if newest.is_open else [],
        "restoring": approvals.pending(RESTORING, article.pk), "files": list(newest.files.order_by("name")),
        "read": read, "doubts": list(doubts.doubts_of(article)), "names": _names(found),
        "owners": list(article.owners.all()), "roles": [(role, line.name) for role, line in ROLES.items()],
        "people": list(staff.permitted(WRITE).order_by("display_name", "username")),
        "warnings": list(article.warnings.filter(settled_at=None)), "categories": choices.CATEGORIES,
        "topics": choices.TOPICS, "products": ", ".join(article.products),
        "is_mine": bool(request_waiting and request_waiting.maker_id == request.user.pk),
    }  # fmt: skip
    return render(request, "desk/knowledge/article.html", {**knowledge_frame(request, TAB), **context})


def _names(found: list[Any]) -> dict[str, str]:
    """What the people behind the versions are called, by what is stored of them."""
    actors = {actor for row in found for actor in (row.written_by, row.approved_by) if actor.startswith("staff:")}
    names = staff.names_of([UUID(actor.partition(":")[2]) for actor in actors])
    return {f"staff:{pk}": name for pk, name in names.items()}


@desk_view(SEE)
def changes(request: HttpRequest, code: str) -> HttpResponse:
    """What changed between two versions, word by word."""
    article = versions.article_of(code)
    found = versions.versions_of(article)
    numbers = [row.number for row in found]
    to = _number(request.GET.get("to"), numbers, numbers[0])
    since = _number(request.GET.get("from"), numbers, next((n for n in numbers if n < to), to))
    before, after = versions.version_of(article, since), versions.version_of(article, to)
    context = {
        "article": article, "versions": found, "before": before, "after": after,
        "changes": versions.difference(before, after), "names": _names([before, after]),
    }  # fmt: skip
    return render(request, "desk/knowledge/changes.html", {**knowledge_frame(request, TAB), **context})


def _number(asked: str | None, known: list[int], otherwise: int) -> int:
    return int(asked) if asked and asked.isdecimal() and int(asked[:7]) in known else otherwise


@require_POST
@desk_view(SEE, WRITE)
def export(request: HttpRequest) -> HttpResponse:
    """The articles that the filters show, as a zip that can be brought in again."""
    form: Any = "json" if request.POST.get("form") == "json" else "markdown"
    codes = list(register.register(_sieve(request)).values_list("code", flat=True))
    answer = HttpResponse(actions.export(codes, form, by=acting(request)), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="knowledge-{clock.now():%Y%m%d}-{form}.zip"'
    return answer
