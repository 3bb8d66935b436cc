"""An article's words in pieces, with the passage that a link points at set apart, for a page to mark."""

from dataclasses import dataclass
from typing import Protocol

from foyer.knowledge.passages import ANSWER, place_of


class Readable(Protocol):
    """What has an answer and steps."""

    @property
    def answer(self) -> str: ...

    @property
    def steps(self) -> list[str]: ...


@dataclass(frozen=True)
class Marked:
    """The answer before, within and after the passage; and which steps it holds. Nothing is lost between them."""

    before: str
    passage: str
    after: str
    steps: tuple[tuple[str, bool], ...]

    @property
    def first_step(self) -> int:
        """The number of the first marked step, from 1; 0 where none is marked."""
        return next((number for number, (_step, is_marked) in enumerate(self.steps, 1) if is_marked), 0)


def marked(page: Readable, at: str = "") -> Marked:
    """The words of a page with the passage at `at`; an address that names no place of this wording marks nothing."""
    place = place_of(at, page.answer, page.steps)
    if place is None or place.part == ANSWER:
        start, end = (place.start, place.end) if place else (len(page.answer), len(page.answer))
        within = page.answer[start:end]
        return Marked(page.answer[:start], within, page.answer[end:], tuple((step, False) for step in page.steps))
    inside = range(place.start, place.end)
    return Marked(page.answer, "", "", tuple((step, number in inside) for number, step in enumerate(page.steps)))
