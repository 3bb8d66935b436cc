"""What stands on the shelf: the versions that speak, their sentences, and the tables made of both."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

import numpy as np

from foyer.base.text import Bilingual
from foyer.knowledge.shelf.dictionary import Dictionary
from foyer.knowledge.shelf.opinions import Opinions
from foyer.knowledge.shelf.postings import Postings
from foyer.knowledge.shelf.reading import Reader
from foyer.knowledge.shelf.synonyms import Synonyms
from foyer.knowledge.shelf.tokens import bare
from foyer.knowledge.shelf.vocabulary import Vocabulary

Array = np.ndarray[Any, Any]
T = TypeVar("T")
MOST_DAYS = 8


@dataclass(eq=False)
class Sentences:
    """Everything one version can be found by; published words never change, so this is read once."""

    ids: tuple[UUID, ...]
    langs: tuple[str, ...]
    kinds: tuple[str, ...]
    texts: tuple[str, ...]
    tokens: tuple[str, ...]
    vectors: Array | None
    _words: dict[int, frozenset[str]] = field(default_factory=dict, repr=False)

    @property
    def asked(self) -> list[str]:
        """Those that are worded as customers ask."""
        return [text for text, kind in zip(self.texts, self.kinds, strict=True) if kind != "passage"]

    def words(self, row: int) -> frozenset[str]:
        """What one sentence is ranked by; kept for those that are asked for, which are few."""
        if row not in self._words:
            self._words[row] = _ranked_by(self.tokens[row])
        return self._words[row]

    @cached_property
    def uses(self) -> Counter[str]:
        """In how many of its sentences each word stands."""
        return Counter(word for tokens in self.tokens for word in _ranked_by(tokens))

    def only(self, rows: Sequence[int]) -> "Sentences":
        """Some of them."""

        def pick(part: tuple[T, ...]) -> tuple[T, ...]:
            return tuple(part[row] for row in rows)

        vectors = None if self.vectors is None else self.vectors[rows]
        return Sentences(
            pick(self.ids), pick(self.langs), pick(self.kinds), pick(self.texts), pick(self.tokens), vectors
        )


def _ranked_by(tokens: str) -> frozenset[str]:
    return frozenset(bare(word) for word in tokens.split())


@dataclass(frozen=True)
class Volume:
    """One published version of an article that is neither retired nor withdrawn."""

    id: UUID
    code: str
    number: int
    title: Bilingual
    category: str
    topic: str
    products: frozenset[str]
    audience: str
    valid_from: date
    valid_to: date | None
    languages: frozenset[str]
    direction: bytes | None
    offset: float
    waits: bool = False  # for the meaning of some of its sentences
    abroad: bytes | None = None  # the direction where it is asked for in the language it is not written in
    abroad_offset: float = 0.0
    opinion: str = ""  # the encoder across languages that has seen its sentences

    def written_in(self, lang: str) -> str:
        """The language in which a reader of `lang` is shown it."""
        return lang if lang in self.languages or not self.languages else min(self.languages)

    def speaks_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


@dataclass
class Shelf:
    """One state of the knowledge, complete; nobody changes it."""

    volumes: tuple[Volume, ...]
    sentences: tuple[Sentences, ...]
    synonyms: Synonyms
    ideas: tuple[tuple[Counter[int], ...], ...]  # for each volume, for each of its sentences
    is_exact: bool
    dictionary: Dictionary = field(default_factory=Dictionary)
    entries: tuple[tuple[Counter[int], ...], ...] = ()  # as the ideas, for volumes in one language alone
    outlined_by: Array | None = None  # the directions of `outlines.py`, where there are many sentences
    seen_across: tuple[Array | None, ...] = ()  # for each volume in one language alone, its sentences (`opinions.py`)
    rows: dict[UUID, Any] = field(default_factory=dict, compare=False)  # versions as somebody has read them since
    _seen: dict[Any, Array] = field(default_factory=dict, compare=False)
    _foreign: dict[str, Array] = field(default_factory=dict, compare=False)

    def seen_on(self, day: date, readers: tuple[str, ...]) -> Array:
        """Which volumes speak to these readers on that day; kept for a few of either."""
        seen = self._seen.get((day, readers))
        if seen is None:
            if len(self._seen) > MOST_DAYS:
                self._seen.clear()
            seen = np.array([each.speaks_on(day) and each.audience in readers for each in self.volumes], dtype=bool)
            self._seen[day, readers] = seen
        return seen

    def foreign_to(self, lang: str) -> Array:
        """1 for a volume that is not written in the language, 0 for one that is."""
        if lang not in self._foreign:
            self._foreign[lang] = np.array([float(lang not in volume.languages) for volume in self.volumes])
        return self._foreign[lang]

    @cached_property
    def words(self) -> Postings:
        return Postings(each.uses for each in self.sentences)

    @cached_property
    def concepts(self) -> Postings:
        return Postings(Counter(idea for each in all_of for idea in each) for all_of in self.ideas)

    @cached_property
    def translated(self) -> Postings:
        """Which entries of the dictionary the volumes in one language use."""
        return Postings(Counter(entry for each in all_of for entry in each) for all_of in self.entries)

    @cached_property
    def by_code(self) -> dict[str, list[Volume]]:
        found: dict[str, list[Volume]] = {}
        for volume in self.volumes:
            found.setdefault(volume.code, []).append(volume)
        return found

    @cached_property
    def vectors(self) -> Array:
        """All meanings, one row a sentence; empty where the database compares them. Those of each version are a part
        of it from then on: no process holds them twice."""
        parts = [each for each in self.sentences if each.vectors is not None]
        if not parts:
            return np.zeros((0, 512), dtype=np.float32)
        whole = np.concatenate([each.vectors for each in parts])
        ends = np.cumsum([len(each.texts) for each in parts]).tolist()
        for each, end in zip(parts, ends, strict=True):
            each.vectors = whole[end - len(each.texts) : end]
        return whole

    @cached_property
    def outlines(self) -> Array | None:
        """The same in outline; nothing where there are so few that they are compared whole."""
        return None if self.outlined_by is None else self.vectors @ self.outlined_by

    @cached_property
    def waiting(self) -> Array:
        """The sentences that have no meaning yet, by their rows."""
        return np.flatnonzero(~self.vectors.any(axis=1))

    @cached_property
    def owners(self) -> Array:
        """Which volume each sentence belongs to."""
        return np.repeat(np.arange(len(self.sentences)), [len(each.texts) for each in self.sentences])

    @cached_property
    def texts(self) -> list[str]:
        return [text for each in self.sentences for text in each.texts]

    @cached_property
    def langs(self) -> Array:
        return np.array([lang for each in self.sentences for lang in each.langs], dtype="U2")

    @cached_property
    def directions(self) -> Array:
        """What tells each volume from all others (`directions.py`); zeros where that was not learned yet."""
        return _rows([each.direction for each in self.volumes])

    @cached_property
    def directions_abroad(self) -> Array:
        """The same for questions in a language that the volume is not written in; until that is learned, as above."""
        return _rows([each.abroad or each.direction for each in self.volumes])

    @cached_property
    def learned_abroad(self) -> Array:
        return np.array([each.abroad is not None for each in self.volumes], dtype=bool)

    @cached_property
    def offsets_abroad(self) -> Array:
        return np.array([each.abroad_offset if each.abroad else each.offset for each in self.volumes])

    @cached_property
    def opinions(self) -> Opinions:
        return Opinions.of(self.seen_across or (None,) * len(self.volumes))

    @cached_property
    def offsets(self) -> Array:
        return np.array([volume.offset for volume in self.volumes])

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary.of(self.sentences)

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.vocabulary, self.synonyms)


_NONE = np.zeros(512, dtype=np.float32)


def _rows(directions: list[bytes | None]) -> Array:
    rows = [np.frombuffer(each, ">f4", offset=4) if each else _NONE for each in directions]
    return np.array(rows, dtype=np.float32).reshape(len(rows), len(_NONE))
