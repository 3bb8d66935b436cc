"""Documents brought in: read by a job, looked at by an editor, and only then drafts. An import publishes nothing."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import IO, Any
from uuid import UUID

import structlog
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from foyer.base import audit, clock, files
from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.base.files import antivirus, quarantine
from foyer.base.ids import new_id
from foyer.base.jobs import job
from foyer.knowledge import documents
from foyer.knowledge.actions.drafting import draft, edit
from foyer.knowledge.actions.importing import HELD_BACK
from foyer.knowledge.actions.parcels import forget_parcels, hand_over_parcels, keep_parcels
from foyer.knowledge.acts import IMPORTED
from foyer.knowledge.documents import Proposal
from foyer.knowledge.errors import CategoryMissing, HeldBack, NoSuchBatch, NotAskedDocument
from foyer.knowledge.models import Article, Category, ImportBatch

log = structlog.get_logger(__name__)

State = ImportBatch.State
KEPT = timedelta(days=90)


def bring(*, name: str, data: IO[bytes], by: Actor) -> ImportBatch:
    """Take a document in; a job reads it, and its proposals wait for an editor."""
    content = data.read(documents.MOST_BUNDLE + 1)
    kind = documents.kind_of(name, content)
    if len(content) > documents.most_bytes(kind):
        raise files.FileTooLarge
    if not kind:
        raise NotAskedDocument
    with quarantine.held(content):
        _examine(content)
    return _keep(files.clean(name, kind), kind, content, by)


def _examine(content: bytes) -> None:
    """A scanner takes only so much at once: of a large export each part is shown to it."""
    for part in [content] if len(content) <= documents.MOST_BYTES else documents.parts_of(content):
        antivirus.examine(part)


@transaction.atomic
def _keep(name: str, kind: str, content: bytes, by: Actor) -> ImportBatch:
    identifier, now = new_id(), clock.now()
    path = default_storage.save(f"knowledge/imports/{now:%Y/%m}/{identifier}", ContentFile(content))
    batch = ImportBatch.objects.create(
        id=identifier, name=name, kind=kind, size=len(content), sha256=hashlib.sha256(content).hexdigest(),
        path=path, by=str(by), at=now,
    )  # fmt: skip
    read_document.later(batch_id=str(identifier), lang=get_language() or "zh-hans")
    return batch


@job("knowledge.read_document")
def read_document(batch_id: str, lang: str) -> None:
    """Read what was brought in; read twice, it proposes the same."""
    batch = ImportBatch.objects.filter(pk=batch_id, state=State.READING).first()
    if batch is None:
        return
    with override(lang), default_storage.open(batch.path) as file:
        found = _read(batch.name, file.read())
        keep_parcels(found)
    batch.proposals = [proposal.as_json() for proposal in found.proposals]
    batch.problems = [problem.as_json() for problem in found.problems]
    batch.state = State.READY if found.proposals else State.FAILED
    path, batch.path = batch.path, ""
    with transaction.atomic():
        batch.save()
        _tell_held(batch, found.proposals)
        transaction.on_commit(lambda: default_storage.delete(path))


def _read(name: str, content: bytes) -> documents.Found:
    """A file that leads a reader into an error is told as one that cannot be read, and never tried for ever."""
    try:
        return documents.read(name, content)
    except Exception as error:
        log.exception("document_unreadable", error=type(error).__name__)
        problem = documents.Problem(
            "", _("The document is broken in a way we do not know. Save it anew and try again.")
        )
        return documents.Found(problems=[problem])


def forget_old() -> int:
    """Documents that nobody needs any more are forgotten with what they proposed; drafts stay. Returns how many."""
    old = ImportBatch.objects.filter(at__lt=clock.now() - KEPT)
    for path in old.exclude(path="").values_list("path", flat=True):
        default_storage.delete(path)
    for proposals in old.values_list("proposals", flat=True):
        forget_parcels(proposals)
    return old.delete()[0]


def _tell_held(batch: ImportBatch, proposals: list[Proposal]) -> None:
    """The trail names the patterns that were met, never the words."""
    by = Actor.parse(batch.by)
    for proposal in proposals:
        if proposal.held:
            details = {"patterns": proposal.held, "file": batch.name}
            audit.record(HELD_BACK, by=by, on=f"article:{proposal.code}", outcome="refused", details=details)


@transaction.atomic
def take(batch_id: UUID | str, chosen: Mapping[int, str], *, by: Actor) -> ImportBatch:
    """Make drafts of the chosen proposals, each in its category. Of one that was held back none is made.

    Where there is an article of that code already, its next version is drafted. Taking one again changes nothing.
    """
    batch = ImportBatch.objects.select_for_update().filter(pk=batch_id).first()
    if batch is None:
        raise NoSuchBatch
    made = {entry["index"] for entry in batch.drafts}
    for index, category in sorted(chosen.items()):
        if index not in made and 0 <= index < len(batch.proposals):
            batch.drafts = [*batch.drafts, _draft(batch, index, category, by)]
    if len(batch.drafts) > len(made):
        batch.state = State.DONE
        batch.save(update_fields=["drafts", "state"])
        audit.record(IMPORTED, by=by, on=f"import:{batch.pk}", details={"drafts": len(batch.drafts) - len(made)})
    return batch


def _draft(batch: ImportBatch, index: int, category: str, by: Actor) -> dict[str, Any]:
    proposal = Proposal.from_json(batch.proposals[index])
    if proposal.held:
        raise HeldBack(place=proposal.place)
    category = category or proposal.category
    if category not in Category.values:
        raise CategoryMissing(place=proposal.place)
    article = Article.objects.filter(code=proposal.code).first()
    try:
        if article is not None:
            edit(article, content=proposal.content(), by=by, unfinished=True)
        else:
            about = {"category": category, "products": proposal.products, "topic": proposal.topic}
            made = draft(code=proposal.code, content=proposal.content(), by=by, unfinished=True, **about)  # type: ignore[arg-type]
            article = made.article
        hand_over_parcels(article, proposal, by=by)
    except Refusal as no:
        no.details["place"] = proposal.place
        raise
    return {"index": index, "code": proposal.code}
