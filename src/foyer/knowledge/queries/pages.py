"""Reading articles: one as a page, all as a list."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Q, QuerySet

from foyer.knowledge.errors import NoSuchArticle
from foyer.knowledge.models import ArticleVersion
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


@dataclass(frozen=True)
class ArticleTitle:
    code: str
    version: int
    title: str
    category: str
    url: str


def article(code: str, version: int | None = None, lang: str = "zh", *, at: datetime | None = None) -> ArticlePage:
    """One published version: the given one, even when it speaks no more, or the one valid at `at`."""
    rows = ArticleVersion.objects.filter(article__code=code, published_at__isnull=False)
    rows = rows.select_related("article").annotate(
        rated=Count("ratings"), helped=Count("ratings", filter=Q(ratings__is_helpful=True))
    )
    live = _live(rows, bank_day(at)).order_by("-number").first()
    found = live if version is None else rows.filter(number=version).first()
    if found is None:
        raise NoSuchArticle
    return _page(found, lang, live)


def published(lang: str = "zh", *, category: str = "", at: datetime | None = None) -> list[ArticleTitle]:
    """The titles of all articles that speak for the bank now, by category and code."""
    rows = _live(ArticleVersion.objects.all(), bank_day(at)).select_related("article")
    if category:
        rows = rows.filter(article__category=category)
    rows = rows.defer("direction").order_by("article__category", "article__code")
    return [_title(row, lang) for row in rows]


def article_url(code: str, version: int) -> str:
    """Where a citation leads."""
    return f"/articles/{quote(code)}/{version}"


def live_fingerprints(at: datetime | None = None) -> dict[str, str]:
    """Each live article's code with a short mark of its words, for telling how far the knowledge has moved."""
    rows = _live(ArticleVersion.objects.all(), bank_day(at)).values_list("article__code", "fingerprint")
    return {code: fingerprint[:8] for code, fingerprint in rows.order_by("article__code")}


def live_versions(at: datetime | None = None) -> "QuerySet[ArticleVersion]":
    """The versions that speak for the bank on the day of `at`."""
    return _live(ArticleVersion.objects.all(), bank_day(at))


def _live(rows: "QuerySet[Any]", day: date) -> "QuerySet[Any]":
    is_open = Q(valid_to=None) | Q(valid_to__gte=day)
    return rows.filter(is_open, status="published", article__status="published", valid_from__lte=day)


def _page(found: Any, lang: str, live: Any) -> ArticlePage:
    kept = found.article
    return ArticlePage(
        code=kept.code,
        version=found.number,
        lang=lang,
        title=found.title.in_(lang),
        answer=found.answer.in_(lang),
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
    )


def _title(row: Any, lang: str) -> ArticleTitle:
    code = row.article.code
    return ArticleTitle(code, row.number, row.title.in_(lang), row.article.category, article_url(code, row.number))
