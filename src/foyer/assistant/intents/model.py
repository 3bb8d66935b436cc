"""What training makes: a reader of intents, and what it makes of a text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from foyer.assistant.intents import sureness
from foyer.assistant.intents.likeness import Array, Seen, in_meaning, nearness, words_in_common, words_share
from foyer.assistant.intents.regression import Rows
from foyer.assistant.intents.sureness import Curve
from foyer.assistant.intents.words import Words
from foyer.base.errors import Refusal

LOOKED_AT = 64  # phrasings whose words are compared, of those whose meaning is nearest
SURE = 0.97  # so sure of the first encoder's reading that no second opinion is asked for

_PARTS = ("scores", "right", "known", "is_known", "closest")

Numbers = np.ndarray[Any, Any]
See = Callable[[str, Sequence[str]], Array]


@dataclass(frozen=True)
class Phrasings:
    """What is learned from: texts, the intent of each, each text's vector by each encoder, and its language; and the
    bank's synonyms, group by group, as they are at this time."""

    texts: Sequence[str]
    intents: Sequence[str]
    meanings: Mapping[str, Array] = field(default_factory=dict)
    langs: Sequence[str] = ()
    synonyms: Sequence[Sequence[str]] = ()


@dataclass(frozen=True)
class Read:
    """What texts say, a row each: the score of every intent; how likely the best is right if the text has any intent,
    how likely it has one, whether that is enough; and the phrasings that are likest, by number, likest first."""

    scores: Array
    right: Numbers
    known: Numbers
    is_known: Numbers
    closest: Rows

    def take(self, rows: Rows) -> Read:
        return Read(*(getattr(self, name)[rows] for name in _PARTS))

    def with_(self, other: Read, rows: Rows) -> Read:
        """The same, but for `rows`, of which `other` says more."""
        parts = {name: getattr(self, name).copy() for name in _PARTS}
        for name, values in parts.items():
            values[rows] = getattr(other, name)
        return Read(**parts)


@dataclass(frozen=True)
class Model:
    """A trained reader of intents: what it learned from (`texts`, the number of each one's intent, as it is `seen`),
    and what follows from it. Below `known_at` a sentence is taken to have no intent. Behind the phrasings stand the
    sentences about something else, if it learned from any: theirs is the number after the last intent.

    `quick` is the same by the first encoder alone. It reads first; only where it is not sure, and a further encoder
    knows the language, is the whole asked: a second opinion takes some milliseconds.
    """

    names: tuple[str, ...]
    texts: tuple[str, ...]
    intents: Rows
    words: Words
    seen: Seen
    weights: Array
    right: Curve
    known: Curve
    known_at: float
    quick: Model | None = None

    @cached_property
    def own(self) -> int:
        """How many of what it learned from are phrasings of an intent."""
        return int((self.intents < len(self.names)).sum())

    @cached_property
    def word_weights(self) -> Array:
        """The pull of each word and piece: all phrasings' pulls through their words, added up once."""
        pulls: Array = words_share(self.seen) * (self.seen.words.T @ self.weights)
        return pulls

    def read(self, texts: Sequence[str], see: Mapping[str, Array] | See) -> Read:
        """What each text says; asked one by one or together, the same. `see` gives the vectors of some texts by an
        encoder's name, or has them all."""
        words = self.words.rows(texts)
        if self.quick is None:
            return self._read(Seen({name: _seen(see, name, texts) for name in self.seen.meanings}, words))
        first, *others = self.seen.meanings
        asked = Seen({first: _seen(see, first, texts)}, words)
        near = nearness(asked, self.seen)
        told = self.quick._read(asked, near)
        rows = np.flatnonzero(needs_second(told.right, told.is_known))
        if not len(rows):
            return told
        some = [texts[row] for row in rows.tolist()]
        try:
            more = {name: _seen(see, name, some, rows) for name in others}
        except Refusal:  # a second opinion is away: the first reader's stands
            return told
        wanted = asked.take(rows)
        both = Seen({**wanted.meanings, **more}, wanted.words)
        told_more = self._read(both, near[rows])
        spoken = np.any([both.known[name] for name in others], axis=0)
        return told.with_(told_more.take(np.flatnonzero(spoken)), rows[spoken])

    def _read(self, asked: Seen, near: Array | None = None) -> Read:
        """`near` is how near the first encoder sees them to what was learned, where that is known already."""
        seen = in_meaning(asked, self.seen, near)
        scores = seen @ self.weights + asked.words @ self.word_weights
        closest, likenesses = self._closest(asked, seen[:, : self.own])
        values = sureness.features(scores, likenesses[:, 0], len(self.names))
        known = self.known.of(values)
        return Read(scores[:, : len(self.names)], self.right.of(values), known, known >= self.known_at, closest)

    def _closest(self, asked: Seen, near: Array) -> tuple[Rows, Array]:
        """The likest phrasings of each text, likest first: words are looked at where the meaning is near already."""
        most = min(LOOKED_AT, near.shape[1])
        places = np.argpartition(-near, most - 1, axis=1)[:, :most]
        found = np.take_along_axis(near, places, axis=1)
        share = words_share(self.seen)
        for row, columns in enumerate(places):
            found[row] += share * words_in_common(asked.words[row], self.seen.words, columns)
        order = np.argsort(-found, axis=1)
        return np.take_along_axis(places, order, axis=1), np.take_along_axis(found, order, axis=1)


def needs_second(right: Numbers, is_known: Numbers) -> Numbers:
    """Which texts the first encoder's reading leaves open."""
    unsure: Numbers = (right < SURE) | ~is_known
    return unsure


def _seen(see: Mapping[str, Array] | See, name: str, texts: Sequence[str], rows: Rows | None = None) -> Array:
    if callable(see):
        return see(name, texts)
    return see[name] if rows is None else see[name][rows]
