"""Documents that were brought in, and what they propose."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from foyer.knowledge.content import language_name, only_language, other_than, problems_of
from foyer.knowledge.documents import Proposal
from foyer.knowledge.errors import NoSuchBatch
from foyer.knowledge.models import Article, ImportBatch


@dataclass(frozen=True)
class Preview:
    """One proposal as an editor judges it: complete or not, new or a next version, taken or held back.

    `not_written` is the name of the language that it lacks as a whole.
    """

    index: int
    proposal: Proposal
    missing: list[str] = field(default_factory=list)
    exists: bool = False
    taken: str = ""
    not_written: str = ""

    @property
    def title(self) -> str:
        return self.proposal.title["zh"] or self.proposal.title["en"]


def batches(most: int = 30) -> list[ImportBatch]:
    """What was brought in last; without the texts."""
    return list(ImportBatch.objects.defer("proposals")[:most])


def batch(batch_id: UUID | str) -> ImportBatch:
    found = ImportBatch.objects.filter(pk=batch_id).first()
    if found is None:
        raise NoSuchBatch
    return found


def previews(found: ImportBatch, start: int = 0, most: int = 50) -> Iterator[Preview]:
    """A page of its proposals."""
    kept = found.proposals[start : start + most]
    codes = set(Article.objects.filter(code__in=[one["code"] for one in kept]).values_list("code", flat=True))
    taken = {entry["index"]: entry["code"] for entry in found.drafts}
    for index, entry in enumerate(kept, start):
        proposal = Proposal.from_json(entry)
        content = proposal.content()
        written = only_language(content)
        yield Preview(
            index, proposal, problems_of(content), proposal.code in codes, taken.get(index, ""),
            language_name(other_than(written)) if written else "",
        )  # fmt: skip
