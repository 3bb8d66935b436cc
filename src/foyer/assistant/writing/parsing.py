"""From a stream of pieces to whole sentences with what they cite.

The model is asked to end each sentence with the number of its passage in square brackets. A sentence is handed on when
what follows it shows that it is whole: the next one begins, the line ends, or the stream does. One without a number is
handed on as citing nothing, and so is never shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from foyer.assistant.writing.sentences import sentences

_MARK = r"[\[【［](?:passage |p|段落)?\s*\d{1,3}(?:\s*[,，、和&]\s*(?:passage |p)?\d{1,3})*\s*[\]】］]"
_CITED = re.compile(rf"(?P<text>.*?)(?P<marks>(?:\s*{_MARK})+)[。.]?[ \t]*", re.DOTALL | re.IGNORECASE)
_THINKING, _THOUGHT = "<think>", "</think>"


@dataclass(frozen=True)
class Said:
    """One sentence as the model wrote it, and the numbers of the passages it cites."""

    text: str
    cited: tuple[int, ...]


def said_in(pieces: Iterable[str]) -> Iterator[Said]:
    """Each sentence as soon as it is whole."""
    rest = ""
    for piece in _without_thoughts(pieces):
        ready, rest = _ready(rest + piece)
        yield from ready
    yield from _whole(rest)


def _without_thoughts(pieces: Iterable[str]) -> Iterator[str]:
    """Leave out what some models think aloud before they answer."""
    held, thinks = "", False
    for piece in pieces:
        held += piece
        while (end := held.find(_THOUGHT if thinks else _THINKING)) >= 0:
            if not thinks:
                yield held[:end]
            held, thinks = held[end + len(_THOUGHT if thinks else _THINKING) :], not thinks
        keep = _begun(held, _THOUGHT if thinks else _THINKING)
        if not thinks:
            yield held[: len(held) - keep]
        held = held[len(held) - keep :]
    if not thinks:
        yield held


def _begun(text: str, mark: str) -> int:
    """How many letters at the end of the text may be the beginning of the mark."""
    return next((size for size in range(len(mark) - 1, 0, -1) if text.endswith(mark[:size])), 0)


def _ready(text: str) -> tuple[list[Said], str]:
    """What is whole, and what is not yet: a mark may be followed by a second one, so the next letter is waited for."""
    marked = (found.end() for found in _CITED.finditer(text) if re.match(r"[^\s\[【［。.]", text[found.end() :]))
    end = max(text.rfind("\n") + 1, *marked, 0)
    return list(_whole(text[:end])), text[end:]


def _whole(text: str) -> Iterator[Said]:
    for line in text.split("\n"):
        end = 0
        for found in _CITED.finditer(line):
            yield from _split(found["text"], tuple(int(number) for number in re.findall(r"\d+", found["marks"])))
            end = found.end()
        yield from _split(line[end:], ())


def _split(text: str, cited: tuple[int, ...]) -> Iterator[Said]:
    """Of several sentences before one mark only the last is cited by it."""
    spans = sentences(text.strip(" \t-*•·"))
    for place, span in enumerate(spans):
        words = span.text.strip(" \t-*•·")
        if re.search(r"\w", words):
            yield Said(words, cited if place == len(spans) - 1 else ())
