"""The register of doubts."""

from django.db.models import Count, QuerySet

from foyer.knowledge.models import Article, CheckRun, Finding


def doubts(*, state: str = "open", kind: str = "") -> "QuerySet[Finding]":
    """The newest first, with the articles they are about."""
    rows = Finding.objects.select_related("article__current_version", "other__current_version")
    rows = rows.filter(state=state) if state else rows
    return (rows.filter(kind=kind) if kind else rows).order_by("kind", "-found_at", "pk")


def doubt_counts() -> dict[str, int]:
    """How many are open, by kind."""
    return dict(Finding.objects.filter(state="open").values_list("kind").annotate(count=Count("pk")).order_by())


def doubts_of(article: Article) -> "QuerySet[Finding]":
    """What is open about one article."""
    return article.findings.filter(state="open").select_related("other__current_version").order_by("kind")


def last_check() -> CheckRun | None:
    return CheckRun.objects.order_by("-at").first()
