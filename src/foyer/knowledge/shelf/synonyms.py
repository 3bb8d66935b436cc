"""Words that mean the same, as a table that finds them in a text of either language.

Each group is one idea of the bank ("block, report lost, 挂失"). A text is taken apart into ideas, the longest words
first; question and article then meet in the idea, whatever words and whichever language each of them uses.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from foyer.base.text import normalise, search_query, segmenter
from foyer.base.text.search import HAN
from foyer.knowledge.shelf.tokens import bare

_HAN = re.compile(rf"[{HAN}]")
_WORDS = re.compile(r"'([^']+)'")
_LATIN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")

Words = tuple[str, ...]


@dataclass
class Synonyms:
    """The groups as three tables: single Chinese characters, longer Chinese words, English words in a row."""

    letters: dict[str, set[int]] = field(default_factory=dict)
    chinese: dict[str, set[int]] = field(default_factory=dict)
    english: dict[Words, set[int]] = field(default_factory=dict)
    longest_chinese: int = 0
    longest_english: int = 0

    def ideas_in(self, text: str) -> Counter[int]:
        """The groups whose words stand in `text`, and how often."""
        plain = normalise(text)
        found: Counter[int] = Counter()
        if _HAN.search(plain):
            found.update(self._in_chinese(plain))
        found.update(self._in_english(text))
        return found

    def _in_chinese(self, text: str) -> Iterable[int]:
        place = 0
        while place < len(text):
            size = next((n for n in range(self.longest_chinese, 1, -1) if text[place : place + n] in self.chinese), 0)
            if size:
                yield from self.chinese[text[place : place + size]]
            place += size or 1
        # one character may be part of anything: it counts only where it is a word by itself
        if not self.letters.keys().isdisjoint(text):
            for word in segmenter().cut(text):
                yield from self.letters.get(word, ())

    def _in_english(self, text: str) -> Iterable[int]:
        words = english_words(text)
        place = 0
        while place < len(words):
            sizes = range(min(self.longest_english, len(words) - place), 0, -1)
            size = next((n for n in sizes if words[place : place + n] in self.english), 0)
            if size:
                yield from self.english[words[place : place + size]]
            place += size or 1


def table_of(groups: Iterable[tuple[int, Sequence[str]]]) -> Synonyms:
    """The table of numbered groups of words."""
    made = Synonyms()
    for number, terms in groups:
        for term in terms:
            _put(made, normalise(term), number)
    made.longest_chinese = max(map(len, made.chinese), default=0)
    made.longest_english = max(map(len, made.english), default=0)
    return made


def _put(made: Synonyms, term: str, number: int) -> None:
    if not term:
        return
    if not _HAN.search(term):
        if words := english_words(term):
            made.english.setdefault(words, set()).add(number)
    elif len(term) == 1:
        made.letters.setdefault(term, set()).add(number)
    else:
        made.chinese.setdefault(term, set()).add(number)


def latin_words(text: str) -> list[str]:
    """The Latin words in their order, repeated ones too."""
    return _LATIN.findall(re.sub(rf"[{HAN}]+", " ", normalise(text)))


def english_words(text: str) -> Words:
    """The same without endings."""
    return tuple(_without_ending(word) for word in latin_words(text))


@lru_cache(maxsize=20_000)
def _without_ending(word: str) -> str:
    """Remembered: a shelf has some ten thousand sentences and few thousand words."""
    found = _WORDS.findall(search_query(word, match="any"))
    return bare(found[0] if found else word)
