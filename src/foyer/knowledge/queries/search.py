"""Finding the article that answers a question: by meaning and by words, in either language, in one query.

Four signals meet, each measured to add to the others (bench/calibrate.py prints the figures):
  meaning    how close the article's sentences lie to the question, all of its close ones together, the closest most;
  words      how much of the question's rare words the article uses (BM25's saturation and weights, at most 1);
  direction  how much the question has of what sets this article apart from all others (`directions.py`);
  nearest    the closest single sentence, shown to say why.
A question in one language finds articles by their sentences in the other as well: meanings have no language.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from foyer.base.meaning import encode_one
from foyer.base.text import Bilingual, detect_language, search_query
from foyer.knowledge.validity import bank_day

NEAREST = 100  # sentences looked at for their meaning
WORDS_WEIGHT = 1.1  # this and the next by listwise regression on shipped questions, each left out in turn
DIRECTION_WEIGHT = 2.6
MOST_WORDS = 60


@dataclass(frozen=True)
class Hit:
    """An article that may answer the question, and why it was found."""

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


_SEARCH = """
WITH live AS MATERIALIZED (
    SELECT v.id, v.number, v.title, v.direction, v.direction_offset, a.code, a.category, a.topic
    FROM knowledge_articleversion v JOIN knowledge_article a ON a.id = v.article_id
    WHERE v.status = 'published' AND a.status = 'published'
      AND v.valid_from <= %(day)s AND (v.valid_to IS NULL OR v.valid_to >= %(day)s) AND a.code <> ALL(%(without)s)
), near AS MATERIALIZED (
    SELECT p.version_id, p.lang, p.text, 1 - (p.embedding <=> %(meaning)s::vector) AS likeness
    FROM knowledge_phrasing p JOIN live ON live.id = p.version_id
    WHERE p.text <> %(unsaid)s
    ORDER BY p.embedding <=> %(meaning)s::vector LIMIT %(nearest)s
), closest AS (
    SELECT DISTINCT ON (version_id) version_id, lang, text, likeness FROM near ORDER BY version_id, likeness DESC
), meanings AS (
    SELECT version_id, ln(sum(exp(10 * likeness)) + 0.5) / 10 AS meaning FROM near GROUP BY version_id
), uses AS MATERIALIZED (
    SELECT p.version_id, word, count(*)::float AS times
    FROM unnest(%(words)s::text[]) word
    JOIN knowledge_phrasing p ON p.words @@ plainto_tsquery('simple', word)
    JOIN live ON live.id = p.version_id
    WHERE p.text <> %(unsaid)s GROUP BY p.version_id, word
), rarities AS (
    SELECT word, ln(1 + (total.articles - count(version_id) + 0.5) / (count(version_id) + 0.5)) AS rarity
    FROM unnest(%(words)s::text[]) word LEFT JOIN uses USING (word), (SELECT count(*) AS articles FROM live) total
    GROUP BY word, total.articles
), shared AS (
    SELECT version_id, sum(rarity * times / (times + 1.2)) / (1 + (SELECT sum(rarity) FROM rarities)) AS words
    FROM uses JOIN rarities USING (word) GROUP BY version_id
)
SELECT code, number, title, category, topic, closest.lang, closest.text, coalesce(closest.likeness, 0),
       coalesce(meaning, ln(0.5) / 10), coalesce(words, 0),
       coalesce(-(direction <#> %(meaning)s::vector) - direction_offset, 0)
FROM live LEFT JOIN meanings ON meanings.version_id = id LEFT JOIN closest ON closest.version_id = id
    LEFT JOIN shared ON shared.version_id = id
WHERE meaning IS NOT NULL OR words IS NOT NULL
"""


def search(
    text: str, lang: str | None = None, *, at: datetime | None = None, limit: int = 5, without: Sequence[str] = ()
) -> list[Hit]:
    """The published articles that best answer `text`, best first, titles in `lang` (by default the question's own).

    Only versions valid on the bank's day of `at` are found. `without` leaves out articles by their codes.
    """
    return Question(text, lang, at=at, without=tuple(without)).hits()[:limit]


@dataclass(frozen=True)
class Question:
    """A search with what only the calibration needs: sentences unsaid, directions replaced."""

    text: str
    lang: str | None = None
    at: datetime | None = None
    without: tuple[str, ...] = ()
    unsaid: str = ""
    directions: dict[str, float] | None = None
    meaning: list[float] | None = None

    def hits(self) -> list[Hit]:
        """Every live article with any sign of answering, best first."""
        if not self.text.strip():
            return []
        with connection.cursor() as cursor:
            cursor.execute(_SEARCH, self._parameters())
            found = [self._hit(row) for row in cursor.fetchall()]
        return sorted(found, key=lambda hit: (-hit.score, hit.article_code))

    def _parameters(self) -> dict[str, Any]:
        return {
            "day": bank_day(self.at),
            "without": list(self.without),
            "unsaid": self.unsaid,
            "meaning": str(self.meaning or encode_one(self.text)),
            "nearest": NEAREST,
            "words": words_of(self.text),
        }

    def _hit(self, row: tuple[Any, ...]) -> Hit:
        code, number, title, category, topic, found_in, phrasing, nearest, meaning, words, direction = row
        lang = self.lang or detect_language(self.text)
        direction = self.directions.get(code, 0.0) if self.directions is not None else direction
        score = meaning + WORDS_WEIGHT * words + DIRECTION_WEIGHT * direction
        return Hit(
            code, number, _bilingual(title).in_(lang), found_in or lang, score, meaning, words, direction,
            nearest, phrasing or "", category, topic,
        )  # fmt: skip


def words_of(text: str) -> list[str]:
    """The words a question is searched by, each once."""
    return re.findall(r"'([^']+)'", search_query(text, match="any"))[:MOST_WORDS]


def _bilingual(value: Any) -> Bilingual:
    return Bilingual.from_json(json.loads(value) if isinstance(value, str) else value)
