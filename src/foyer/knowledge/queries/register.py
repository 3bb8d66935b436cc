"""The editors' list: every article, what it says, where it stands, and what is to be done with it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from foyer.knowledge.content import LANGUAGES
from foyer.knowledge.models import Article, ArticleVersion, Finding, OwnerWarning, Status
from foyer.knowledge.validity import bank_day

SOON = timedelta(days=30)
OPEN = ("draft", "review")
_IN_ONE_LANGUAGE = Q(answer__zh="") ^ Q(answer__en="")


@dataclass(frozen=True)
class Sieve:
    """What an editor looks for; empty means everything."""

    state: str = ""
    category: str = ""
    audience: str = ""
    owner: UUID | None = None
    needs: str = ""
    text: str = ""


@dataclass(frozen=True)
class Line:
    """One article in the list."""

    article: Article
    newest: ArticleVersion
    owners: list[str] = field(default_factory=list)
    doubts: int = 0

    @property
    def only_language(self) -> str:
        """The language it is written in alone, where it is."""
        written = [language for language in LANGUAGES if getattr(self.newest.answer, language)]
        return written[0] if len(written) == 1 else ""

    @property
    def days_left(self) -> int | None:
        """Until the speaking version expires; None where it has no last day."""
        spoken = self.article.current_version
        return (spoken.valid_to - bank_day()).days if spoken and spoken.valid_to else None

    @property
    def review_left(self) -> int | None:
        return (self.article.review_on - bank_day()).days if self.article.review_on else None


NEEDS = ("lagging", "one_language", "expiring", "due", "doubts", "unowned")


def register(sieve: Sieve) -> "QuerySet[Article]":
    """The articles that pass, by category and code."""
    rows = Article.objects.filter(versions__isnull=False).distinct()
    if sieve.state in OPEN:
        rows = rows.filter(Exists(_versions(status=sieve.state)))
    elif sieve.state:
        rows = rows.filter(status=sieve.state)
    if sieve.category:
        rows = rows.filter(category=sieve.category)
    if sieve.audience:
        rows = rows.filter(Exists(_versions(audience=sieve.audience, status__in=[*OPEN, "published"])))
    if sieve.owner:
        rows = rows.filter(owners=sieve.owner)
    if sieve.text:
        rows = rows.filter(Q(code__icontains=sieve.text) | Exists(_titled(sieve.text)))
    return _in_need(rows, sieve.needs).select_related("current_version").order_by("category", "code")


def lines(articles: Sequence[Article]) -> list[Line]:
    """A page of the list with everything it shows, in three queries however long it is."""
    keys = [article.pk for article in articles]
    versions = ArticleVersion.objects.filter(article__in=keys).defer("direction").order_by("article", "-number")
    newest = {row.article_id: row for row in versions.distinct("article")}
    people: dict[Any, list[str]] = {}
    for article in Article.objects.filter(pk__in=keys).prefetch_related("owners"):
        people[article.pk] = [each.get_full_name() or each.username for each in article.owners.all()]
    doubts = dict(
        Finding.objects.filter(article__in=keys, state="open").values_list("article").annotate(count=Count("pk"))
    )
    return [Line(each, newest[each.pk], people[each.pk], doubts.get(each.pk, 0)) for each in articles]


def counts() -> dict[str, int]:
    """How many articles stand where, for the filters."""
    found = dict(Article.objects.values_list("status").annotate(count=Count("pk")))
    found |= dict(ArticleVersion.objects.filter(status__in=OPEN).values_list("status").annotate(count=Count("pk")))
    return {**{need: _in_need(Article.objects.all(), need).distinct().count() for need in NEEDS}, **found}


def warnings_for(user_id: UUID) -> list[OwnerWarning]:
    """What an owner was warned of and has not settled yet, the nearest first."""
    open_ones = OwnerWarning.objects.filter(settled_at=None, article__owners=user_id)
    return list(open_ones.select_related("article__current_version").order_by("due_on")[:20])


def _in_need(rows: "QuerySet[Article]", need: str) -> "QuerySet[Article]":
    today, kept = bank_day(), _versions(status__in=[*OPEN, "published"])
    needs = {
        "lagging": Q(Exists(kept.exclude(stale_language=""))),
        "one_language": Q(Exists(kept.filter(_IN_ONE_LANGUAGE))),
        "expiring": Q(status=Status.PUBLISHED, current_version__valid_to__range=(today, today + SOON)),
        "due": Q(status=Status.PUBLISHED, review_on__lte=today + SOON),
        "doubts": Q(findings__state="open"),
        "unowned": Q(owners=None, status=Status.PUBLISHED),
    }
    return rows.filter(needs[need]) if need in needs else rows


def _versions(**about: Any) -> "QuerySet[ArticleVersion]":
    return ArticleVersion.objects.filter(article=OuterRef("pk"), **about)


def _titled(text: str) -> "QuerySet[ArticleVersion]":
    return _versions().filter(Q(title__zh__icontains=text) | Q(title__en__icontains=text))
