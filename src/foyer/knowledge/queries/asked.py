"""The questions that published articles are found by, with their meanings: what a calibration asks again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from foyer.knowledge.directions import left_out
from foyer.knowledge.models import Phrasing
from foyer.knowledge.queries.pages import live_versions


@dataclass(frozen=True)
class AskedQuestion:
    code: str
    lang: str
    text: str
    is_title: bool
    embedding: list[float]


def asked_questions() -> list[AskedQuestion]:
    """Every question and title of the articles that speak now, in the order in which directions are learned."""
    speaking = Phrasing.objects.filter(version__in=live_versions(), embedding__isnull=False)
    rows = speaking.exclude(kind=Phrasing.Kind.PASSAGE).order_by("id")
    fields = rows.values_list("version__article__code", "lang", "text", "kind", "embedding")
    return [
        AskedQuestion(code, lang, text, kind == Phrasing.Kind.TITLE, [float(number) for number in embedding])
        for code, lang, text, kind, embedding in fields
        if embedding is not None
    ]


def directions_without(asked: Sequence[AskedQuestion], what: Literal["sentence", "article"]) -> list[dict[str, float]]:
    """For each question every article's direction score, as if the sentence (or its whole article) were unknown."""
    codes = sorted({question.code for question in asked})
    labels = np.array([codes.index(question.code) for question in asked])
    vectors = np.array([question.embedding for question in asked])
    groups = labels if what == "article" else np.arange(len(asked))
    scores = left_out(vectors, labels, len(codes), groups)
    return [dict(zip(codes, row, strict=True)) for row in scores.tolist()]
