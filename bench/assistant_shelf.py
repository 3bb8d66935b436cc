"""Shelves that are not a bank's: articles in one language only, and many more sentences than are shipped."""

import statistics
import time
from collections import Counter
from dataclasses import replace
from typing import Any

import numpy as np

from foyer.base.encoders import across
from foyer.knowledge.actions.translating import directions_abroad
from foyer.knowledge.directions import learn
from foyer.knowledge.shelf import Shelf, Volume
from foyer.knowledge.shelf.volumes import Sentences

Ideas = tuple[Counter[int], ...]
TRIES = 25


def in_one_language(whole: Shelf, lang: str, only: frozenset[str] | None = None) -> Shelf:
    """The shelf with all articles (or `only` some) in one language, their directions learned from what is left."""
    kept = [
        _kept(volume, sentences, ideas, lang if only is None or volume.code in only else "")
        for volume, sentences, ideas in zip(whole.volumes, whole.sentences, whole.ideas, strict=True)
    ]
    volumes, sentences, ideas = zip(*kept, strict=True)
    entries = tuple(_entries(whole, volume, each) for volume, each in zip(volumes, sentences, strict=True))
    learned = _learned(volumes, sentences)
    seen = tuple(_seen(volume, each) for volume, each in zip(volumes, sentences, strict=True))
    made = Shelf(learned, sentences, whole.synonyms, ideas, True, whole.dictionary, entries, whole.outlined_by, seen)
    return replace(made, volumes=_abroad(made))


def _seen(volume: Volume, sentences: Sentences) -> Any:
    """As the job would have it seen by the opinion across languages, where that is installed; each sentence once."""
    here = across()
    if here is None or len(volume.languages) != 1:
        return None
    [lang] = volume.languages
    unseen = [text for text in sentences.texts if (lang, text) not in _across]
    if unseen:
        rows = here.encode(unseen, lang)
        _across.update({(lang, text): row for text, row in zip(unseen, rows, strict=True)})
    return np.array([_across[lang, text] for text in sentences.texts])


_across: dict[tuple[str, str], Any] = {}


def _entries(whole: Shelf, volume: Volume, sentences: Sentences) -> Ideas:
    if len(volume.languages) != 1:
        return ()
    [lang] = volume.languages
    return tuple(whole.dictionary.read(text, lang).entries for text in sentences.texts)


def _kept(volume: Volume, sentences: Sentences, ideas: Ideas, lang: str) -> tuple[Volume, Sentences, Ideas]:
    if not lang:
        return volume, sentences, ideas
    rows = [row for row, its in enumerate(sentences.langs) if its == lang]
    return replace(volume, languages=frozenset({lang})), sentences.only(rows), tuple(ideas[row] for row in rows)


def _abroad(shelf: Shelf) -> tuple[Volume, ...]:
    """The volumes with what the job would have given those in one language."""
    found = directions_abroad(shelf) or {}
    return tuple(
        replace(volume, abroad=_sent(found[volume.id][0]), abroad_offset=found[volume.id][1])
        if volume.id in found
        else volume
        for volume in shelf.volumes
    )


def _learned(volumes: tuple[Volume, ...], sentences: tuple[Sentences, ...]) -> tuple[Volume, ...]:
    rows = [(place, row) for place, each in enumerate(sentences) for row in range(len(each.texts))
            if each.kinds[row] != "passage"]  # fmt: skip
    vectors = np.array([sentences[place].vectors[row] for place, row in rows], dtype=np.float64)  # type: ignore[index]
    directions, offsets = learn(vectors, np.array([place for place, _row in rows]), len(volumes))
    return tuple(
        replace(volume, direction=_sent(directions[place]), offset=float(offsets[place]))
        for place, volume in enumerate(volumes)
    )


def _sent(direction: "np.ndarray[Any, Any]") -> bytes:
    """As PostgreSQL sends a vector."""
    return b"\x02\x00\x00\x00" + direction.astype(">f4").tobytes()


def grown(count: int) -> dict[str, Any]:
    """A table of `count` sentences: all compared in memory, all compared by PostgreSQL, found by its HNSW index."""
    from django.db import connection

    numbers = np.random.default_rng(20261127)
    vectors = numbers.normal(size=(count, 512)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    asked = vectors[numbers.integers(count, size=TRIES)] + 0.04 * numbers.normal(size=(TRIES, 512))
    asked = (asked / np.linalg.norm(asked, axis=1, keepdims=True)).astype(np.float32)
    figures = {"memory_ms": _timed(lambda one: np.argpartition(-(vectors @ one), 100)[:100], asked)}
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE grown (id int, embedding vector(512))")
        with cursor.copy("COPY grown FROM STDIN") as copy:
            for row, vector in enumerate(vectors):
                copy.write_row((row, str(vector.tolist())))
        cursor.execute("ANALYZE grown")

        def find(one: Any) -> Any:
            question = "SELECT id FROM grown ORDER BY embedding <=> %s::vector LIMIT 100"
            return cursor.execute(question, [str(one.tolist())]).fetchall()

        figures["postgresql_exact_ms"] = _timed(find, asked)
        begun = time.perf_counter()
        cursor.execute("CREATE INDEX ON grown USING hnsw (embedding vector_cosine_ops)")
        figures["index_build_s"] = round(time.perf_counter() - begun, 1)
        cursor.execute("SET hnsw.ef_search = 200")
        figures["hnsw_ms"] = _timed(find, asked)
        right = [set(np.argsort(-(vectors @ one))[:100].tolist()) for one in asked]
        shared = [len({row for (row,) in find(one)} & best) for one, best in zip(asked, right, strict=True)]
        figures["hnsw_recall"] = round(statistics.mean(shared) / 100, 3)
        cursor.execute("DROP TABLE grown")
    return figures


def _timed(find: Any, asked: Any) -> float:
    spent = []
    for one in asked:
        begun = time.perf_counter()
        find(one)
        spent.append(1000 * (time.perf_counter() - begun))
    return round(statistics.median(spent), 2)
