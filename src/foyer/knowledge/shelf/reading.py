"""How a question is meant: misspelt English, Chinese written with characters that only sound right, typed pinyin.

Nothing is mended that the articles or the language know as it stands. What was mended is told, so that a page can say
"showing results for …"; the customer's own words are never changed anywhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from foyer.base import meaning
from foyer.base.meaning import knows
from foyer.base.text import segmenter
from foyer.base.text.search import HAN
from foyer.knowledge.shelf.synonyms import Synonyms
from foyer.knowledge.shelf.tokens import words_of
from foyer.knowledge.shelf.vocabulary import Vocabulary, pinyin

LONGEST_READ = 300  # characters; what follows is left as it is
LONGEST_WORD = 4
_LATIN_RUN = re.compile(r"[A-Za-z']+(?:\s+[A-Za-z']+)*")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_IS_HAN = re.compile(rf"[{HAN}]")
_WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)?")


@dataclass(frozen=True)
class Reading:
    """`text` is the question as it is meant; `more` are words of the articles that sound like its rarer ones."""

    text: str
    mended: tuple[tuple[str, str], ...] = ()
    more: tuple[str, ...] = ()
    synonyms: Synonyms = field(default_factory=Synonyms, repr=False, compare=False)

    @property
    def is_mended(self) -> bool:
        return bool(self.mended)

    @cached_property
    def words(self) -> list[str]:
        """What it is searched by; search and passages ask for it in turn."""
        return words_of(self.text)

    @cached_property
    def ideas(self) -> Counter[int]:
        return self.synonyms.ideas_in(self.text)


class Reader:
    """Reads questions with the words of one state of the knowledge in mind."""

    def __init__(self, vocabulary: Vocabulary, synonyms: Synonyms) -> None:
        self.vocabulary, self.synonyms = vocabulary, synonyms
        self._bank_words = {word for words in synonyms.english for word in words}
        self._read_once = lru_cache(maxsize=512)(self._read)

    def read(self, text: str) -> Reading:
        """While the encoder is away fewer words are mended, and no such reading is kept."""
        if meaning.AID.is_away:
            return self._read(text)
        reading = self._read_once(text)
        if meaning.AID.is_failing:
            self._read_once.cache_clear()
        return reading

    def _read(self, text: str) -> Reading:
        head, tail = text[:LONGEST_READ], text[LONGEST_READ:]
        mended: list[tuple[str, str]] = []
        plain = self._latin(head, mended)
        plain, more = self._chinese(plain, mended)
        return Reading(plain + tail if mended else text, tuple(mended), tuple(more), self.synonyms)

    # Latin letters: pinyin where the whole run can be read as Chinese, else English word by word

    def _latin(self, text: str, mended: list[tuple[str, str]]) -> str:
        has_han = bool(_IS_HAN.search(text))

        def run(found: re.Match[str]) -> str:
            typed = found.group()
            meant = self._from_pinyin(typed, has_han) or self._english(typed)
            if meant != typed:
                mended.append((typed, meant))
            return meant

        return _LATIN_RUN.sub(run, text)

    def _english(self, run: str) -> str:
        return _WORD.sub(lambda found: self._word(found.group()), run)

    def _word(self, word: str) -> str:
        plain = word.casefold()
        if not plain.isascii() or not plain.isalpha() or self._is_english(plain) or knows(plain):
            return word
        return self.vocabulary.closest(plain) or word

    def _is_english(self, word: str) -> bool:
        return word in self.vocabulary.english or word in self._bank_words

    def _from_pinyin(self, run: str, has_han: bool) -> str:
        words = [word.casefold() for word in re.findall(r"[A-Za-z']+", run)]
        letters = sum(map(len, words))
        english = sum(len(word) for word in words if self._is_english(word))
        if not words or letters > 60 or english * 3 > letters or (len(words) == 1 and knows(words[0]) and not has_han):
            return ""
        pieces = self._pieces("".join(words).replace("'", ""))
        is_sure = has_han or any(len(piece) > 1 for piece in pieces) or (len(words) > 2 and not english)
        return "".join(pieces) if pieces and is_sure else ""

    def _pieces(self, letters: str) -> list[str]:
        """The fewest words that sound like these letters from the first to the last; the commoner of equals."""
        best: dict[int, tuple[float, list[str]]] = {0: (0.0, [])}
        for place in range(len(letters)):
            if place not in best:
                continue
            cost, so_far = best[place]
            for end, word in self._words_at(letters, place):
                price = cost + (1.0 if len(word) > 1 else 1.6) - min(0.3, self.vocabulary.chinese[word] / 1_000)
                if end not in best or price < best[end][0]:
                    best[end] = (price, [*so_far, word])
        return best.get(len(letters), (0.0, []))[1]

    def _words_at(self, letters: str, place: int) -> Iterator[tuple[int, str]]:
        for end in range(place + 1, min(len(letters), place + 24) + 1):
            sound = letters[place:end]
            word = self.vocabulary.sounds.get(sound) or self.vocabulary.letters.get(sound)
            if word:
                yield end, word

    # Chinese: characters that do not belong together but sound like a word of the articles

    def _chinese(self, text: str, mended: list[tuple[str, str]]) -> tuple[str, list[str]]:
        more: list[str] = []

        def run(found: re.Match[str]) -> str:
            return self._run(found.group(), mended, more)

        return _HAN_RUN.sub(run, text), more

    def _run(self, han: str, mended: list[tuple[str, str]], more: list[str]) -> str:
        words = list(segmenter().cut(han, HMM=False))
        out, place = [], 0
        while place < len(words):
            size, meant = self._misheard(words, place)
            if size:
                mended.append(("".join(words[place : place + size]), meant))
                out.append(meant)
                place += size
                continue
            more.extend(self._sounding_like(words[place]))
            out.append(words[place])
            place += 1
        return "".join(out)

    def _misheard(self, words: list[str], place: int) -> tuple[int, str]:
        """How many words from here on sound like one word of the articles, and which."""
        for size in range(min(LONGEST_WORD, len(words) - place), 1, -1):
            parts = words[place : place + size]
            if any(len(part) > 1 for part in parts):
                continue
            written = "".join(parts)
            if self._is_used(written):
                continue
            meant = self.vocabulary.sounds.get(pinyin(written), "")
            if len(meant) == size and meant != written and meant in self.synonyms.chinese:
                return size, meant
        return 0, ""

    def _is_used(self, written: str) -> bool:
        """Whether the articles, too, put these characters side by side."""
        return all(written[place : place + 2] in self.vocabulary.pairs for place in range(len(written) - 1))

    def _sounding_like(self, word: str) -> list[str]:
        """A word that exists but that no article uses: the one they use that sounds the same (帐户, 账户)."""
        if len(word) < 2 or word in self.vocabulary.chinese or word in self.synonyms.chinese:
            return []
        other = self.vocabulary.sounds.get(pinyin(word), "")
        return [other] if len(other) == len(word) else []
