"""Words of one language in the other: how a question meets articles that are not written in its language.

An entry says which words of the two languages mean the same, narrower than the bank's ideas do (`synonyms.py`). A text
is read once, the longest words first. It gives the entries, which a question and an article of the other language may
share, and the text word by word in the other language, whose meaning is asked for beside that of the question: what the
encoder does not know of one language it may know of the other. A phrase is translated as a whole, and meets what its
words meet as well. Shipped is `fixtures/dictionary.txt`; the bank's own
synonyms count as entries too.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from foyer.base.text import normalise
from foyer.base.text.search import HAN
from foyer.knowledge.shelf.synonyms import Words, english_words, latin_words

SHIPPED = Path(__file__).parents[1] / "fixtures" / "dictionary.txt"
_HAN = re.compile(rf"[{HAN}]")
_RUNS = re.compile(rf"[{HAN}]+|[^{HAN}]+")
_SHORT = (
    (re.compile(r"\bcan['’]?t\b", re.IGNORECASE), "cannot"),
    (re.compile(r"\bwon['’]t\b", re.IGNORECASE), "will not"),
    (re.compile(r"n['’]t\b", re.IGNORECASE), " not"),
)

Group = Sequence[str]


@dataclass
class Word:
    """A word as it is looked up: all entries it stands in, and the translation where it stands most to the front."""

    entries: set[int] = field(default_factory=set)
    translation: str = ""
    rank: int = 99

    def stands_in(self, entry: int, rank: int, translation: str) -> None:
        self.entries.add(entry)
        if rank < self.rank and translation:
            self.rank, self.translation = rank, translation


class Read(NamedTuple):
    """A text as the dictionary reads it."""

    entries: Counter[int]
    translation: str


@dataclass
class Dictionary:
    """The entries as two tables, by the words of either language."""

    chinese: dict[str, Word] = field(default_factory=dict)
    english: dict[Words, Word] = field(default_factory=dict)
    longest_chinese: int = 0
    longest_english: int = 0

    def read(self, text: str, lang: str) -> Read:
        """The entries in `text` and how often, and the text of that language in the other.

        Words that are not known are left out, but for figures and for words that are in the other language already.
        """
        entries: Counter[int] = Counter()
        said: list[str] = []
        for its, found, plain in self._words(text):
            entries.update(found.entries if found else ())
            said.append(found.translation if found and its == lang else plain)
        return Read(entries, (" " if lang == "zh" else "").join(filter(None, said)))

    def _words(self, text: str) -> Iterator[tuple[str, Word | None, str]]:
        """Each word with its language, what is known of it, and as it is to be said where it is not translated."""
        for run in _RUNS.findall(normalise(text)):
            if _HAN.match(run):
                yield from (("zh", found, plain) for found, plain in self._in_chinese(run))
            else:
                yield from (("en", found, plain) for found, plain in self._in_english(run))

    def _in_chinese(self, text: str, longest: int = 0) -> Iterator[tuple[Word | None, str]]:
        place, longest = 0, longest or self.longest_chinese
        while place < len(text):
            sizes = range(min(longest, len(text) - place), 0, -1)
            size = next((n for n in sizes if text[place : place + n] in self.chinese), 0)
            if size:
                word = text[place : place + size]
                yield self.chinese[word], word
            place += size or 1

    def _in_english(self, text: str) -> Iterator[tuple[Word | None, str]]:
        whole = _long(text)
        written, words, place = latin_words(whole), english_words(whole), 0
        for found, size in self._among(words, self.longest_english):
            if found:
                yield found, " ".join(written[place : place + size])
            elif words[place][0].isdigit():
                yield None, written[place]
            place += size

    def _among(self, words: Words, longest: int) -> Iterator[tuple[Word | None, int]]:
        """What is known of the words one after another, and how many words each is."""
        place = 0
        while place < len(words):
            sizes = range(min(longest, len(words) - place), 0, -1)
            size = next((n for n in sizes if words[place : place + n] in self.english), 0)
            yield (self.english[words[place : place + size]] if size else None), size or 1
            place += size or 1

    def add_parts(self) -> None:
        """Give each phrase the entries of the words it is made of. One Chinese character may be part of anything."""
        parts: list[tuple[Word, set[int]]] = []
        for term, word in self.chinese.items():
            inner = self._in_chinese(term, len(term) - 1) if len(term) > 2 else ()
            parts.append((word, {entry for found, part in inner if found and len(part) > 1 for entry in found.entries}))
        for words, word in self.english.items():
            within = self._among(words, len(words) - 1) if len(words) > 1 else ()
            parts.append((word, {entry for found, _size in within if found for entry in found.entries}))
        for word, entries in parts:
            word.entries |= entries


def dictionary_of(own: Iterable[Group]) -> Dictionary:
    """The shipped entries, and after them the bank's own groups of synonyms."""
    made = Dictionary()
    for entry, terms in enumerate([*shipped_entries(), *own]):
        chinese = [term for term in map(normalise, terms) if _HAN.search(term)]
        english = [term for term in map(normalise, terms) if term and not _HAN.search(term)]
        for rank, term in enumerate(chinese):
            made.chinese.setdefault(term, Word()).stands_in(entry, rank, english[0] if english else "")
        for rank, term in enumerate(english):
            if words := english_words(_long(term)):
                made.english.setdefault(words, Word()).stands_in(entry, rank, chinese[0] if chinese else "")
    made.longest_chinese = max(map(len, made.chinese), default=0)
    made.longest_english = max(map(len, made.english), default=0)
    made.add_parts()
    return made


@lru_cache(maxsize=1)
def shipped_entries() -> tuple[Group, ...]:
    lines = [line.strip() for line in SHIPPED.read_text(encoding="utf-8").splitlines()]
    kept = [line.replace("|", ",").split(",") for line in lines if line and not line.startswith("#")]
    return tuple(tuple(filter(None, (term.strip() for term in line))) for line in kept)


def _long(text: str) -> str:
    """Don't as "do not", so that it is found whichever way it was written."""
    for short, whole in _SHORT:
        text = short.sub(whole, text)
    return text
