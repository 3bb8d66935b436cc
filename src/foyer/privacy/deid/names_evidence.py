"""What stands beside a place and speaks for a name there, or against one, as weights that are added to the characters'.

Before a name: who it is ("收款人", "我老公"), what is done with somebody ("转告", "给"), the beginning of a sentence, a
list. Behind it: a title, what people do ("来过", "说"), what people have ("的卡"), the end of a sentence. A road, a
branch or a company behind a name makes it the name of a thing.

Each phrase is looked up by its characters and not by one large pattern, which would cost a hundred times as much.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

from foyer.privacy.deid.names_words import LINK
from foyer.privacy.deid.names_words import words as lists

_HAN = "\u4e00-\u9fff"
_ITEM = rf"[{_HAN}]{{2,4}}"
_LIST = re.compile(rf"(?<![{_HAN}]){_ITEM}(?:[、,，/]\s?{_ITEM})+|{_ITEM}(?:、{_ITEM})+")
_AND = re.compile(rf"[和与跟及](?={_ITEM})")
_PIECE = re.compile(rf"[{_HAN}]+")
_LAST = re.compile(rf"[{_HAN}]{{2,3}}")
_LINK = re.compile(LINK)
_OF_A_ROLE = re.compile(r"\s*(?:[:：]|是|为|叫|写的)+[\s是为叫「“\"'（(]*")
_BREAKS = frozenset(" \n\t,，。.;；:：!！?？、/()（）[]【】「」“”\"'|—-")
SURE, CLOSE, HINT, EDGE, THING = 8.0, 3.5, 3.5, 1.5, -12.5  # a hint of one character (给, 说) is no more than an edge
LISTED = 2.5  # for each item of a list, of four at most


@dataclass(frozen=True)
class Frames:
    """Phrases and what they are worth `before` and `behind` a name; those of `roles` want a link (":")."""

    before: dict[str, str]
    behind: dict[str, str]
    roles: frozenset[str]
    longest: int


@dataclass
class Evidence:
    """For each place of a text what the words that end there (`before`) and begin there (`behind`) are worth."""

    before: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))
    behind: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))

    def is_thing(self, end: int) -> bool:
        """Whether what ends here is the name of a place, a business or a product."""
        return self.behind.get(end, 0.0) < 0


def gathered(text: str) -> Evidence:
    """The evidence of a whole text."""
    found, frames = Evidence(), _frames()
    weights = {"sure": SURE, "close": CLOSE, "hint": HINT, "weak": EDGE, "thing": THING}
    for at in range(len(text) + 1):
        if at == 0 or text[at - 1] in _BREAKS:
            found.before[at] = max(found.before[at], EDGE)
        if at == len(text) or text[at] in _BREAKS:
            found.behind[at] = max(found.behind[at], EDGE)
            continue
        for size in range(1, min(frames.longest, len(text) - at) + 1):
            piece = text[at : at + size]
            if kind := frames.before.get(piece):
                _before(found, text, at + size, weights[kind])
            if piece in frames.roles and (link := _OF_A_ROLE.match(text, at + size)):
                found.before[link.end()] = max(found.before[link.end()], SURE)
            if kind := frames.behind.get(piece):
                found.behind[at] = weights[kind]  # the longest says it: 银行 makes a thing, 银行卡 somebody's
    for start, end, weight in _listed(text):
        found.before[start] += weight / 2
        found.behind[end] += weight / 2
    return found


def _before(found: Evidence, text: str, end: int, weight: float) -> None:
    """A phrase ends here; what links it to a name ("是", ":") may stand between."""
    found.before[end] = max(found.before[end], weight)
    if weight > EDGE and (link := _LINK.match(text, end)) and link.end() > end:
        found.before[link.end()] = max(found.before[link.end()], weight)


def _listed(text: str) -> Iterator[tuple[int, int, float]]:
    """The items of a list of which each begins with a family name: few lists of other things do."""
    for match in _LIST.finditer(text):
        places = [one.span() for one in _PIECE.finditer(text, match.start(), match.end())]
        last = _AND.search(text, places[-1][0] + 2, min(places[-1][1] + 1, len(text)))
        if last:
            behind = _LAST.match(text, last.end())
            places[-1:] = [(places[-1][0], last.start()), (last.end(), behind.end() if behind else last.end())]
        like = [_like(text[left:right]) for left, right in places]
        if not like[0]:  # 名单里有祁连: the first begins before its name
            places, like = places[1:], like[1:]
        if len(like) > 1 and all(like):
            yield from ((left, right, LISTED * min(len(like), 4)) for left, right in places)


def _like(piece: str) -> bool:
    """Whether a piece has the shape of a name: a family name and one or two characters."""
    words = lists()
    return 2 <= len(piece) <= 4 and piece[0] in words["surnames"] and piece not in words["no_names"]


@lru_cache(maxsize=1)
def _frames() -> Frames:
    """The phrases of `frames.yaml`, and the cues that `words.yaml` has."""
    raw = yaml.safe_load(files("foyer.privacy.deid").joinpath("frames.yaml").read_text(encoding="utf-8"))
    cues: Any = lists()["cues"]
    before = _kinds(
        ("hint", raw["hints_before"]), ("hint", cues["weak"]), ("close", cues["person"]), ("sure", cues["strong"])
    )
    behind = _kinds(("hint", raw["hints_behind"]), ("close", raw["close_behind"]), ("thing", raw["things_behind"]))
    roles = frozenset(raw["roles_before"].split())
    return Frames(before, behind, roles, max(map(len, [*before, *behind, *roles])))


def _kinds(*of: tuple[str, str]) -> dict[str, str]:
    """Each phrase with what it is worth; of two kinds the later one."""
    return {
        phrase: "weak" if kind == "hint" and len(phrase) == 1 else kind for kind, text in of for phrase in text.split()
    }
