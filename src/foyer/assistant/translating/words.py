"""What a translation is, and what in it is to be looked at twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from foyer.assistant.writing.figures import figures

_MARK = re.compile(r"\[[^\[\]\n]{1,24}\]")


@dataclass(frozen=True)
class Translated:
    """`doubts` are codes: figures (one differs from the original), names (what was taken out did not come back)."""

    text: str
    source: str
    target: str
    model: str
    doubts: tuple[str, ...] = ()


def ways_back(text: str, scrubbed: str, spans: Iterable[tuple[int, int]]) -> dict[str, str]:
    """For each placeholder of the scrubbed text the words it stands for. `spans` are their places in `text`."""
    back: dict[str, str] = {}
    shift = 0
    for start, end in sorted(spans):
        mark = _MARK.match(scrubbed, start + shift)
        if mark is None:
            continue
        back.setdefault(mark[0], text[start:end])
        shift += len(mark[0]) - (end - start)
    return back


def restored(text: str, back: Mapping[str, str]) -> str:
    """The words put back where their placeholders stand."""
    return _MARK.sub(lambda mark: back.get(mark[0], mark[0]), text)


def doubts_of(source: str, text: str, back: Mapping[str, str]) -> tuple[str, ...]:
    """What the colleague should compare; both texts still with their placeholders."""
    found = []
    mine, theirs = (figures(_MARK.sub(" ", each)) for each in (source, text))
    known, given = (figures(_MARK.sub(" ", each), generous=True) for each in (source, text))
    if _differs(mine, given) or _differs(theirs, known):
        found.append("figures")
    if any(mark not in text for mark in back):
        found.append("names")
    return tuple(found)


def _differs(said: Iterable[object], known: Iterable[object]) -> bool:
    others = list(known)
    return any(not any(one.is_said_by(other) for other in others) for one in said)  # type: ignore[attr-defined]
