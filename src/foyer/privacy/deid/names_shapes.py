"""Names in Chinese text by their shape and by what touches them, whatever the rest of the sentence says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from foyer.customers.standardise.surnames import COMPOUND
from foyer.privacy.deid.names_parts import boundaries, family_at, is_of_given, is_word, may_be
from foyer.privacy.deid.names_words import words as lists
from foyer.privacy.deid.numbers import Found

_HAN = "\u4e00-\u9fff"
_EDGE = "\\s:：,，、;；/\"'|—\\-"
_ALONE = re.compile(rf"(?:^|(?<=[{_EDGE}(（\[【「“]))[{_HAN}]{{2,4}}(?=$|[{_EDGE})）。\]】」”])")
_SURNAMED = re.compile(
    rf"(?:免贵姓|[我他她也都]姓|客户姓|先生姓|女士姓)((?:{'|'.join(sorted(COMPOUND))})|[{_HAN}])(?![{_HAN}]?[名氏])"
)
_SPACED = re.compile(rf"(?<![{_HAN}])[{_HAN}](?: [{_HAN}]){{1,2}}(?![{_HAN}]| [{_HAN}])")
_LONE = re.compile(rf"(?<![{_HAN}])(?=([{_HAN}]{{1,2}})[ \n]{{1,2}}([{_HAN}]{{1,2}})(?:[ \n]|(?=[{_HAN}])|$|\W))")
_LATIN = re.compile(rf"(?:(?<=[{_HAN}])|(?<=[{_HAN}] ))[a-z]{{3,12}}(?= ?[{_HAN}])")


def shapes(text: str) -> Iterator[Found]:
    """(start, end, "name") of what looks like one; finds may overlap."""
    yield from _shaped(text)
    yield from _standing(text)
    yield from _surnamed(text)
    yield from _apart(text)


def _shaped(text: str) -> Iterator[Found]:
    """What has the shape of a name whatever stands beside it: 小李, a name of another people, 曾小贤 between commas."""
    words, cuts = lists(), {0} | boundaries(text)
    for match in chain(words["nicknamed"].finditer(text), words["transliterated"].finditer(text)):
        if not is_word(match[0]):
            yield match.start(), match.end(), "name"
    for match in _ALONE.finditer(text):
        if _stands_alone(match[0]):
            yield match.start(), match.end(), "name"
    for match in words["foreign"].finditer(text):
        if match.start() in cuts and (match.end() in cuts or match[0] not in words["foreign_names"]):
            yield match.start(), match.end(), "name"
    for match in _SPACED.finditer(text):
        if _stands_alone(match[0].replace(" ", "")):
            yield match.start(), match.end(), "name"
    for match in _LATIN.finditer(text):
        if match[0] in words["given"] and match[0] not in words["also_english"]:
            yield match.start(), match.end(), "name"
    for match in words["short_titled"].finditer(text):
        if match[0] not in words["also_words"] and not is_word(text[match.start() : match.end() + 1]):
            yield match.start(), match.end(), "name"


def _surnamed(text: str) -> Iterator[Found]:
    """我姓麴, 免贵姓司徒."""
    for match in _SURNAMED.finditer(text):
        if match[1] not in "什啥名何哪":
            yield match.start(1), match.end(1), "name"


def _apart(text: str) -> Iterator[Found]:
    """岳 飞, and a name of which the line ends behind the family name: that stands alone, its given name behind it."""
    cued = {match.end() for match in lists()["strong"].finditer(text)}
    for match in _LONE.finditer(text):
        family = family_at(match[1], 0)
        if family != len(match[1]):
            continue
        for size in (2, 1):
            given = match[2][:size]
            is_whole = match.start() in cued and len(match[2]) == size
            if len(given) == size and (is_whole or is_of_given(given)):
                yield match.start(), match.start(2) + size, "name"
                break


def _standing(text: str) -> Iterator[Found]:
    """By what stands beside it: 同事小郑, 林黛玉您好, 秦可卿同意; and family names of two characters."""
    words, cuts = lists(), {0} | boundaries(text)
    for match in words["called"].finditer(text):
        is_whole = match.end() in cuts and match.start() in cuts
        if is_whole and match[0] not in words["no_names"] and match[0][1] not in words["also_words"]:
            yield match.start(), match.end(), "name"
    for match in words["compound"].finditer(text):
        end = match.end() if len(match[0]) < 4 or is_of_given(match[0][2:]) else match.end() - 1
        if match.start() in cuts:
            yield match.start(), end, "name"
    for match in words["greeted"].finditer(text):
        if match[0] not in words["no_names"] and match[0][family_at(match[0], 0) :] not in words["titles"]:
            yield match.start(), match.end(), "name"
    for match in words["doing"].finditer(text):
        family = family_at(match[0], 0)
        if match[0][:family] not in words["also_words"] and (may_be(match[0]) or is_of_given(match[0][family:])):
            yield match.start(), match.end(), "name"


def _stands_alone(piece: str) -> bool:
    """Whether a piece between commas is a name: 曾小贤, 赵敏, 陈方安生."""
    family = family_at(piece, 0)
    if not family or piece[:family] in lists()["also_words"]:
        return False
    given = piece[family:]
    if len(piece) == 3 and family == 1 and may_be(piece):
        return True
    if len(given) == 3:  # a married woman's: her husband's family name before her own
        return family_at(piece, 1) == 1 and is_of_given(given[1:]) and not is_word(piece)
    return len(given) in (1, 2) and is_of_given(given) and not is_word(piece)
