"""The help centre: everything the bank tells everyone, to be found, read, linked and kept by a cache.

These pages hold nothing of whoever reads them unless they are signed in: no token in a form, no cookie set. So any
cache may keep a guest's page, and its mark (ETag) changes only when the knowledge or the look does. What is for staff
only is not there at all: not in a list, not in a search, not in the map of the site.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from foyer.base.errors import NotFound
from foyer.base.text import active_language
from foyer.knowledge import actions as knowledge_actions
from foyer.knowledge import queries as knowledge
from foyer.knowledge.marking import marked
from foyer.knowledge.queries import attached
from foyer.portal import topics
from foyer.portal.frame import is_elderly, is_known, page, spoken
from foyer.portal.heeding import heeds
from foyer.portal.linking import fresh_mark, links_of, questions_and_answers

LONGEST_QUESTION = 200
FOUND_AT_ONCE, RELATED, HELPFUL, CLOSEST = 8, 4, 5, 3
LOST_BELOW = 0.5  # likeness; what was searched for and found no closer goes to the to-write list
KEPT_SECONDS, STALE_SECONDS = 60, 600

View = Callable[..., HttpResponse]


def kept(view: View) -> View:
    """Let caches keep a guest's page for a minute, and let whoever has it ask cheaply whether it changed."""

    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_known(request):
            return view(request, *args, **kwargs)
        mark = fresh_mark(request, active_language(), elderly=is_elderly(request))
        if mark in request.headers.get("If-None-Match", "").replace(" ", "").split(","):
            response = HttpResponse(status=304)
        else:
            response = view(request, *args, **kwargs)
        if response.status_code in (200, 304):
            response["ETag"] = mark
            response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}, stale-while-revalidate={STALE_SECONDS}"
            patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response

    return keeping


@require_safe
@spoken
@heeds("help")
@kept
def home(request: HttpRequest) -> HttpResponse:
    """Search, the usual questions, and everything by subject; with `?q=` what was found."""
    text = request.GET.get("q", "").strip()[:LONGEST_QUESTION].replace("\x00", "")
    language, elderly = active_language(), is_elderly(request)
    if text:
        return _results(request, text, language)
    titles = knowledge.published(language)
    context = {
        "groups": topics.by_subject(titles),
        "common": topics.common(language, elderly=elderly, titles=titles),
        "links": links_of(request),
    }
    return _help_page(request, "portal/help/home.html", context)


@require_safe
@spoken
@heeds("help")
@kept
def category(request: HttpRequest, code: str) -> HttpResponse:
    """Everything on one subject."""
    language = active_language()
    titles = knowledge.published(language, category=code) if code in topics.SUBJECTS else []
    if not titles:
        raise Http404
    context = {"name": topics.SUBJECTS[code], "listed": titles, "links": links_of(request)}
    return _help_page(request, "portal/help/category.html", context)


@require_safe
@spoken
@heeds("help")
@kept
def article(request: HttpRequest, code: str, version: int | None = None) -> HttpResponse:
    """An article as a page: the version that speaks now, or the one an answer cited, with its passage marked."""
    asked = request.GET.get("version", "")
    number = version or (int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else None)
    language = active_language()
    try:
        found = knowledge.article(code, number, language)
    except NotFound:
        return _lost(request, code, language)
    if request.method == "GET":
        knowledge_actions.opened(found.code, found.version, by=None, door="portal")
    context = {
        "article": found,
        "files": attached.files_of(found.code, found.version) if found.is_current else [],
        "marked": marked(found, request.GET.get("at", "")),
        "subject": topics.SUBJECTS.get(found.category, ""),
        "related": knowledge.search(found.title, language, limit=RELATED, without=(found.code,)),
        "links": links_of(request, is_current=found.is_current, code=found.code, only=found.only_language),
        "faq": questions_and_answers(found) if found.is_current else None,
    }
    config = {"article": {"code": found.code, "version": found.version}}
    return _help_page(request, "portal/article.html", context, config=config)


def _results(request: HttpRequest, text: str, language: str) -> HttpResponse:
    """What answers best, with the passage; what nothing answers is remembered, without anything personal."""
    hits = knowledge.search(text, language, limit=FOUND_AT_ONCE)
    spots = {spot.code: spot for spot in knowledge.passages(text, language, limit=FOUND_AT_ONCE, hits=hits)}
    is_lost = not hits or max(hits[0].nearest, hits[0].words, hits[0].ideas) < LOST_BELOW
    if is_lost:
        knowledge_actions.miss_search(text, lang=language)
        hits = hits[:CLOSEST]
    found = [{"hit": hit, "spot": spots.get(hit.article_code), "url": f"/knowledge/{hit.article_code}"} for hit in hits]
    read_as = hits[0].read_as if hits else ""
    context = {"text": text, "found": found, "is_lost": is_lost, "read_as": read_as, "links": links_of(request)}
    return _help_page(request, "portal/help/results.html", context)


def _lost(request: HttpRequest, code: str, language: str) -> HttpResponse:
    """There is no such article (any more): what comes closest to the words of its address, and where to go on."""
    words = code.replace("-", " ")
    context = {
        "near": knowledge.search(words, language, limit=HELPFUL),
        "subjects": [(code, name) for code, name in topics.SUBJECTS.items()],
    }
    return page(request, "portal/help/lost.html", context, config={}, status=404)


def _help_page(
    request: HttpRequest, template: str, context: dict[str, Any], *, config: dict[str, Any] | None = None
) -> HttpResponse:
    here = {"lang": request.GET.get("lang", "") if request.GET.get("lang") in ("zh", "en") else ""}
    return page(request, template, {**context, "asked": here}, config=config or {})
