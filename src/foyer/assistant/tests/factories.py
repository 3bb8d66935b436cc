"""Decisions from made-up searches, and talks with the assistant."""

from typing import Any

from foyer.assistant.calibration import Calibration
from foyer.conversations.tests.factories import conversation, says
from foyer.knowledge.queries import Hit

__all__ = ["conversation", "says"]

PLAIN = Calibration(
    coefficients={"odds": 1.0, "nearest": 0.0, "words": 0.0, "ideas": 0.0},
    intercept=0.0,
    answer_at=0.8,
    offer_at=0.3,
    made_on="2026-11-24",
    articles={},
    figures={},
)


def hit(code: str = "card-lost", score: float = 1.0, **fields: Any) -> Hit:
    about = {
        "article_code": code, "version": 1, "title": code, "lang": "zh", "score": score, "meaning": score, "words": 0.5,
        "direction": 0.2, "nearest": min(0.9, score), "phrasing": code, "category": "cards", "topic": "",
    }  # fmt: skip
    return Hit(**{**about, **fields})


def sure(code: str = "card-lost", **fields: Any) -> list[Hit]:
    """One article far before the others."""
    return [hit(code, 1.5, **fields), hit("other-one", 0.8), hit("other-two", 0.7), hit("other-three", 0.6)]


def unsure(*codes: str, **fields: Any) -> list[Hit]:
    """Articles close to each other."""
    names = codes or ("first", "second", "third", "fourth")
    return [hit(code, 0.9 - place / 10, **fields) for place, code in enumerate(names)]


def nothing() -> list[Hit]:
    """Many articles, none better than the others."""
    return [hit(f"article-{place}", 0.3) for place in range(12)]
