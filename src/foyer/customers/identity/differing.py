"""Two values beside each other: masked as everywhere, but where they nearly agree the characters that differ are shown.

A steward must see that 1990-05-12 and 1990-05-21 are swapped digits. What both say stays masked, and so do two values
that have little in common: nothing could be learned from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from foyer.customers import masking

NEAR, FEW = 0.5, 2
HIDDEN = "*"


class Piece(NamedTuple):
    """A run of characters; `differs` from the other side."""

    text: str
    differs: bool


Value = list[Piece]


def side_by_side(
    attribute: str, left: Sequence[str], right: Sequence[str], *, whole: bool = False
) -> tuple[list[Value], list[Value]]:
    """Both sides' values in pieces, each against the value of the other side that is most like it."""
    return (
        [_against(attribute, value, right, whole) for value in left],
        [_against(attribute, value, left, whole) for value in right],
    )


def _against(attribute: str, value: str, others: Sequence[str], whole: bool) -> Value:
    shown = [True] * len(value) if whole else _open(attribute, value)
    if not others or value in others:
        return _pieces(value, shown, [False] * len(value))
    blocks = max((_matcher(value, other) for other in others), key=SequenceMatcher.ratio)
    differs = [True] * len(value)
    for start, _other, length in blocks.get_matching_blocks():
        differs[start : start + length] = [False] * length
    is_near = blocks.ratio() >= NEAR and sum(differs) <= max(FEW, len(value) // 4)
    if not is_near:
        return _pieces(value, shown, [True] * len(value))
    return _pieces(value, [a or b for a, b in zip(shown, differs, strict=True)], differs)


def _matcher(value: str, other: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, value, other, autojunk=False)


def _open(attribute: str, value: str) -> list[bool]:
    """Which characters the mask of the attribute leaves readable."""
    mask = masking.masked(attribute, value)
    if HIDDEN not in mask:
        return [True] * len(value)
    head, tail = mask.split(HIDDEN, 1)[0], mask.rsplit(HIDDEN, 1)[1]
    begins = value.find(head) + len(head) if head and head in value else 0
    ends = len(value) - len(tail) if tail and value.endswith(tail) else len(value)
    return [at < begins or at >= ends for at in range(len(value))]


def _pieces(value: str, shown: list[bool], differs: list[bool]) -> Value:
    pieces: Value = []
    for character, is_shown, other in zip(value, shown, differs, strict=True):
        text = character if is_shown else HIDDEN
        if pieces and pieces[-1].differs == other:
            pieces[-1] = Piece(pieces[-1].text + text, other)
        else:
            pieces.append(Piece(text, other))
    return pieces
