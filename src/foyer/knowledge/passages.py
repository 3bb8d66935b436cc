"""The sentences of an answer with their exact places: what a citation points at and a page can mark.

A place is written as one short word, which the address of an article carries: `a12-45` is answer[12:45] in the
language of the page, `s2-3` are the steps from the second on, up to before the third (counted from 0).
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import quote

_ENDS = re.compile(r"(?<=[。；！？])|(?<=[.;!?])\s+")
_PLACE = re.compile(r"([as])([0-9]{1,5})-([0-9]{1,5})")
SHORTEST = 4
ANSWER, STEPS = "answer", "steps"


@dataclass(frozen=True)
class Place:
    """Part of one wording: characters of its answer, or some of its steps."""

    part: str
    start: int
    end: int

    def __str__(self) -> str:
        return f"{'a' if self.part == ANSWER else 's'}{self.start}-{self.end}"

    def text_in(self, answer: str, steps: list[str]) -> str:
        """The words that stand there."""
        return answer[self.start : self.end] if self.part == ANSWER else "\n".join(steps[self.start : self.end])


def sentences_of(answer: str) -> list[Place]:
    """The sentences of an answer as the search knows them, each without the spaces around it."""
    cuts = [0, *(found.start() for found in _ENDS.finditer(answer)), len(answer)]
    places = []
    for begin, end in pairwise(cuts):
        text = answer[begin:end]
        start = begin + len(text) - len(text.lstrip())
        stop = start + len(text.strip())
        if stop - start >= SHORTEST:
            places.append(Place(ANSWER, start, stop))
    return places


def place_of(written: str, answer: str, steps: list[str]) -> Place | None:
    """The place that an address names; None for what is no place of this wording."""
    found = _PLACE.fullmatch(written)
    if not found:
        return None
    part, start, end = ANSWER if found[1] == "a" else STEPS, int(found[2]), int(found[3])
    longest = len(answer) if part == ANSWER else len(steps)
    return Place(part, start, end) if start < end <= longest else None


def passage_url(code: str, version: int, lang: str, place: Place) -> str:
    """Where a citation of a passage leads: the page of that very version, with the passage marked and in view."""
    return f"/articles/{quote(code)}/{version}?lang={lang}&at={place}#passage"
