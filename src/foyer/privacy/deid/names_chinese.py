"""Names in Chinese text: by cue, by title, by shape, by the tagger, and by what names are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from foyer.privacy.deid.names_parts import boundaries, cut, family_at, is_han, is_measure, is_of_given, may_be
from foyer.privacy.deid.names_shapes import shapes
from foyer.privacy.deid.names_words import tagger
from foyer.privacy.deid.names_words import words as lists
from foyer.privacy.deid.numbers import Found

_HAN = "\u4e00-\u9fff"
_DOTTED = re.compile(rf"[{_HAN}]{{2,8}}[·•・‧][{_HAN}]{{2,8}}(?:[·•・‧][{_HAN}]{{2,8}})?")


def chinese(text: str) -> Iterator[Found]:
    words = lists()
    for match in _DOTTED.finditer(text):
        cue = words["strong"].match(text, match.start(), match.end())
        yield cue.end() if cue else match.start(), match.end(), "name"
    for match in words["strong"].finditer(text):
        end = _after(text, match.end(), sure=True)
        if end:
            yield match.end(), end, "name"
    for match in words["weak"].finditer(text):
        end = _after(text, match.end(), sure=False)
        if end:
            yield match.end(), end, "name"
    for match in words["person"].finditer(text):
        end = _whoever(text, match.end())
        if end:
            yield match.end(), end, "name"
    for match in words["titled"].finditer(text):
        if match[0] not in words["no_names"]:
            yield _whole_name(text, match.start(), match.end()), match.end(), "name"
    yield from shapes(text)
    yield from _tagged(text)
    yield from _composed(text)


def _whoever(text: str, at: int) -> int | None:
    """Where the word ends that stands right behind "my husband": a name also where it is a word (文静, 方圆)."""
    tokens, family = cut(text[at : at + 8]), family_at(text, at)
    if not tokens:
        return None
    word, tag = tokens[0]
    if len(word) == 2 and word[0] == word[1] and tag[:1] in "nazvxm":  # a child's: 乐乐, 安安
        return at + 2
    if not family:
        return None
    if 2 <= len(word) <= 3 and tag[:1] in "natil" and word not in lists()["no_names"]:
        return at + len(word)
    return _of_a_lone_family(text, at, tokens) if len(word) == family else None


def _of_a_lone_family(text: str, at: int, tokens: list[tuple[str, str]]) -> int | None:
    """柜员祝无双: a rare family name that stands by itself has a given name behind it, a word or not."""
    words, (family, _tag) = lists(), tokens[0]
    if family in words["also_words"] or len(tokens) < 2:
        return None
    given, tag = tokens[1]
    is_given = is_han(given, len(given)) and len(given) <= 2 and tag[:1] not in "urpcyqm"
    if not is_given or given in words["titles"] or any(one in words["never_in_names"] for one in given):
        return None
    return at + len(family) + len(given)


def _whole_name(text: str, start: int, end: int) -> int:
    """Where the name before a title begins: 龚俊杰女士 three characters back, not at 杰."""
    for size in (3, 2):
        before = text[end - size : end]
        is_name = end - start < size <= end and is_han(before, size) and family_at(before, 0) and may_be(before)
        if is_name and (end == size or end - size in boundaries(text[: end + 2])):
            return end - size
    return start


def _after(text: str, at: int, *, sure: bool) -> int | None:
    """Where the name that begins at `at` ends, if one does."""
    family = family_at(text, at)
    if not family and not sure:
        return None
    cuts = boundaries(text[at : at + 12])
    sizes = (family + 2, family + 1) if family else (4, 3, 2)
    for size in sizes:
        if is_han(text[at : at + size], size) and size in cuts and may_be(text[at : at + size]):
            return at + size
    two = text[at : at + family + 2]
    if family and is_of_given(two[family:]) and len(two) == family + 2 and two[family:] not in lists()["no_names"]:
        return at + family + 2 if sure or two[:family] not in lists()["also_words"] else None
    if sure and family and is_han(text[at : at + family + 2], family + 2):
        return at + family + 2
    if sure and family and is_han(text[at : at + family + 1], family + 1):
        return at + family + 1
    return None


def _tagged(text: str) -> Iterator[Found]:
    """What the tagger calls a person, and a family name that it left standing before what is no word."""
    place, words, tokens = 0, lists(), cut(text)
    for at, (word, tag) in enumerate(tokens):
        size = len(word)
        is_person = tag.startswith("nr") and 2 <= size <= 4 and _reads_like_one(word)
        if is_person and not words["titled"].match(text, place):
            yield place, place + size, "name"
        elif word in words["surnames"] and word not in words["also_words"] and not is_measure(text, place):
            given = _given(tokens[at + 1 : at + 3])
            if given and (may_be(word + given) or (len(given) == 2 and is_of_given(given))):
                yield place, place + 1 + len(given), "name"
        place += size


def _reads_like_one(word: str) -> bool:
    """What the tagger calls a person and begins with a family name; a given name may be a word (王建国), or 小明."""
    family, words = family_at(word, 0), lists()
    if not family:
        return word[0] in "小阿" and len(word) == 2 and is_of_given(word[1]) and word not in words["no_names"]
    given = word[family:]
    return may_be(word) or (len(given) <= 2 and is_of_given(given) and word not in words["no_names"])


def _composed(text: str) -> Iterator[Found]:
    """A family name and two characters that given names are made of, where words begin and end, and no word within."""
    cuts, words = {0} | boundaries(text), lists()
    for start in sorted(cuts):
        family = family_at(text, start)
        end = start + family + 2
        name = text[start:end]
        if not family or end not in cuts or not is_han(name, family + 2) or is_measure(text, start):
            continue
        if is_of_given(name[family:]) and (may_be(name) or name[:family] not in words["also_words"]):
            yield start, end, "name"


def _given(following: list[tuple[str, str]]) -> str:
    """The given name that follows a lone family name: two characters that are no word, or a word that is a name."""
    if not following:
        return ""
    word, tag = following[0]
    is_known = word in tagger().word_tag_tab
    if len(word) == 2 and is_han(word, 2) and (tag.startswith("nr") or not is_known or is_of_given(word)):
        return word
    both = "".join(one for one, _tag in following)
    lone = len(following) == 2 and all(len(one) == 1 and tag in ("n", "ng", "nr", "x", "zg") for one, tag in following)
    return both if lone and is_han(both, 2) else ""
