"""Names in Chinese text: by cue, by title, by shape, by the tagger, and by what names are made of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from foyer.customers.standardise.surnames import COMPOUND
from foyer.privacy.deid.names_words import tagger
from foyer.privacy.deid.names_words import words as lists
from foyer.privacy.deid.numbers import Found

_HAN = "\u4e00-\u9fff"
_DOTTED = re.compile(rf"[{_HAN}]{{2,8}}[·•・‧][{_HAN}]{{2,8}}(?:[·•・‧][{_HAN}]{{2,8}})?")
_EDGE = "\\s:：,，、;；/\"'|—\\-"
_ALONE = re.compile(rf"(?:^|(?<=[{_EDGE}(（\[【「“]))[{_HAN}]{{2,4}}(?=$|[{_EDGE})）。\]】」”])")
_SPACED = re.compile(rf"(?<![{_HAN}])[{_HAN}](?: [{_HAN}]){{1,2}}(?![{_HAN}]| [{_HAN}])")
_LATIN = re.compile(rf"(?:(?<=[{_HAN}])|(?<=[{_HAN}] ))[a-z]{{3,12}}(?= ?[{_HAN}])")


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
    yield from _shaped(text)
    yield from _standing(text)
    yield from _tagged(text)
    yield from _composed(text)


def _shaped(text: str) -> Iterator[Found]:
    """What has the shape of a name whatever stands beside it: 小李, a name of another people, 曾小贤 between commas."""
    words, cuts = lists(), {0} | _boundaries(text)
    for match in chain(words["nicknamed"].finditer(text), words["transliterated"].finditer(text)):
        if not _is_word(match[0]):
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
        if match[0] not in words["also_words"] and not _is_word(text[match.start() : match.end() + 1]):
            yield match.start(), match.end(), "name"


def _standing(text: str) -> Iterator[Found]:
    """By what stands beside it: 同事小郑, 林黛玉您好, 秦可卿同意; and family names of two characters."""
    words, cuts = lists(), {0} | _boundaries(text)
    for match in words["called"].finditer(text):
        is_whole = match.end() in cuts and match.start() in cuts
        if is_whole and match[0] not in words["no_names"] and match[0][1] not in words["also_words"]:
            yield match.start(), match.end(), "name"
    for match in words["compound"].finditer(text):
        end = match.end() if len(match[0]) < 4 or _is_of_given(match[0][2:]) else match.end() - 1
        if match.start() in cuts:
            yield match.start(), end, "name"
    for match in words["greeted"].finditer(text):
        if match[0] not in words["no_names"] and match[0][_family_at(match[0], 0) :] not in words["titles"]:
            yield match.start(), match.end(), "name"
    for match in words["doing"].finditer(text):
        family = _family_at(match[0], 0)
        if match[0][:family] not in words["also_words"] and (_may_be(match[0]) or _is_of_given(match[0][family:])):
            yield match.start(), match.end(), "name"


def _stands_alone(piece: str) -> bool:
    """Whether a piece between commas is a name: 曾小贤, 赵敏, 陈方安生."""
    family = _family_at(piece, 0)
    if not family or piece[:family] in lists()["also_words"]:
        return False
    given = piece[family:]
    if len(piece) == 3 and family == 1 and _may_be(piece):
        return True
    if len(given) == 3:  # a married woman's: her husband's family name before her own
        return _family_at(piece, 1) == 1 and _is_of_given(given[1:]) and not _is_word(piece)
    return len(given) in (1, 2) and _is_of_given(given) and not _is_word(piece)


def _is_of_given(given: str) -> bool:
    """Whether every character is one that given names are made of, and the whole no title (李经理)."""
    words = lists()
    if given in words["titles"] or given in words["no_names"]:
        return False
    if len(given) == 2 and given[0] == given[1]:  # 盈盈
        return True
    return bool(given) and all(character in lists()["given_characters"] for character in given)


def _whoever(text: str, at: int) -> int | None:
    """Where the word ends that stands right behind "my husband": a name also where it is a word (文静, 方圆)."""
    tokens, family = tagger().lcut(text[at : at + 8]), _family_at(text, at)
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
    is_given = _is_han(given, len(given)) and len(given) <= 2 and tag[:1] not in "urpcyqm"
    if not is_given or given in words["titles"] or any(one in words["never_in_names"] for one in given):
        return None
    return at + len(family) + len(given)


def _whole_name(text: str, start: int, end: int) -> int:
    """Where the name before a title begins: 龚俊杰女士 three characters back, not at 杰."""
    for size in (3, 2):
        before = text[end - size : end]
        is_name = end - start < size <= end and _is_han(before, size) and _family_at(before, 0) and _may_be(before)
        if is_name and (end == size or end - size in _boundaries(text[: end + 2])):
            return end - size
    return start


def _after(text: str, at: int, *, sure: bool) -> int | None:
    """Where the name that begins at `at` ends, if one does."""
    family = _family_at(text, at)
    if not family and not sure:
        return None
    cuts = _boundaries(text[at : at + 12])
    sizes = (family + 2, family + 1) if family else (4, 3, 2)
    for size in sizes:
        if _is_han(text[at : at + size], size) and size in cuts and _may_be(text[at : at + size]):
            return at + size
    two = text[at : at + family + 2]
    if family and _is_of_given(two[family:]) and len(two) == family + 2 and two[family:] not in lists()["no_names"]:
        return at + family + 2 if sure or two[:family] not in lists()["also_words"] else None
    if sure and family and _is_han(text[at : at + family + 2], family + 2):
        return at + family + 2
    if sure and family and _is_han(text[at : at + family + 1], family + 1):
        return at + family + 1
    return None


def _tagged(text: str) -> Iterator[Found]:
    """What the tagger calls a person, and a family name that it left standing before what is no word."""
    place, words, tokens = 0, lists(), tagger().lcut(text)
    for at, (word, tag) in enumerate(tokens):
        size = len(word)
        is_person = tag.startswith("nr") and 2 <= size <= 4 and _reads_like_one(word)
        if is_person and not words["titled"].match(text, place):
            yield place, place + size, "name"
        elif word in words["surnames"] and word not in words["also_words"] and not _is_measure(text, place):
            given = _given(tokens[at + 1 : at + 3])
            if given and (_may_be(word + given) or (len(given) == 2 and _is_of_given(given))):
                yield place, place + 1 + len(given), "name"
        place += size


def _reads_like_one(word: str) -> bool:
    """What the tagger calls a person and begins with a family name; a given name may be a word (王建国), or 小明."""
    family, words = _family_at(word, 0), lists()
    if not family:
        return word[0] in "小阿" and len(word) == 2 and _is_of_given(word[1]) and word not in words["no_names"]
    given = word[family:]
    return _may_be(word) or (len(given) <= 2 and _is_of_given(given) and word not in words["no_names"])


def _is_measure(text: str, at: int) -> bool:
    """这张, 上周: a family name that counts something here."""
    return text[at] in "张周项支包班段封" and text[max(at - 1, 0) : at] in lists()["measured_by"] and at > 0


def _composed(text: str) -> Iterator[Found]:
    """A family name and two characters that given names are made of, where words begin and end, and no word within."""
    cuts, words = {0} | _boundaries(text), lists()
    for start in sorted(cuts):
        family = _family_at(text, start)
        end = start + family + 2
        name = text[start:end]
        if not family or end not in cuts or not _is_han(name, family + 2) or _is_measure(text, start):
            continue
        if _is_of_given(name[family:]) and (_may_be(name) or name[:family] not in words["also_words"]):
            yield start, end, "name"


def _given(following: list[tuple[str, str]]) -> str:
    """The given name that follows a lone family name: two characters that are no word, or a word that is a name."""
    if not following:
        return ""
    word, tag = following[0]
    is_known = word in tagger().word_tag_tab
    if len(word) == 2 and _is_han(word, 2) and (tag.startswith("nr") or not is_known or _is_of_given(word)):
        return word
    both = "".join(one for one, _tag in following)
    lone = len(following) == 2 and all(len(one) == 1 and tag in ("n", "ng", "nr", "x", "zg") for one, tag in following)
    return both if lone and _is_han(both, 2) else ""


def _family_at(text: str, at: int) -> int:
    """How many characters the family name that begins here has: 2, 1 or none."""
    if text[at : at + 2] in COMPOUND:
        return 2
    return int(text[at : at + 1] in lists()["surnames"] and at < len(text))


def _may_be(word: str) -> bool:
    """Whether this can be a name: no other word, none within it, no character that names never have."""
    words = lists()
    family = _family_at(word, 0)
    if any(character in words["never_in_names"] for character in word[family:]):
        return False
    return not any(_is_word(piece) for piece in {word, word[:2], word[family:]} if len(piece) > family)


@lru_cache(maxsize=1 << 14)
def _is_word(piece: str) -> bool:
    """A word of the language that is no name."""
    if piece in lists()["no_names"]:
        return True
    tag = tagger().word_tag_tab.get(piece) if len(piece) > 1 else None
    return tag is not None and not tag.startswith("nr")


def _is_han(piece: str, size: int) -> bool:
    return len(piece) == size and all("\u4e00" <= character <= "\u9fff" for character in piece)


def _boundaries(text: str) -> set[int]:
    """Where words end."""
    place, found = 0, set()
    for word, _tag in tagger().lcut(text):
        place += len(word)
        found.add(place)
    return found
