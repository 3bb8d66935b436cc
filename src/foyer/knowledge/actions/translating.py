"""What is worked out for articles in one language alone, off everybody's way: how they are asked for in the other.

A direction (`directions.py`) that was learned from questions in one language heeds what the encoder knows of that
language. So those of an article in one language are learned a second time with each of its questions translated word
by word beside the question itself. Whether there is anything to learn is asked every minute, in a few small queries;
the learning is a job.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import transaction

from foyer.base.jobs import job
from foyer.base.meaning import encode_or_none
from foyer.knowledge.directions import learn
from foyer.knowledge.models import ArticleVersion, DirectionAbroad, Phrasing, SynonymGroup
from foyer.knowledge.shelf import Shelf, current
from foyer.knowledge.shelf.dictionary import Dictionary, shipped_entries
from foyer.knowledge.shelf.volumes import Sentences, Volume

AT_ONCE = 64  # texts that the encoder is asked for together, so that nobody waits long behind them

Array = np.ndarray[Any, Any]


@dataclass
class Lessons:
    """Meanings, and the place on the shelf of the article that each belongs to."""

    meanings: list[Array] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    def add(self, place: int, meanings: Iterable[Any]) -> None:
        for meaning in meanings:
            self.meanings.append(np.asarray(meaning, dtype=np.float64))
            self.places.append(place)


def learn_abroad_when_due() -> bool:
    """Have them learned once articles or words have changed, or let them go. Says whether there was anything to do."""
    mark = _mark()
    if _learned_from() == ({mark} if mark else set()):
        return False
    learn_abroad.later()
    return True


@job("knowledge.learn_abroad")
def learn_abroad() -> None:
    """Give versions in one language alone their direction for questions in the other.

    The questions of 150 articles take some seconds of one processor, once for each change of what is published.
    """
    mark = _mark()  # before the shelf is read: should it be newer, it is learned once more
    if _learned_from() != ({mark} if mark else set()):
        found = directions_abroad(current()) if mark else {}
        if found is not None:
            _keep(found, mark)


def directions_abroad(shelf: Shelf) -> dict[UUID, tuple[Array, float]] | None:
    """For each version in one language alone its direction and offset.

    Nothing while the encoder is away, and where there are so many sentences that no process holds their meanings.
    """
    lessons = Lessons()
    if not shelf.is_exact:
        return None
    for place, (volume, sentences) in enumerate(zip(shelf.volumes, shelf.sentences, strict=True)):
        translated = encoded(translations(shelf.dictionary, volume, sentences))
        if sentences.vectors is None or translated is None:
            return None
        lessons.add(place, (sentences.vectors[row] for row in _asked(sentences) if sentences.vectors[row].any()))
        lessons.add(place, translated)
    if not lessons.meanings:
        return None
    directions, offsets = learn(np.array(lessons.meanings), np.array(lessons.places), len(shelf.volumes))
    alone = (place for place, volume in enumerate(shelf.volumes) if len(volume.languages) == 1)
    return {shelf.volumes[place].id: (directions[place], float(offsets[place])) for place in alone}


def translations(dictionary: Dictionary, volume: Volume, sentences: Sentences) -> list[str]:
    """The questions and titles of a volume in one language in the other; of one in both none."""
    if len(volume.languages) != 1:
        return []
    [lang] = volume.languages
    said = (dictionary.read(sentences.texts[row], lang).translation for row in _asked(sentences))
    return [text for text in said if text]


def encoded(texts: list[str]) -> list[Any] | None:
    """Their meanings, a few at a time; nothing while the encoder is away."""
    found: list[Any] = []
    for start in range(0, len(texts), AT_ONCE):
        some = encode_or_none(texts[start : start + AT_ONCE])
        if some is None:
            return None
        found.extend(some)
    return found


def _asked(sentences: Sentences) -> list[int]:
    return [row for row, kind in enumerate(sentences.kinds) if kind != "passage"]


def _mark() -> str:
    """What they are learned from: the versions, those that wait for meanings, the words. Empty where none is needed."""
    live = ArticleVersion.objects.filter(status="published", article__status="published")
    versions = list(live.order_by("id").values_list("id", "title"))
    if not any(bool(title.zh) != bool(title.en) for _id, title in versions):
        return ""
    sentences = Phrasing.objects.filter(version__in=live)
    if sentences.count() > settings.FOYER_SEARCH_EXACT_UP_TO:
        return ""  # no process holds their meanings
    waiting = sorted(set(sentences.filter(embedding=None).values_list("version_id", flat=True)))
    words = list(SynonymGroup.objects.filter(is_active=True).order_by("id").values_list("id", "terms"))
    known = [[key for key, _title in versions], waiting, words, _shipped_words()]
    return hashlib.sha256(repr(known).encode()).hexdigest()


@lru_cache(maxsize=1)
def _shipped_words() -> str:
    return hashlib.sha256(repr(shipped_entries()).encode()).hexdigest()


def _learned_from() -> set[str]:
    return set(DirectionAbroad.objects.order_by().values_list("learned_from", flat=True).distinct())


@transaction.atomic
def _keep(found: dict[UUID, tuple[Array, float]], mark: str) -> None:
    DirectionAbroad.objects.exclude(version__in=list(found)).delete()
    DirectionAbroad.objects.bulk_create(
        [
            DirectionAbroad(version_id=version, direction=direction.tolist(), offset=offset, learned_from=mark)
            for version, (direction, offset) in found.items()
        ],
        batch_size=200,
        update_conflicts=True,
        unique_fields=["version"],
        update_fields=["direction", "offset", "learned_from"],
    )
