"""Many articles out at once with their attachments, in files that can be brought in again without loss."""

import io
import json
import zipfile
from collections.abc import Collection
from typing import Literal

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.knowledge.actions.drafting import content_of
from foyer.knowledge.acts import EXPORTED
from foyer.knowledge.documents import MOST_BUNDLE, bundle
from foyer.knowledge.documents.proposal import Proposal
from foyer.knowledge.errors import FileLost, TooMuchAtOnce
from foyer.knowledge.models import Article, ArticleFile, ArticleVersion

Form = Literal["markdown", "json"]


def export(codes: Collection[str], form: Form, *, by: Actor) -> bytes:
    """A zip of the newest wording of these articles, or of all that there are; the trail is told how many.

    Within it every file is dated alike, so that equal articles make equal files. Refused: more than could be brought
    in again, and an attachment that the storage has lost.
    """
    versions = list(_newest(codes).prefetch_related("files"))
    carried = {place: file for version in versions for place, file in _places(version)}
    if sum(file.size for file in carried.values()) > MOST_BUNDLE:
        raise TooMuchAtOnce
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in _texts([as_proposal(version) for version in versions], form):
            archive.writestr(_entry(name, zipfile.ZIP_DEFLATED), text.encode())
        for place, file in carried.items():
            archive.writestr(_entry(place, zipfile.ZIP_STORED), _content(file))
    if packed.tell() > MOST_BUNDLE:
        raise TooMuchAtOnce
    details = {"articles": len(versions), "files": len(carried)}
    audit.record(EXPORTED, by=by, on=f"knowledge:{clock.now():%Y-%m-%d}", details=details)
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
        files=[{"name": file.name, "at": place} for place, file in _places(version)],
    )  # fmt: skip


def _newest(codes: Collection[str]) -> "QuerySet[ArticleVersion]":
    articles = Article.objects.filter(code__in=codes) if codes else Article.objects.all()
    rows = ArticleVersion.objects.filter(article__in=articles).select_related("article").defer("direction")
    newest = rows.order_by("article", "-number").distinct("article")
    return rows.filter(pk__in=newest.values("pk")).order_by("article__category", "article__code")


def _places(version: ArticleVersion) -> list[tuple[str, ArticleFile]]:
    """Where each attachment lies in the zip. Its name was made harmless when it came in; a number keeps two apart."""
    kept = sorted(version.files.all(), key=lambda file: (file.name, file.sha256))
    return [(f"files/{version.article.code}/{number}-{file.name}", file) for number, file in enumerate(kept, 1)]


def _entry(name: str, compression: int) -> zipfile.ZipInfo:
    """Attachments are not packed: a page of blanks must not look like a bomb to whoever reads it."""
    entry = zipfile.ZipInfo(name, date_time=(2026, 1, 1, 0, 0, 0))
    entry.compress_type = compression
    return entry


def _content(file: ArticleFile) -> bytes:
    try:
        with default_storage.open(file.path) as kept:
            content: bytes = kept.read()
    except FileNotFoundError:
        raise FileLost(file.name) from None
    return content


def _texts(articles: list[Proposal], form: Form) -> list[tuple[str, str]]:
    if form == "json":
        return [
            ("articles.json", json.dumps([bundle.as_entry(each) for each in articles], ensure_ascii=False, indent=1))
        ]
    return [(f"{each.category}/{each.code}.md", bundle.as_markdown(each)) for each in articles]
