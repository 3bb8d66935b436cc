"""Names by likelihood: of all ways to read a run of Chinese characters as words and as names, the likeliest.

A word weighs how often jieba's dictionary has it written. A name weighs how often its characters begin, go on and end
names in the counts of jieba's tagger, and what stands beside it (`names_evidence.py`). So 邬丽萍 is a name anywhere,
because nothing else reads well; 夏天 is a season, until "室友" stands before it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from foyer.base.text import segmenter
from foyer.customers.standardise.surnames import COMPOUND
from foyer.privacy.deid.names_evidence import Evidence
from foyer.privacy.deid.names_words import tagger
from foyer.privacy.deid.names_words import words as lists
from foyer.privacy.deid.numbers import Found

_RUNS = re.compile("[\u4e00-\u9fff]{2,}")
_MEASURED = re.compile("[一二两三四五六七八九十百千万几半每][克斤两钱吨块分次个位张笔条份套倍折点股米]")  # 钱一克
_LONGEST_WORD, _NEVER = 6, -12.5
_PRIOR = -5.5  # one name in some hundred words of those who write to a bank
_GIVEN_OF_ONE, _GIVEN_OF_TWO = math.log(0.2), math.log(0.8)
_RARE, _COMPOUND, _NICKNAME, _FOREIGN, _LETTER = -9.0, -10.5, -4.5, -2.0, -4.7
_CALLED, _ALONE, _TWICE = 2.0, -7.0, 4.0  # no family name: a person of jieba's dictionary; any; 闪闪
_SPOKEN_FOR = 4.0  # what must stand beside a name without a family name
_DOUBTFUL = 2.5  # a family name that is a word by itself: 钱, 花, 高
_KNOWN_NOBODY = -8.0  # what `no_names` holds weighs like a common word
Edge = tuple[int, float]


def likely(text: str, evidence: Evidence) -> Iterator[Found]:
    """(start, end, "name") of what reads best as a name."""
    for run in _RUNS.finditer(text):
        yield from ((start, end, "name") for start, end in _best(text, run.start(), run.end(), evidence))


def _best(text: str, start: int, end: int, evidence: Evidence) -> list[tuple[int, int]]:
    """The names on the best way through a run, from its first character to its last."""
    score: dict[int, float] = {start: 0.0}
    came: dict[int, tuple[int, bool]] = {}
    for at in range(start, end):
        here = score[at]
        for is_name, edges in ((False, _words(text, at, end)), (True, _names(text, at, end, evidence))):
            for to, weight in edges:
                if here + weight > score.get(to, -math.inf):
                    score[to], came[to] = here + weight, (at, is_name)
    found, at = [], end
    while at > start:
        before, is_name = came[at]
        if is_name:
            found.append((before, at))
        at = before
    return found[::-1]


def _words(text: str, at: int, end: int) -> Iterator[Edge]:
    """The words that begin here."""
    counts, nobody = _counts(), lists()["no_names"]
    yield at + 1, math.log(counts.written.get(text[at], 0) or 1) - counts.total
    for to in range(at + 2, min(at + _LONGEST_WORD, end) + 1):
        piece = text[at:to]
        times = counts.written.get(piece)
        if piece in nobody:
            yield to, max(_KNOWN_NOBODY, math.log(times or 1) - counts.total)
        elif times:
            yield to, math.log(times) - counts.total - 3.0 * counts.is_person(piece)
        elif times is None and to - at > 3:
            return


def _names(text: str, at: int, end: int, evidence: Evidence) -> Iterator[Edge]:
    """The names that begin here: family and given name, a nickname, a name of another people."""
    counts, before, titles = _counts(), evidence.before.get(at, 0.0), lists()["titles"]
    for family, weight in counts.families(text, at):
        for size in (1, 2):
            to = at + family + size
            is_title = any(text.startswith(title, at + family) for title in titles)
            if to <= end and not is_title and text[at:to] not in lists()["no_names"]:
                beside = before + evidence.behind.get(to, 0.0)
                yield to, _PRIOR + weight + counts.given(text, at + family, size) + beside
    yield from ((to, weight + before + evidence.behind.get(to, 0.0)) for to, weight in _short(text, at, end))
    yield from _alone(text, at, end, evidence)
    if text[at] in lists()["rare_surnames"] and any(text.startswith(title, at + 1) for title in titles):
        yield at + 1, _PRIOR + _RARE + before + evidence.behind.get(at + 1, 0.0)  # 佴先生
    yield from ((to, weight + before + evidence.behind.get(to, 0.0)) for to, weight in _foreign(text, at, end))


def _short(text: str, at: int, end: int) -> Iterator[Edge]:
    """老卞, 小匡, 阿珍, 大熊; 强哥."""
    counts, piece = _counts(), text[at : at + 2]
    if len(piece) < 2 or at + 2 > end or piece in lists()["no_names"]:
        return
    if piece[0] in "老小大" and piece[1] in lists()["surnames"]:
        yield at + 2, _PRIOR + _NICKNAME + counts.begins.get(piece[1], _NEVER)
    elif piece[0] in "阿小" and piece[1] in lists()["given_characters"]:
        yield at + 2, _PRIOR + _NICKNAME + counts.ends.get(piece[1], _NEVER)
    if piece[1] in "哥姐叔嫂" and piece[0] in lists()["given_characters"]:
        yield at + 2, _PRIOR + _NICKNAME + counts.ends.get(piece[0], _NEVER)


def _alone(text: str, at: int, end: int, evidence: Evidence) -> Iterator[Edge]:
    """Given names without a family name, only where enough speaks for somebody: 我儿子闪闪的卡丢了."""
    counts, to, piece = _counts(), at + 2, text[at : at + 2]
    beside = evidence.before.get(at, 0.0) + evidence.behind.get(to, 0.0)
    if to > end or beside < _SPOKEN_FOR or piece in lists()["no_names"] or lists()["never_in_names"] & {*piece}:
        return
    weight = _CALLED if counts.is_person(piece) else _TWICE if piece[0] == piece[1] else _ALONE
    yield to, _PRIOR + weight + counts.goes_on.get(piece[0], _NEVER) + counts.ends.get(piece[1], _NEVER) + beside


def _foreign(text: str, at: int, end: int) -> Iterator[Edge]:
    """Three to eight characters of those by which names of other peoples are written: 伊万诺夫, 呼格吉勒, 次仁旺姆."""
    letters = lists()["letters_of_others"]
    to = at
    while to < min(end, at + 8) and text[to] in letters:
        to += 1
        if to - at > 2:
            yield to, _PRIOR + _FOREIGN + _LETTER * (to - at)


@dataclass(frozen=True)
class _Counts:
    """jieba's dictionary, and what its tagger has counted of characters in names; logarithms of shares."""

    written: dict[str, int]
    total: float
    tags: dict[str, str]
    begins: dict[str, float]
    goes_on: dict[str, float]
    ends: dict[str, float]

    def is_person(self, piece: str) -> bool:
        return self.tags.get(piece, "").startswith("nr")

    def families(self, text: str, at: int) -> Iterator[Edge]:
        """The family names that begin here by their length, each with its weight."""
        words = lists()
        if text[at : at + 2] in COMPOUND:
            yield 2, _COMPOUND
        if text[at] in words["surnames"]:
            yield 1, self.begins.get(text[at], _RARE) - _DOUBTFUL * (text[at] in words["also_words"])
        elif text[at] in words["rare_surnames"]:
            yield 1, min(_RARE, self.begins.get(text[at], _RARE))

    def given(self, text: str, at: int, size: int) -> float:
        """The weight of the given name of this size that begins here."""
        given = text[at : at + size]
        if any(one in lists()["never_in_names"] for one in given) or _MEASURED.match(given):
            return -math.inf
        last = self.ends.get(text[at + size - 1], _NEVER)
        if size == 1:
            return _GIVEN_OF_ONE + last
        return _GIVEN_OF_TWO + self.goes_on.get(text[at], _NEVER) + last


@lru_cache(maxsize=1)
def _counts() -> _Counts:
    from jieba.posseg import prob_emit

    words = segmenter()
    words.initialize()
    begins, goes_on, ends = (prob_emit.P[(part, "nr")] for part in "BME")
    return _Counts(words.FREQ, math.log(words.total), tagger().word_tag_tab, begins, goes_on, ends)
