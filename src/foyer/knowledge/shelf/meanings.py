"""The sentences that lie closest to a question: compared one by one in memory, or found by the database's index.

Measured (docs/knowledge.md): up to some 50,000 sentences comparing all of them, in outline first where they are many
(`outlines.py`), takes a few milliseconds at most. Beyond that (`FOYER_SEARCH_EXACT_UP_TO`) the meanings stay in
PostgreSQL and pgvector's HNSW index finds them.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from django.db import connection, transaction

from foyer.knowledge.shelf.outlines import WIDER, largest
from foyer.knowledge.shelf.volumes import Shelf

Array = np.ndarray[Any, Any]

INDEX = "knowledge_phrasing_meaning"
OUT_OF_REACH = -4.0  # beyond what any bonus makes good
BREADTH = 200  # candidates the index keeps while it looks
_NEAREST = """
SELECT version_id, lang, text, 1 - (embedding <=> %(meaning)s::vector) AS likeness
FROM knowledge_phrasing WHERE version_id = ANY(%(versions)s) AND text <> %(unsaid)s AND embedding IS NOT NULL
ORDER BY embedding <=> %(meaning)s::vector LIMIT %(count)s
"""


class Near(NamedTuple):
    """One sentence close to the question; `volume` is its place on the shelf."""

    volume: int
    lang: str
    text: str
    likeness: float


@dataclass(frozen=True)
class Wanted:
    """What to look for: close to `meaning`, in volumes that are `seen`, whose likenesses gain their `bonus`."""

    meaning: Array
    seen: Array
    bonus: Array
    count: int
    unsaid: str = ""


def nearest(shelf: Shelf, wanted: Wanted) -> list[Near]:
    """The closest sentences of the volumes in reach, closest first."""
    found = _compared(shelf, wanted) if shelf.is_exact else _indexed(shelf, wanted)
    return sorted(found, key=lambda near: -near.likeness)


def _compared(shelf: Shelf, wanted: Wanted) -> list[Near]:
    bonus = np.where(wanted.seen, wanted.bonus, OUT_OF_REACH).astype(np.float32)[shelf.owners]
    bonus[shelf.waiting] = OUT_OF_REACH
    if wanted.unsaid:
        bonus[[row for row, text in enumerate(shelf.texts) if text == wanted.unsaid]] = OUT_OF_REACH
    rows, likeness = _closest(shelf, wanted, bonus)
    in_reach = likeness > -1
    rows, likeness = rows[in_reach], likeness[in_reach]
    texts = [shelf.texts[row] for row in rows.tolist()]
    parts = shelf.owners[rows].tolist(), shelf.langs[rows].tolist(), texts, likeness.tolist()
    return [Near(*each) for each in zip(*parts, strict=True)]


def _closest(shelf: Shelf, wanted: Wanted, bonus: Array) -> tuple[Array, Array]:
    """The rows of the closest sentences and how close they are: of many, those alone that are close in outline."""
    if shelf.outlines is None or shelf.outlined_by is None:
        likeness = shelf.vectors @ wanted.meaning + bonus
        rows = largest(likeness, wanted.count)
        return rows, likeness[rows]
    rows = largest(shelf.outlines @ (wanted.meaning @ shelf.outlined_by) + bonus, WIDER * wanted.count)
    likeness = shelf.vectors[rows] @ wanted.meaning + bonus[rows]
    best = largest(likeness, wanted.count)
    return rows[best], likeness[best]


def _indexed(shelf: Shelf, wanted: Wanted) -> list[Near]:
    places = {shelf.volumes[place].id: int(place) for place in np.flatnonzero(wanted.seen)}
    meaning = str(wanted.meaning.tolist())
    values: dict[str, Any] = {
        "meaning": meaning,
        "versions": list(places),
        "unsaid": wanted.unsaid,
        "count": wanted.count,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL hnsw.ef_search = {BREADTH}")
        cursor.execute("SET LOCAL hnsw.iterative_scan = relaxed_order")
        cursor.execute(_NEAREST, values)
        rows = cursor.fetchall()
    bonus = {version: float(wanted.bonus[place]) for version, place in places.items()}
    return [Near(places[version], lang, text, like + bonus[version]) for version, lang, text, like in rows]


def build_index() -> bool:
    """Make the index where there is none yet; searches go on meanwhile, editing waits. Says whether it did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [INDEX])
        if cursor.fetchone()[0]:
            return False
        cursor.execute(f"CREATE INDEX {INDEX} ON knowledge_phrasing USING hnsw (embedding vector_cosine_ops)")
    return True
