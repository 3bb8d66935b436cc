"""One shelf a process, as the database stands now: asked before every search, read again only where it changed."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from django.conf import settings
from django.db import connection
from django.db.models import UUIDField
from django.db.models.expressions import RawSQL

from foyer.base import meaning
from foyer.base.encoders import Across, across
from foyer.base.text import Bilingual
from foyer.knowledge.models import Phrasing, SentencesAbroad, SynonymGroup
from foyer.knowledge.models.phrasing import DIMENSIONS
from foyer.knowledge.shelf.dictionary import Dictionary, dictionary_of
from foyer.knowledge.shelf.outlines import FEW, directions_of
from foyer.knowledge.shelf.synonyms import Synonyms, table_of
from foyer.knowledge.shelf.volumes import Sentences, Shelf, Volume

_STAMP = "SELECT value FROM knowledge_stamp"
_VOLUMES = """
SELECT v.id, a.code, v.number, v.title, a.category, a.topic, a.products, v.audience, v.valid_from, v.valid_to,
       vector_send(v.direction), v.direction_offset, vector_send(d.direction), coalesce(d."offset", 0),
       EXISTS (SELECT FROM knowledge_phrasing p WHERE p.version_id = v.id AND p.embedding IS NULL),
       coalesce(o.encoder, '')
FROM knowledge_articleversion v JOIN knowledge_article a ON a.id = v.article_id
LEFT JOIN knowledge_directionabroad d ON d.version_id = v.id
LEFT JOIN knowledge_sentencesabroad o ON o.version_id = v.id
WHERE v.status = 'published' AND a.status = 'published' ORDER BY a.code, v.number
"""
_SENTENCES = """
SELECT version_id, id, lang, kind, text, tokens, vector_send(embedding)
FROM knowledge_phrasing WHERE version_id = ANY(%s) ORDER BY id
"""
_NO_MEANING = np.zeros(DIMENSIONS, dtype=np.float32)
_HEAD = 4  # bytes before the numbers of a vector
AT_ONCE = 8  # versions whose sentences are read with one query

_one_at_a_time = threading.Lock()


@dataclass
class _Kept:
    stamp: UUID | None = None
    shelf: Shelf | None = None
    groups: tuple[Any, ...] | None = None
    synonyms: Synonyms = field(default_factory=Synonyms)
    sentences: dict[UUID, Sentences] = field(default_factory=dict)
    ideas: dict[UUID, tuple[Counter[int], ...]] = field(default_factory=dict)
    dictionary: Dictionary = field(default_factory=Dictionary)
    entries: dict[UUID, tuple[Counter[int], ...]] = field(default_factory=dict)
    waiting: set[UUID] = field(default_factory=set)
    is_exact: bool = True
    outlined_by: np.ndarray[Any, Any] | None = None
    opinions: dict[UUID, np.ndarray[Any, Any]] = field(default_factory=dict)


_kept = _Kept()
_held: ContextVar[list[Shelf] | None] = ContextVar("held", default=None)


def current() -> Shelf:
    """The shelf as the database stands now; one small query where nothing has changed."""
    held = _held.get()
    if held is None:
        return _as_it_stands()
    if not held:
        held.append(_as_it_stands())
    return held[0]


@contextmanager
def still(stamp: UUID | None = None) -> Iterator[None]:
    """One state of the knowledge for all that is done inside: asked for once, decided by, quoted and cited from.

    `stamp` is that of the database where somebody has just read it with something else.
    """
    token = _held.set([_stamped(stamp)] if stamp else [])
    try:
        yield
    finally:
        _held.reset(token)


def stamp() -> RawSQL:
    """The state of the knowledge, as a part of somebody's query: it changes with every change of what can be found."""
    return RawSQL(_STAMP, [], output_field=UUIDField())  # noqa: S611  our own words


def _as_it_stands() -> Shelf:
    return _stamped(_stamp())


def _stamped(stamp: UUID | None) -> Shelf:
    kept = _kept
    if kept.shelf is not None and stamp is not None and kept.stamp == stamp:
        return kept.shelf
    with _one_at_a_time:
        return _kept.shelf if _kept.shelf and stamp and _kept.stamp == stamp else _read_again(stamp)


def forget() -> None:
    """Read everything anew at the next search: for tests, and for whoever changed the settings."""
    global _kept  # noqa: PLW0603  the one shelf of this process
    _kept = _Kept()


def _read_again(stamp: UUID | None) -> Shelf:
    """The stamp was read before the rows: should they be newer already, the next search reads once more."""
    volumes = _volumes()
    rows = SynonymGroup.objects.filter(is_active=True).order_by("id").values_list("id", "terms")
    groups = tuple((key, tuple(terms)) for key, terms in rows)
    same_words = groups == _kept.groups
    if _kept.shelf is not None and same_words and volumes == _kept.shelf.volumes:
        _kept.shelf.rows.clear()
        _kept.stamp = stamp
        return _kept.shelf
    if not same_words:
        _kept.groups, _kept.ideas, _kept.entries = groups, {}, {}
        _kept.synonyms = table_of((number, terms) for number, (_key, terms) in enumerate(groups))
        _kept.dictionary = dictionary_of(terms for _key, terms in groups)
    _fetch(volumes)
    order = [volume.id for volume in volumes]
    sentences = tuple(_kept.sentences[one] for one in order)
    _kept.shelf = Shelf(
        volumes, sentences, _kept.synonyms, tuple(_ideas(one) for one in order), _kept.is_exact,
        _kept.dictionary, tuple(_entries(volume) for volume in volumes), _outlined_by(sentences),
        _opinions(volumes),
    )  # fmt: skip
    _kept.stamp = stamp
    return _kept.shelf


def _fetch(volumes: tuple[Volume, ...]) -> None:
    """Read the sentences of versions that are new or waited for meanings; let go of those that speak no more."""
    wanted = {volume.id for volume in volumes}
    is_exact = Phrasing.objects.filter(version__in=wanted).count() <= settings.FOYER_SEARCH_EXACT_UP_TO
    if is_exact != _kept.is_exact:
        _kept.sentences.clear()
    _kept.is_exact = is_exact
    waiting = {volume.id for volume in volumes if volume.waits}
    for gone in (set(_kept.sentences) - wanted) | ((_kept.waiting | waiting) & set(_kept.sentences)):
        del _kept.sentences[gone]
        _kept.ideas.pop(gone, None)
        _kept.entries.pop(gone, None)
    _kept.waiting = waiting
    missing = sorted(wanted - set(_kept.sentences))
    if missing:
        _kept.sentences.update(_sentences(missing, with_vectors=is_exact))
        meaning.expect(text for one in missing for text in _kept.sentences[one].asked)


def _sentences(versions: list[UUID], *, with_vectors: bool) -> dict[UUID, Sentences]:
    """A few versions at a time: read all at once, rows would fill four times the memory of what is kept of them."""
    query = _SENTENCES if with_vectors else _SENTENCES.replace("vector_send(embedding)", "NULL")
    found: dict[UUID, Sentences] = {}
    with connection.cursor() as cursor:
        for start in range(0, len(versions), AT_ONCE):
            some = versions[start : start + AT_ONCE]
            rows: dict[UUID, list[Any]] = {version: [] for version in some}
            cursor.execute(query, [some])
            for version, *row in cursor:
                rows[version].append(row)
            found |= {version: _together(each, with_vectors) for version, each in rows.items()}
    return found


def _together(rows: list[Any], with_vectors: bool) -> Sentences:
    ids, langs, kinds, texts, tokens, vectors = zip(*rows, strict=True) if rows else ((),) * 6
    return Sentences(ids, langs, kinds, texts, tokens, _matrix(vectors) if with_vectors else None)


def _outlined_by(sentences: tuple[Sentences, ...]) -> "np.ndarray[Any, Any] | None":
    """The directions found with the first shelf that is large enough: they serve what is written later as well."""
    if not _kept.is_exact or sum(len(each.texts) for each in sentences) <= FEW:
        return None
    if _kept.outlined_by is None:
        _kept.outlined_by = directions_of(
            np.concatenate([each.vectors for each in sentences if each.vectors is not None])
        )
    return _kept.outlined_by


def _matrix(vectors: tuple[Any, ...]) -> "np.ndarray[Any, Any]":
    """One row a sentence; zeros for one that waits for its meaning."""
    found = [_NO_MEANING if vector is None else np.frombuffer(vector, ">f4", offset=_HEAD) for vector in vectors]
    return np.array(found, dtype=np.float32).reshape(-1, DIMENSIONS)


def _ideas(version: UUID) -> tuple[Counter[int], ...]:
    if version not in _kept.ideas:
        _kept.ideas[version] = tuple(_kept.synonyms.ideas_in(text) for text in _kept.sentences[version].texts)
    return _kept.ideas[version]


def _entries(volume: Volume) -> tuple[Counter[int], ...]:
    """Nothing for a volume in both languages, which nobody has to be translated for."""
    if len(volume.languages) != 1:
        return ()
    if volume.id not in _kept.entries:
        [lang] = volume.languages
        texts = _kept.sentences[volume.id].texts
        _kept.entries[volume.id] = tuple(_kept.dictionary.read(text, lang).entries for text in texts)
    return _kept.entries[volume.id]


def _opinions(volumes: tuple[Volume, ...]) -> "tuple[np.ndarray[Any, Any] | None, ...]":
    """The sentences of versions in one language as the opinion across languages sees them, where it is installed."""
    here = across()
    wanted = {volume.id for volume in volumes if here and _kept.is_exact and volume.opinion == here.name}
    _kept.opinions = {version: rows for version, rows in _kept.opinions.items() if version in wanted}
    missing = sorted(wanted - set(_kept.opinions))
    if missing:
        rows = SentencesAbroad.objects.filter(version__in=missing).values_list("version_id", "meanings")
        for version, numbers in rows:
            found = np.frombuffer(numbers, "<f2").astype(np.float32).reshape(-1, Across.dimensions)
            if len(found) == len(_kept.sentences[version].texts):
                _kept.opinions[version] = found
    return tuple(_kept.opinions.get(volume.id) for volume in volumes)


def _volumes() -> tuple[Volume, ...]:
    with connection.cursor() as cursor:
        cursor.execute(_VOLUMES)
        return tuple(_volume(row) for row in cursor.fetchall())


def _volume(row: tuple[Any, ...]) -> Volume:
    key, code, number, words, category, topic, products, audience, valid_from, valid_to, *rest = row
    *learned, waits, opinion = rest
    direction, offset, abroad, abroad_offset = learned
    title = _json(words)
    return Volume(
        key, code, number, Bilingual.from_json(title), category, topic, frozenset(products), audience, valid_from,
        valid_to, frozenset(lang for lang in ("zh", "en") if title.get(lang)), bytes(direction) if direction else None,
        offset, waits, bytes(abroad) if abroad else None, abroad_offset, opinion,
    )  # fmt: skip


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _stamp() -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(_STAMP)
        row = cursor.fetchone()
    return row[0] if row else None
