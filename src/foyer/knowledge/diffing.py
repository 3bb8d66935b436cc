"""What changed between two wordings, word by word, in Chinese as in English.

Chinese has no spaces: its words are those of the segmenter that search uses, so that 三个工作日 → 五个工作日 shows one
word and not a whole sentence. Numbers stay whole with their points and commas: a fee is the change that matters most.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext as _

from foyer.base.text.search import HAN, segmenter
from foyer.knowledge.content import LANGUAGES, Content
from foyer.knowledge.models import Channel

MOST_WORDS = 6_000
_PIECES = re.compile(rf"([{HAN}]+)|\d+(?:[.,:/]\d+)*%?|[^\W\d_]+(?:['’-][^\W\d_]+)*|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Piece:
    """A run of words: kept, added or removed."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One part of an article before and after; `pieces` reads as the sentence with its changes in it."""

    part: str
    language: str
    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        return any(piece.kind != "kept" for piece in self.pieces)


def changes(before: Content, after: Content) -> list[Change]:
    """Every part of both languages that differs, in the order in which an article is read."""
    compared = (
        Change(name, language, tuple(difference(old, new)))
        for language in LANGUAGES
        for name, old, new in _parts(before, after, language)
    )
    return [*(change for change in compared if change.is_changed), *_days(before, after)]


def difference(before: str, after: str) -> Iterator[Piece]:
    """The two texts as one run of pieces. Beyond some thousand words whole texts are compared, not words."""
    old, new = words(before), words(after)
    if len(old) + len(new) > MOST_WORDS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("kept", "".join(old[start:end]))
            continue
        if start < end:
            yield Piece("removed", "".join(old[start:end]))
        if new_start < new_end:
            yield Piece("added", "".join(new[new_start:new_end]))


def words(text: str) -> list[str]:
    """The text cut into words; joined again they are the text."""
    found: list[str] = []
    for match in _PIECES.finditer(text):
        found += segmenter().cut(match[0]) if match[1] else [match[0]]
    return found


def _parts(before: Content, after: Content, language: str) -> Iterator[tuple[str, str, str]]:
    yield _("Title"), getattr(before.title, language), getattr(after.title, language)
    yield _("Answer"), getattr(before.answer, language), getattr(after.answer, language)
    for channel in Channel:
        old, new = (each.variants.get(str(channel), {}).get(language, "") for each in (before, after))
        yield str(channel.label), old, new
    yield _("Steps"), _lines(before.steps.get(language, [])), _lines(after.steps.get(language, []))
    yield _("Questions"), _lines(before.questions.get(language, [])), _lines(after.questions.get(language, []))


def _days(before: Content, after: Content) -> Iterator[Change]:
    told = [
        (_("Valid from"), before.valid_from.isoformat(), after.valid_from.isoformat()),
        (_("Valid to"), str(before.valid_to or "–"), str(after.valid_to or "–")),
        (_("Audience"), before.audience, after.audience),
    ]
    for part, old, new in told:
        if old != new:
            yield Change(part, "", (Piece("removed", old), Piece("added", new)))


def _lines(texts: list[str]) -> str:
    return "\n".join(texts)
