"""What Chinese names are made of, asked of single pieces of text: family names, given names, words, their ends."""

from __future__ import annotations

from functools import lru_cache

from foyer.customers.standardise.surnames import COMPOUND
from foyer.privacy.deid.names_words import tagger
from foyer.privacy.deid.names_words import words as lists


def is_of_given(given: str) -> bool:
    """Whether every character is one that given names are made of, and the whole no title (李经理)."""
    words = lists()
    if given in words["titles"] or given in words["no_names"]:
        return False
    if len(given) == 2 and given[0] == given[1]:  # 盈盈
        return True
    return bool(given) and all(character in lists()["given_characters"] for character in given)


def family_at(text: str, at: int) -> int:
    """How many characters the family name that begins here has: 2, 1 or none."""
    if text[at : at + 2] in COMPOUND:
        return 2
    return int(text[at : at + 1] in lists()["surnames"] and at < len(text))


def may_be(word: str) -> bool:
    """Whether this can be a name: no other word, none within it, no character that names never have."""
    words = lists()
    family = family_at(word, 0)
    if any(character in words["never_in_names"] for character in word[family:]):
        return False
    return not any(is_word(piece) for piece in {word, word[:2], word[family:]} if len(piece) > family)


@lru_cache(maxsize=1 << 14)
def is_word(piece: str) -> bool:
    """A word of the language that is no name."""
    if piece in lists()["no_names"]:
        return True
    tag = tagger().word_tag_tab.get(piece) if len(piece) > 1 else None
    return tag is not None and not tag.startswith("nr")


def is_han(piece: str, size: int) -> bool:
    return len(piece) == size and all("\u4e00" <= character <= "\u9fff" for character in piece)


def is_measure(text: str, at: int) -> bool:
    """这张, 上周: a family name that counts something here."""
    return text[at] in "张周项支包班段封" and text[max(at - 1, 0) : at] in lists()["measured_by"] and at > 0


def boundaries(text: str) -> set[int]:
    """Where words end."""
    place, found = 0, set()
    for word, _tag in cut(text):
        place += len(word)
        found.add(place)
    return found


@lru_cache(maxsize=4)  # a text is cut for several questions in a row; no more texts than that are kept
def cut(text: str) -> list[tuple[str, str]]:
    return [(word, tag) for word, tag in tagger().lcut(text)]
