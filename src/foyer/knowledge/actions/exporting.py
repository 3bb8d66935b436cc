"""Many articles out at once, in files that can be brought in again without loss."""

import io
import json
import zipfile
from collections.abc import Collection
from typing import Literal

from django.db.models import QuerySet

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.knowledge.actions.drafting import content_of
from foyer.knowledge.acts import EXPORTED
from foyer.knowledge.documents import bundle
from foyer.knowledge.documents.proposal import Proposal
from foyer.knowledge.models import Article, ArticleVersion

Form = Literal["markdown", "json"]


def export(codes: Collection[str], form: Form, *, by: Actor) -> bytes:
    """A zip of the newest wording of these articles, or of all that there are; the trail is told how many.

    Within it every file is dated alike, so that equal articles make equal files.
    """
    articles = [as_proposal(version) for version in _newest(codes)]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _files(articles, form):
            archive.writestr(zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0)), text.encode())
    audit.record(EXPORTED, by=by, on=f"knowledge:{clock.now():%Y-%m-%d}", details={"articles": len(articles)})
    return packed.getvalue()


def as_proposal(version: ArticleVersion) -> Proposal:
    """A stored version as the files hold it."""
    content, article = content_of(version), version.article
    return Proposal(
        place="", code=article.code, category=article.category, topic=article.topic, products=list(article.products),
        title=content.title.as_json(), answer=content.answer.as_json(),
        questions={language: list(texts) for language, texts in content.questions.items()},
        steps={language: list(texts) for language, texts in content.steps.items()},
        variants={channel: dict(texts) for channel, texts in content.variants.items()},
        valid_from=content.valid_from.isoformat(),
        valid_to=content.valid_to.isoformat() if content.valid_to else "", audience=content.audience,
    )  # fmt: skip


def _newest(codes: Collection[str]) -> "QuerySet[ArticleVersion]":
    articles = Article.objects.filter(code__in=codes) if codes else Article.objects.all()
    rows = ArticleVersion.objects.filter(article__in=articles).select_related("article").defer("direction")
    newest = rows.order_by("article", "-number").distinct("article")
    return rows.filter(pk__in=newest.values("pk")).order_by("article__category", "article__code")


def _files(articles: list[Proposal], form: Form) -> list[tuple[str, str]]:
    if form == "json":
        return [
            ("articles.json", json.dumps([bundle.as_entry(each) for each in articles], ensure_ascii=False, indent=1))
        ]
    return [(f"{each.category}/{each.code}.md", bundle.as_markdown(each)) for each in articles]
