"""Finding the article that answers a question: by meaning, by words and by ideas, in either language.

Four signals meet, each measured to add to the others (`foyer bench assistant` prints the figures):
  meaning    how close the article's sentences lie to the question, all of its close ones together, the closest most;
  words      how much of the question's rare words the article uses (BM25's saturation and weights, below 1);
  ideas      the same for the bank's synonyms, so that "block my card" meets 挂失 in either language;
  direction  how much the question has of what sets this article apart from all others (`directions.py`).
The question is read first (`shelf/reading.py`): misspelt words, characters that only sound right, typed pinyin.

An article that is written in the other language only is found by its sentences there. Meanings and ideas have no
language; its words are met through a dictionary (`shelf/dictionary.py`), which also says the question in its language
word by word, and it is asked for the meaning of both together. Its direction was learned with its own questions
translated so (`actions/translating.py`). What it still loses is made good (`FOREIGN`). Where two of them are too close
to call, an encoder that knows both languages better is asked, if the bank has installed it (`shelf/opinions.py`).

While the encoder is away, words and ideas alone find: a hit says so (`by_words`), since its score means less then.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np

from foyer.base.meaning import one_or_none
from foyer.base.text import detect_language
from foyer.knowledge.audiences import PUBLIC, audiences_for
from foyer.knowledge.shelf import Shelf, Volume, current
from foyer.knowledge.shelf.dictionary import Read
from foyer.knowledge.shelf.meanings import Near, Wanted, nearest
from foyer.knowledge.shelf.opinions import too_close
from foyer.knowledge.shelf.reading import Reading
from foyer.knowledge.shelf.tokens import bare
from foyer.knowledge.validity import bank_day

NEAREST = 100  # sentences looked at for their meaning
SHARPNESS = 10.0  # how much more the closest sentence counts than the next
WORDS_WEIGHT = 0.7  # this and the next two by listwise regression on shipped questions, each left out in turn
IDEAS_WEIGHT, IDEAS_WEIGHT_ABROAD = 1.0, 0.8  # the second for foreign articles, whose dictionary has the ideas as well
DIRECTION_WEIGHT, DIRECTION_WEIGHT_ABROAD = 2.2, 4.0
STANDS_BACK = 0.2  # of a foreign article behind those in the question's language, whose directions count for less
TRANSLATED_WEIGHT = 1.0  # of the question's words in foreign articles
SURE = 0.5  # what an article without any close sentence is worth, before the logarithm
TRANSLATED = 0.4  # the share of the question's words in the other language in what articles of it are asked
OPINION_WEIGHT = 3.0  # of the opinion across languages, where foreign articles are too close to call
FOREIGN = 0.08  # how much closer two sentences of one language lie than the same two of different ones

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Hit:
    """An article that may answer the question, and why it was found. `read_as` is the question as it was read.

    `written_in` is the language in which a reader of the question's language is shown it. `by_words`: the encoder of
    meanings was away. `words` are those that the article uses itself: how sure one may be of it was measured with them
    alone, and words met through the dictionary would make too sure of what is about something else.
    """

    article_code: str
    version: int
    title: str
    lang: str
    score: float
    meaning: float
    words: float
    direction: float
    nearest: float
    phrasing: str
    category: str
    topic: str
    audience: str = PUBLIC
    ideas: float = 0.0
    read_as: str = ""
    written_in: str = ""
    by_words: bool = False


def search(
    text: str,
    lang: str | None = None,
    *,
    at: datetime | None = None,
    limit: int = 5,
    without: Sequence[str] = (),
    audience: str = PUBLIC,
    category: str = "",
    product: str = "",
    written_in: str = "",
) -> list[Hit]:
    """The published articles that best answer `text`, best first, titles in `lang` (by default the question's own).

    Only versions valid on the bank's day of `at` are found. `without` leaves out articles by their codes; `category`,
    `product` and `written_in` ("zh", "en") keep only those that are of it. What is for staff only is found by those
    alone who say so (`audience="staff"`).
    """
    asked = Question(
        text, lang, at=at, without=tuple(without), audience=audience, category=category, product=product,
        written_in=written_in,
    )  # fmt: skip
    return asked.hits(limit)


@dataclass(frozen=True)
class Question:
    """A search with what only measuring needs: sentences unsaid, directions replaced, a language or all meanings left
    out."""

    text: str
    lang: str | None = None
    at: datetime | None = None
    without: tuple[str, ...] = ()
    unsaid: str = ""
    directions: dict[str, float] | None = None
    meaning: list[float] | None = None
    audience: str = PUBLIC
    category: str = ""
    product: str = ""
    written_in: str = ""
    by_words: bool = False

    def hits(self, limit: int | None = None) -> list[Hit]:
        """Every live article with any sign of answering, best first, or the best few of them."""
        if not self.text.strip():
            return []
        return _Search(self, current()).hits(limit)


class _Search:
    """One question put to one state of the shelf."""

    def __init__(self, asked: Question, shelf: Shelf) -> None:
        self.asked, self.shelf = asked, shelf
        self.reading: Reading = shelf.reader.read(asked.text)
        self.lang = detect_language(self.reading.text)

    def hits(self, limit: int | None) -> list[Hit]:
        if not self.seen.any():
            return []
        ideas_weight = np.where(self.foreign, IDEAS_WEIGHT_ABROAD, IDEAS_WEIGHT)
        learned = self.foreign & self.shelf.learned_abroad
        direction_weight = np.where(learned, DIRECTION_WEIGHT_ABROAD, DIRECTION_WEIGHT)
        scores = self.meanings + WORDS_WEIGHT * self.words + TRANSLATED_WEIGHT * self.translated
        scores = scores + ideas_weight * self.ideas + direction_weight * self.directions - STANDS_BACK * learned
        scores = self._asked_again(scores)
        found, by_place = np.flatnonzero(self.seen & self.has_sign).tolist(), scores.tolist()
        best = sorted(found, key=lambda place: (-by_place[place], self.shelf.volumes[place].code))
        return [self._hit(place, by_place[place]) for place in best[:limit]]

    def _asked_again(self, scores: Array) -> Array:
        """Where the two best are too close to call and one of them is foreign, the opinion across languages orders the
        foreign ones. It says nothing of the others, so the best of those keeps its score."""
        told = self.foreign & self.shelf.opinions.has_any & self.has_sign
        if self.vector is None or not told.any():
            return scores
        close = too_close(np.where(self.seen & self.has_sign, scores, -np.inf))
        if not told[close].any():
            return scores
        opinion = self.shelf.opinions.on(self.reading.text, self.lang, self._unsaid_across())
        if opinion is None:
            return scores
        best = np.where(told, scores, -np.inf).argmax()
        return np.asarray(scores + OPINION_WEIGHT * np.where(told, opinion - opinion[best], 0.0))

    def _unsaid_across(self) -> Array:
        if not self.asked.unsaid:
            return np.zeros(0, dtype=int)
        places = np.flatnonzero(self.shelf.opinions.has_any).tolist()
        texts = [text for place in places for text in self.shelf.sentences[place].texts]
        return np.array([row for row, text in enumerate(texts) if text == self.asked.unsaid], dtype=int)

    @cached_property
    def seen(self) -> Array:
        """Which volumes this reader may be shown on this day, and has not filtered away."""
        asked, readers = self.asked, tuple(audiences_for(self.asked.audience))
        seen = self.shelf.seen_on(bank_day(asked.at), readers)
        if not (asked.without or asked.category or asked.product or asked.written_in):
            return seen
        return seen & np.array([self._is_wanted(volume) for volume in self.shelf.volumes], dtype=bool)

    def _is_wanted(self, volume: Volume) -> bool:
        asked = self.asked
        return (
            volume.code not in asked.without
            and asked.category in ("", volume.category)
            and (not asked.product or asked.product in volume.products)
            and (not asked.written_in or asked.written_in in volume.languages)
        )

    @cached_property
    def vector(self) -> Array | None:
        """The meaning of the question; nothing while the encoder is away."""
        if self.asked.by_words:
            return None
        meaning = self.asked.meaning or one_or_none(self.reading.text)
        return None if meaning is None else np.asarray(meaning, dtype=np.float32)

    @cached_property
    def foreign(self) -> Array:
        """Which volumes in reach are not written in the question's language."""
        return self.seen & (self.shelf.foreign_to(self.lang) > 0)

    @cached_property
    def read(self) -> Read:
        return self.shelf.dictionary.read(self.reading.text, self.lang)

    @cached_property
    def abroad(self) -> Array | None:
        """The question's meaning as foreign articles are asked for it: with that of its words translated."""
        translated = one_or_none(self.read.translation) if self.read.translation else None
        if self.vector is None or translated is None:
            return self.vector
        mixed = (1 - TRANSLATED) * self.vector + TRANSLATED * np.asarray(translated, dtype=np.float32)
        return np.asarray(mixed / np.linalg.norm(mixed))

    @cached_property
    def near(self) -> list[Near]:
        """The closest sentences in reach, those of foreign articles with what the other language costs them."""
        own, foreign = self._nearest(self.vector, self.seen & ~self.foreign), []
        if self.foreign.any():
            foreign = self._nearest(self.abroad, self.foreign, FOREIGN)
        return sorted([*own, *foreign], key=lambda near: -near.likeness)[:NEAREST]

    def _nearest(self, vector: Array | None, among: Array, bonus: float = 0.0) -> list[Near]:
        if vector is None or not among.any():
            return []
        return nearest(self.shelf, Wanted(vector, among, bonus * among, NEAREST, self.asked.unsaid))

    @cached_property
    def meanings(self) -> Array:
        sums = np.full(len(self.shelf.volumes), SURE)
        closeness = np.exp(SHARPNESS * np.array([near.likeness for near in self.near]))
        np.add.at(sums, [near.volume for near in self.near], closeness)
        return np.log(sums) / SHARPNESS

    @cached_property
    def closest(self) -> dict[int, Near]:
        best: dict[int, Near] = {}
        for near in self.near:
            if near.volume not in best or near.likeness > best[near.volume].likeness:
                best[near.volume] = near
        return best

    @cached_property
    def words(self) -> Array:
        asked = dict.fromkeys([*self.reading.words, *(bare(word) for word in self.reading.more)])
        return self.shelf.words.shares(asked, self.seen, self._unsaid(self._own_words))

    @cached_property
    def translated(self) -> Array:
        """The same for foreign articles through the dictionary: it helps to find, but makes nobody surer (`Hit`)."""
        if not self.foreign.any():
            return np.zeros(len(self.shelf.volumes))
        return self.shelf.translated.shares(self.read.entries, self.foreign, self._unsaid(self._own_entries))

    @cached_property
    def ideas(self) -> Array:
        asked = self.reading.ideas
        return self.shelf.concepts.shares(asked, self.seen, self._unsaid(self._own_ideas))

    @cached_property
    def directions(self) -> Array:
        given = self.asked.directions
        if self.vector is None:
            return np.zeros(len(self.shelf.volumes))
        if given is None:
            return self._directed()
        return np.array([given.get(volume.code, 0.0) for volume in self.shelf.volumes])

    def _directed(self) -> Array:
        along = self.shelf.directions @ self.vector - self.shelf.offsets
        if self.foreign.any():
            abroad = self.shelf.directions_abroad @ self.abroad - self.shelf.offsets_abroad
            along = np.where(self.foreign, abroad, along)
        return np.asarray(along)

    @cached_property
    def has_sign(self) -> Array:
        close = np.zeros(len(self.shelf.volumes), dtype=bool)
        close[list(self.closest)] = True
        return close | (self.words > 0) | (self.ideas > 0) | (self.translated > 0)

    def _unsaid(self, own: Any) -> "tuple[int, Counter[Any]] | None":
        """The volume that holds the sentence to be unsaid, and what it would no longer say."""
        if not self.asked.unsaid:
            return None
        for place, sentences in enumerate(self.shelf.sentences):
            rows = [row for row, text in enumerate(sentences.texts) if text == self.asked.unsaid]
            if rows:
                return place, Counter(each for row in rows for each in own(place, row))
        return None

    def _own_words(self, place: int, row: int) -> Any:
        return self.shelf.sentences[place].words(row)

    def _own_entries(self, place: int, row: int) -> Any:
        entries = self.shelf.entries[place]
        return entries[row] if entries else ()

    def _own_ideas(self, place: int, row: int) -> Any:
        return self.shelf.ideas[place][row]

    def _hit(self, place: int, score: float) -> Hit:
        volume, near = self.shelf.volumes[place], self.closest.get(place)
        lang = self.asked.lang or self.lang
        return Hit(
            volume.code, volume.number, volume.title.in_(lang),
            near.lang if near else lang, score, float(self.meanings[place]),
            float(self.words[place]), float(self.directions[place]), near.likeness if near else 0.0,
            near.text if near else "", volume.category, volume.topic, volume.audience, float(self.ideas[place]),
            self.reading.text if self.reading.is_mended else "", volume.written_in(lang), self.vector is None,
        )  # fmt: skip
