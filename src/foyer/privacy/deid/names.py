"""Names of people in running text, Chinese and western.

Chinese: what stands after "我叫" or "收款人" is a name; after a weaker cue ("找", "转给") or before a title ("先生") it
is one if it begins with a family name; elsewhere it is one if the part-of-speech tagger (jieba) says so and it begins
with a family name. Western: one to four capitalised words after a cue, or with a given or family name of the lists
among them; pinyin names in either order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any

import yaml

from foyer.base.text import segmenter
from foyer.customers.standardise.surnames import COMPOUND
from foyer.privacy.deid.numbers import Found

_HAN = "\u4e00-\u9fff"
_DOTTED = re.compile(rf"[{_HAN}]{{2,8}}[·•・‧][{_HAN}]{{2,8}}(?:[·•・‧][{_HAN}]{{2,8}})?")
_LINK = "(?:是|为|叫|名|[:：\\s「“\"'（(])*"
_LETTER = "[A-Za-z0-9À-ÖØ-öø-ɏ'’]"
_WORD = rf"[A-ZÀ-ÖØ-Þ]{_LETTER}*(?:-[A-Za-zÀ-ÿ]{_LETTER}*)*"
_CAPITALS = re.compile(rf"{_WORD}(?:[ ]+(?:(?:de|da|di|van|von|der|den|la|le|bin|al|el|of the) )*{_WORD}){{0,3}}")
_REVERSED = re.compile(rf"({_WORD}), ({_WORD})(?: [A-Z]\.?(?![A-Za-z]))?")
_ALONE = re.compile(rf"(?<=[\s:：,，、;；(（/])[{_HAN}]{{3}}(?=[\s,，、;；)）/。])")
_SYLLABLE = re.compile(
    r"(?:[bpmfdtnlgkhjqxrzcsyw]|zh|ch|sh)?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|van|ai|ei|ui|ao|ou|iu|ie|ue|ve"
    r"|er|an|en|in|un|vn|ia|ua|uo|a|o|e|i|u|v|ü)"
)


def names(text: str) -> Iterator[Found]:
    """(start, end, "name") of everything that reads like somebody's name; finds may overlap."""
    if re.search(f"[{_HAN}]", text):
        yield from _chinese(text)
    if re.search(r"[A-Za-z]{2}", text):
        yield from _western(text)


# -- Chinese


def _chinese(text: str) -> Iterator[Found]:
    words = _words()
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
    yield from _tagged(text)


def _shaped(text: str) -> Iterator[Found]:
    """What has the shape of a name whatever stands beside it: 小李, a name of another people, 曾小贤 between commas."""
    words = _words()
    for match in chain(words["nicknamed"].finditer(text), words["transliterated"].finditer(text)):
        if not _is_word(match[0]):
            yield match.start(), match.end(), "name"
    for match in _ALONE.finditer(text):
        if _family_at(match[0], 0) and _may_be(match[0]):
            yield match.start(), match.end(), "name"


def _whoever(text: str, at: int) -> int | None:
    """Where the word ends that stands right behind "my husband": a name also where it is a word (文静, 方圆)."""
    if not _family_at(text, at):
        return None
    word, tag = _tagger().lcut(text[at : at + 8])[0]
    is_name = 2 <= len(word) <= 3 and tag[:1] in "natil" and word not in _words()["no_names"]
    return at + len(word) if is_name else None


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
    if sure and family and _is_han(text[at : at + family + 2], family + 2):
        return at + family + 2
    if sure and family and _is_han(text[at : at + family + 1], family + 1):
        return at + family + 1
    return None


def _tagged(text: str) -> Iterator[Found]:
    """What the tagger calls a person, and a family name that it left standing before what is no word."""
    place, words, tokens = 0, _words(), _tagger().lcut(text)
    for at, (word, tag) in enumerate(tokens):
        size = len(word)
        is_person = tag.startswith("nr") and 2 <= size <= 4 and _family_at(word, 0) and _may_be(word)
        if is_person and not words["titled"].match(text, place):
            yield place, place + size, "name"
        elif word in words["surnames"] and word not in words["also_words"]:
            given = _given(tokens[at + 1 : at + 3])
            if given and _may_be(word + given):
                yield place, place + 1 + len(given), "name"
        place += size


def _given(following: list[tuple[str, str]]) -> str:
    """The given name that follows a lone family name: two characters that are no word, or a word that is a name."""
    if not following:
        return ""
    word, tag = following[0]
    if len(word) == 2 and _is_han(word, 2) and (tag.startswith("nr") or word not in _tagger().word_tag_tab):
        return word
    both = "".join(one for one, _tag in following)
    lone = len(following) == 2 and all(len(one) == 1 and tag in ("n", "ng", "nr", "x", "zg") for one, tag in following)
    return both if lone and _is_han(both, 2) else ""


def _family_at(text: str, at: int) -> int:
    """How many characters the family name that begins here has: 2, 1 or none."""
    if text[at : at + 2] in COMPOUND:
        return 2
    return int(text[at : at + 1] in _words()["surnames"] and at < len(text))


def _may_be(word: str) -> bool:
    """Whether this can be a name: no other word, none within it, no character that names never have."""
    words = _words()
    family = _family_at(word, 0)
    if any(character in words["never_in_names"] for character in word[family:]):
        return False
    return not any(_is_word(piece) for piece in {word, word[:2], word[family:]} if len(piece) > family)


@lru_cache(maxsize=1 << 14)
def _is_word(piece: str) -> bool:
    """A word of the language that is no name."""
    if piece in _words()["no_names"]:
        return True
    tag = _tagger().word_tag_tab.get(piece) if len(piece) > 1 else None
    return tag is not None and not tag.startswith("nr")


def _is_han(piece: str, size: int) -> bool:
    return len(piece) == size and all("\u4e00" <= character <= "\u9fff" for character in piece)


def _boundaries(text: str) -> set[int]:
    """Where words end."""
    place, found = 0, set()
    for word, _tag in _tagger().lcut(text):
        place += len(word)
        found.add(place)
    return found


# -- western


def _western(text: str) -> Iterator[Found]:
    words = _words()
    for match in _CAPITALS.finditer(text):
        kept = _trimmed(match)
        if kept and (_is_known(text[kept[0] : kept[1]]) or _is_cued(text, kept)):
            yield kept[0], kept[1], "name"
    for match in _REVERSED.finditer(text):
        if match[1].lower() in words["families"] and match[2].lower() in words["given"]:
            yield match.start(), match.end(), "name"
    for match in words["lower"].finditer(text):
        said = match[1].lower().split()
        if said[0] in words["given"]:
            taken = said[: 2 if len(said) > 1 and said[1] in words["families"] else 1]
            yield match.start(1), match.start(1) + len(" ".join(taken)), "name"


def _trimmed(match: re.Match[str]) -> tuple[int, int] | None:
    """The capitalised words without those at both ends that are no names."""
    parts = [
        (part.start() + match.start(), part.end() + match.start(), part[0]) for part in re.finditer(r"\S+", match[0])
    ]
    no_names = _words()["no_western"]
    while parts and (parts[0][2] in no_names or (parts[0][2].isupper() and len(parts[0][2]) < 3)):
        parts.pop(0)
    while parts and parts[-1][2] in no_names:
        parts.pop()
    return (parts[0][0], parts[-1][1]) if parts else None


def _is_cued(text: str, at: tuple[int, int]) -> bool:
    before = text[max(0, at[0] - 24) : at[0]]
    if _words()["western_strong"].search(before):
        return True
    several = len(text[at[0] : at[1]].split()) > 1
    return several and bool(_words()["western_weak"].search(before))


def _is_known(found: str) -> bool:
    words = _words()
    plain = "".join(one for one in unicodedata.normalize("NFD", found) if not unicodedata.combining(one))
    parts = [re.sub(r"['’.]", "", part).lower() for part in plain.split()]
    if any(part in words["given"] for part in parts) or (
        len(parts) > 1 and any(part in words["families"] for part in parts)
    ):
        return True
    return (
        len(parts) in (2, 3)
        and all(map(_is_pinyin, parts))
        and (parts[0] in words["pinyin"] or parts[-1] in words["pinyin"])
    )


def _is_pinyin(word: str) -> bool:
    rest = word.replace("-", "")
    return bool(rest) and re.fullmatch(rf"(?:{_SYLLABLE.pattern}){{1,2}}", rest) is not None


# -- words


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    raw = yaml.safe_load(files("foyer.privacy.deid").joinpath("words.yaml").read_text(encoding="utf-8"))
    surnames = frozenset("".join(raw["surnames"].split()))
    family = f"(?:{'|'.join(sorted(COMPOUND, key=len, reverse=True))}|[{''.join(sorted(surnames))}])"
    titles = "|".join(sorted(raw["titles_after"].split(), key=len, reverse=True))
    western = "".join(raw["western_before"].split("\n")).replace(" |", "|").replace("| ", "|")
    return {
        "surnames": surnames,
        "strong": re.compile(f"(?:{_any(raw['strong_before'])}){_LINK}"),
        "person": re.compile(f"(?:{_any(raw['person_before'])})"),
        "weak": re.compile(f"(?:{_any(raw['weak_before'])}){_LINK}"),
        "titled": re.compile(rf"(?<![{_HAN}]){family}[{_HAN}]{{0,2}}(?=(?:{titles}))|{family}(?=(?:{titles}))"),
        "nicknamed": re.compile(
            f"(?<![{_HAN}])(?:{_any(raw['nicknames_before'])})[{''.join(sorted(surnames))}](?![{_HAN}])"
            f"|(?<=[谢找问给让叫和跟是被您好])(?:{_any(raw['nicknames_before'])})[{''.join(sorted(surnames))}](?![{_HAN}])"
        ),
        "transliterated": re.compile(f"[{raw['transliterated'].strip()}]{{4,9}}"),
        "never_in_names": frozenset(raw["never_in_names"]),
        "also_words": frozenset(raw["also_words"]),
        "no_names": frozenset(raw["no_names"].split()),
        "given": frozenset(raw["given"].split()),
        "families": frozenset(raw["families"].split()),
        "no_western": frozenset(raw["no_western"].split()),
        "western_strong": re.compile(rf"(?:^|[^A-Za-z])(?:{western})(?:\.|,|:|\(|\s|is|/)*\s*$", re.IGNORECASE),
        "western_weak": re.compile(rf"(?:^|[^A-Za-z])(?:{raw['western_weak']})[\s,]+$", re.IGNORECASE),
        "lower": re.compile(
            r"(?=(?<![A-Za-z])(?i:my name is|i am|i'm|im|it's|its|it is|this is|name:|hi|hey|hello|ask for)"
            r"\s+([a-z][a-z'-]+(?:\s[a-z][a-z'-]+){0,2}))"
        ),
        "pinyin": _pinyin_of(surnames),
    }


def _any(text: str) -> str:
    return "|".join(sorted(map(re.escape, text.split()), key=len, reverse=True))


def _pinyin_of(surnames: frozenset[str]) -> frozenset[str]:
    from pypinyin import lazy_pinyin

    return frozenset("".join(lazy_pinyin(name)) for name in [*surnames, *COMPOUND])


@lru_cache(maxsize=1)
def _tagger() -> Any:
    """jieba's part-of-speech tagger; loaded on first use (about a second)."""
    import jieba.posseg

    return jieba.posseg.POSTokenizer(segmenter())
