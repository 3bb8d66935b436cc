"""Files that go with an article: examined before they come in, frozen with the version that carries them."""

import hashlib
from collections.abc import Mapping
from typing import IO, Any
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from foyer.base import audit, clock, files
from foyer.base.actors import Actor
from foyer.base.ids import new_id
from foyer.knowledge.actions.drafting import open_draft
from foyer.knowledge.acts import ATTACHED, DETACHED
from foyer.knowledge.errors import NoSuchFile, TooManyFiles
from foyer.knowledge.models import Article, ArticleFile

MOST_BYTES = 10 * 1024 * 1024
MOST_FILES = 10


def attach(article: Article, *, name: str, data: IO[bytes], by: Actor) -> ArticleFile:
    """Put a file to the article's draft, beginning one where there is none. A file it has already is not kept twice."""
    content = data.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise files.FileTooLarge
    if not content:
        raise files.FileRefused
    kind, content, _small = files.examined(content)
    return _keep(article, files.clean(name, files.ACCEPTED[kind]), kind, content, by)


@transaction.atomic
def carry_over(article: Article, kept: Mapping[str, Any], *, by: Actor) -> ArticleFile:
    """Put a file that came with an import, and was examined then, to the draft. What it has already stays as it is."""
    newest = article.versions.order_by("-number").first()
    same = newest.files.filter(sha256__in=(kept["sha256"], kept["was"])).first() if newest else None
    if same is not None:
        return same
    with default_storage.open(kept["path"]) as file:
        return _keep(article, kept["name"], kept["type"], file.read(), by)


@transaction.atomic
def _keep(article: Article, name: str, kind: str, content: bytes, by: Actor) -> ArticleFile:
    draft = open_draft(article, by=by)
    digest = hashlib.sha256(content).hexdigest()
    if (same := draft.files.filter(sha256=digest).first()) is not None:
        return same
    if draft.files.count() >= MOST_FILES:
        raise TooManyFiles
    identifier, now = new_id(), clock.now()
    path = default_storage.save(f"knowledge/{now:%Y/%m}/{identifier}", ContentFile(content))
    about = {"name": name, "type": kind, "size": len(content), "sha256": digest, "path": path, "by": str(by), "at": now}
    file = ArticleFile.objects.create(id=identifier, article_id=draft.article_id, **about)
    draft.files.add(file)
    audit.record(ATTACHED, by=by, on=f"article:{article.code}", details={"version": draft.number, "type": kind})
    return file


@transaction.atomic
def detach(article: Article, file_id: UUID | str, *, by: Actor) -> None:
    """Take a file off the article's draft; versions that carried it keep it."""
    draft = open_draft(article, by=by)
    file: Any = draft.files.filter(pk=file_id).first() or _same_of(article, file_id)
    draft.files.remove(file)
    audit.record(DETACHED, by=by, on=f"article:{article.code}", details={"version": draft.number})
    if not file.versions.exists():
        path = file.path
        file.delete()
        transaction.on_commit(lambda: default_storage.delete(path))


def _same_of(article: Article, file_id: UUID | str) -> ArticleFile:
    file = article.files.filter(pk=file_id).first()
    if file is None:
        raise NoSuchFile
    return file
