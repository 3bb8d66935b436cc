"""The questions that published articles are found by, with their meanings: what a calibration asks again."""

from dataclasses import dataclass

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
    rows = Phrasing.objects.filter(version__in=live_versions()).exclude(kind=Phrasing.Kind.PASSAGE).order_by("id")
    fields = rows.values_list("version__article__code", "lang", "text", "kind", "embedding")
    return [
        AskedQuestion(code, lang, text, kind == Phrasing.Kind.TITLE, [float(number) for number in embedding])
        for code, lang, text, kind, embedding in fields
    ]
