"""What the help centre tells search engines and caches: addresses in both languages, a map, a mark of freshness."""

import hashlib
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

import foyer
from foyer.base import clock
from foyer.base.text import active_language
from foyer.knowledge import queries as knowledge
from foyer.portal import topics

LANGUAGES = {"zh": "zh-Hans", "en": "en"}
CLOSED = ("/admin/", "/desk/", "/accounts/", "/api/", "/chat", "/sign-in", "/my-data", "/security", "/attachments/",
          "/embed/", "/heed", "/language", "/elderly", "/privacy/receipts/")  # fmt: skip


def links_of(request: HttpRequest, *, is_current: bool = True, code: str = "", only: str = "") -> dict[str, Any]:
    """The one address of this page in each language; a search and an earlier version are not to be listed at all.

    An article in one language (`only`) has one address, whichever language its page is shown in.
    """
    path = f"/knowledge/{code}" if code else request.path
    site = _site(request)
    there = {lang: name for lang, name in LANGUAGES.items() if only in ("", lang)}
    languages = {name: f"{site}{path}?{urlencode({'lang': lang})}" for lang, name in there.items()}
    is_listed = is_current and "q" not in request.GET
    shown = languages[LANGUAGES[only or active_language()]]
    return {"languages": languages, "canonical": shown, "any": f"{site}{path}", "is_listed": is_listed}


def questions_and_answers(page: Any) -> dict[str, Any]:
    """The article for search engines (schema.org FAQPage); the page writes it so that no word of it is markup."""
    answer = "\n".join([page.answer, *(f"{number}. {step}" for number, step in enumerate(page.steps, 1))])
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "inLanguage": LANGUAGES[page.written_in],
        "mainEntity": [
            {"@type": "Question", "name": page.title, "acceptedAnswer": {"@type": "Answer", "text": answer}}
        ],
    }


def fresh_mark(request: HttpRequest, language: str, *, elderly: bool) -> str:
    """Equal as long as the page would be the same: the state of the knowledge, the day, the look and the address."""
    day = timezone.localdate(clock.now()).isoformat()
    parts = [knowledge.state_mark(), day, foyer.__version__, _look(), language, str(elderly), request.get_full_path(),
             request.get_host(), str(settings.FOYER_BANK_NAME), settings.FOYER_BANK_PHONE]  # fmt: skip
    return f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:24]}"'


@cache
def _look() -> str:
    """Changes with every start of the house: templates and styles are read anew then, too."""
    return clock.now().isoformat()


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every public page of the help centre in the languages it is written in."""
    site, rows = _site(request), knowledge.published("zh")
    both, named = tuple(LANGUAGES), {row.category for row in rows}
    pages: list[tuple[str, date | None, tuple[str, ...]]] = [("/knowledge", None, both)]
    pages += [(f"/knowledge/topics/{code}", None, both) for code in topics.SUBJECTS if code in named]
    pages += [(f"/knowledge/{row.code}", row.published_on, row.languages) for row in rows]
    body = "".join(_entry(site, *about) for about in pages)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{body}</urlset>\n'
    )
    response = HttpResponse(text, content_type="application/xml; charset=utf-8")
    response["Cache-Control"] = "public, max-age=600"
    return response


def _entry(site: str, path: str, changed: date | None, languages: tuple[str, ...]) -> str:
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{name}" href="{escape(f"{site}{path}?lang={lang}")}"/>'
        for lang, name in LANGUAGES.items()
        if lang in languages
    )
    day = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    return "".join(f"<url><loc>{escape(f'{site}{path}?lang={lang}')}</loc>{day}{others}</url>\n" for lang in languages)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What machines may read: the help centre and the home page; nothing of a person or of the staff."""
    closed = "".join(f"Disallow: {path}\n" for path in CLOSED)
    text = f"User-agent: *\n{closed}Disallow: /*?q=\nAllow: /\n\nSitemap: {_site(request)}/sitemap.xml\n"
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _site(request: HttpRequest) -> str:
    return (settings.FOYER_PUBLIC_URL or f"{request.scheme}://{request.get_host()}").rstrip("/")
