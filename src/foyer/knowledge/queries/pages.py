"""Reading articles: one as a page, all as a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Q, QuerySet

from foyer.knowledge.audiences import PUBLIC, STAFF, audiences_for
from foyer.knowledge.content import LANGUAGES
from foyer.knowledge.errors import NoSuchArticle
from foyer.knowledge.models import ArticleVersion, Stamp
from foyer.knowledge.validity import bank_day


@dataclass(frozen=True)
class ArticlePage:
    """Everything a page shows of one version. `is_current` says whether it still speaks for the bank."""

    code: str
    version: int
    lang: str
    title: str
    answer: str
    steps: list[str]
    category: str
    products: list[str]
    topic: str
    valid_from: date
    valid_to: date | None
    is_current: bool
    current_version: int | None
    translation_is_stale: bool
    helpful_count: int
    rated_count: int
    url: str
    audience: str = PUBLIC
    status: str = "published"
    is_short: bool = False
    written_in: str = ""
    only_language: str = ""

    @property
    def is_foreign(self) -> bool:
        """Whether it is written in the other language alone, and so shown in that."""
        return bool(self.written_in) and self.written_in != self.lang


@dataclass(frozen=True)
class ArticleTitle:
    code: str
    version: int
    title: str
    category: str
    url: str
    audience: str = PUBLIC
    published_on: date | None = None
    languages: tuple[str, ...] = ("zh", "en")
    written_in: str = ""
    is_foreign: bool = False


def article(
    code: str,
    version: int | None = None,
    lang: str = "zh",
    *,
    at: datetime | None = None,
    audience: str = PUBLIC,
    channel: str = "",
) -> ArticlePage:
    """One published version: the given one, even when it speaks no more, or the one valid at `at`.

    A reader who is not staff (`audience`) is shown neither what is for staff only nor what was withdrawn. Where the
    version has a shorter text for `channel`, that is its answer.
    """
    rows = ArticleVersion.objects.filter(article__code=code, published_at__isnull=False)
    rows = _shown_to(rows, audience)
    rows = rows.select_related("article").annotate(
        rated=Count("ratings"), helped=Count("ratings", filter=Q(ratings__is_helpful=True))
    )
    live = _live(rows, bank_day(at)).order_by("-number").first()
    found = live if version is None else rows.filter(number=version).first()
    if found is None:
        raise NoSuchArticle
    return page_of(found, lang, live, channel)


def pages(
    wanted: Sequence[tuple[str, int]], lang: str = "zh", *, audience: str = PUBLIC, channel: str = ""
) -> list[ArticlePage]:
    """Several versions at once, in the order asked for, in two queries; what this reader may not see is left out.
    Where one has a shorter text for `channel`, that is its answer."""
    codes = {code for code, _number in wanted}
    rows = _shown_to(ArticleVersion.objects.filter(article__code__in=codes, published_at__isnull=False), audience)
    rows = (
        rows.select_related("article")
        .defer("direction")
        .annotate(rated=Count("ratings"), helped=Count("ratings", filter=Q(ratings__is_helpful=True)))
    )
    live = {row.article_id: row for row in _live(rows, bank_day()).order_by("number")}
    found = {(row.article.code, row.number): row for row in rows}
    kept = [found[one] for one in wanted if one in found]
    return [page_of(row, lang, live.get(row.article_id), channel) for row in kept]


def published(
    lang: str = "zh", *, category: str = "", at: datetime | None = None, audience: str = PUBLIC
) -> list[ArticleTitle]:
    """The titles of all articles that speak for the bank now, by category and code."""
    rows = _live(_shown_to(ArticleVersion.objects.all(), audience), bank_day(at)).select_related("article")
    if category:
        rows = rows.filter(article__category=category)
    rows = rows.defer("direction").order_by("article__category", "article__code")
    return [_title(row, lang) for row in rows]


def state_mark() -> str:
    """Changes with every change of what may be read or found; for caches."""
    value = Stamp.objects.values_list("value", flat=True).first()
    return str(value or "")


def article_url(code: str, version: int) -> str:
    """Where a citation leads."""
    return f"/articles/{quote(code)}/{version}"


def live_fingerprints(at: datetime | None = None) -> dict[str, str]:
    """Each live article's code with a short mark of its words, for telling how far the knowledge has moved."""
    rows = live_versions(at).values_list("article__code", "fingerprint")
    return {code: fingerprint[:8] for code, fingerprint in rows.order_by("article__code")}


def live_versions(at: datetime | None = None, *, audience: str = PUBLIC) -> "QuerySet[ArticleVersion]":
    """The versions that speak for the bank on the day of `at`, to a reader of that kind."""
    return _live(_shown_to(ArticleVersion.objects.all(), audience), bank_day(at))


def _shown_to(rows: "QuerySet[Any]", audience: str) -> "QuerySet[Any]":
    rows = rows.filter(audience__in=audiences_for(audience))
    return rows if audience == STAFF else rows.exclude(article__status="withdrawn")


def _live(rows: "QuerySet[Any]", day: date) -> "QuerySet[Any]":
    is_open = Q(valid_to=None) | Q(valid_to__gte=day)
    return rows.filter(is_open, status="published", article__status="published", valid_from__lte=day)


def page_of(found: Any, lang: str, live: Any, channel: str) -> ArticlePage:
    """A version, annotated with its ratings, as its page; `live` is the one that speaks for its article now."""
    kept = found.article
    return ArticlePage(
        code=kept.code,
        version=found.number,
        lang=lang,
        title=found.title.in_(lang),
        answer=found.text_for(channel, lang),
        steps=found.steps_in(lang),
        category=kept.category,
        products=list(kept.products),
        topic=kept.topic,
        valid_from=found.valid_from,
        valid_to=found.valid_to,
        is_current=live is not None and live.pk == found.pk,
        current_version=live.number if live else None,
        translation_is_stale=found.stale_language == lang,
        helpful_count=found.helped,
        rated_count=found.rated,
        url=article_url(kept.code, found.number),
        audience=found.audience,
        status=kept.status,
        is_short=bool(found.short_text(channel, lang)),
        written_in=found.written_in(lang),
        only_language=found.only_language,
    )


def _title(row: Any, lang: str) -> ArticleTitle:
    code, title = row.article.code, row.title.in_(lang)
    on = row.published_at.date() if row.published_at else None
    written_in = row.written_in(lang)
    return ArticleTitle(
        code, row.number, title, row.article.category, article_url(code, row.number), row.audience, on,
        tuple(each for each in LANGUAGES if getattr(row.answer, each)), written_in, written_in != lang,
    )  # fmt: skip
