"""Every doubt about the articles that speak now.

Figures of two articles are compared where they are about the same thing: the clauses around them, with the figures
taken out, mean nearly the same (`base.meaning`), and the articles share a product or, where one names none, a category.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any
from uuid import UUID

import numpy as np

from foyer.base.meaning import encode
from foyer.base.text import normalise
from foyer.knowledge.audiences import STAFF
from foyer.knowledge.checks.figures import Figure, figures, only_in
from foyer.knowledge.checks.links import Link, links
from foyer.knowledge.content import LANGUAGES
from foyer.knowledge.models import ArticleFile, ArticleVersion, Audience, Finding, Phrasing
from foyer.knowledge.queries.pages import live_versions

SAME_SUBJECT = 0.86
SHORTEST_CLAUSE = {"zh": 6, "en": 20}  # letters; a shorter one ("at least #") is about anything
Kind = Finding.Kind
_CLAUSES = re.compile(r"[。；！？;!?\n]+|(?<!\d)[.,，]|[.,，](?!\d)")


@dataclass(frozen=True)
class Doubt:
    """One thing to look at; `key` is the same as long as the doubt is the same."""

    kind: Kind
    article: UUID
    details: dict[str, Any]
    other: UUID | None = None
    marks: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        said = "|".join([str(self.kind), *sorted([str(self.article), str(self.other)]), *self.marks])
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Clause:
    """A part of a sentence with its figures, and the same with them taken out."""

    version: ArticleVersion
    language: str
    text: str
    figures: list[Figure] = field(hash=False)
    bare: str = ""


def found() -> list[Doubt]:
    """Every doubt but those about pages elsewhere, which take a network (`elsewhere`)."""
    versions = list(live_versions(audience=STAFF).select_related("article").defer("direction"))
    return [
        *(doubt for version in versions for doubt in _between_languages(version)),
        *_between_articles(versions),
        *_asked_twice(versions),
        *_broken_links(versions),
    ]


def texts_of(version: ArticleVersion, language: str) -> str:
    """What the version promises in a language: answer, steps and the texts for channels."""
    own = [texts.get(language, "") for texts in version.variants.values()]
    return "\n".join([getattr(version.answer, language), *version.steps.get(language, []), *own])


def _between_languages(version: ArticleVersion) -> Iterator[Doubt]:
    """A figure that only one of the two languages has."""
    if not all(getattr(version.answer, language) for language in LANGUAGES):
        return
    zh, en = (texts_of(version, language) for language in LANGUAGES)
    only = {"zh": _texts(only_in(zh, en)), "en": _texts(only_in(en, zh))}
    if any(only.values()):
        marks = (*only["zh"], "/", *only["en"])
        yield Doubt(Kind.LANGUAGES, version.article_id, {"version": version.number, **only}, marks=marks)


def _texts(told: list[Figure]) -> list[str]:
    return sorted({figure.text for figure in told})


def _between_articles(versions: list[ArticleVersion]) -> Iterator[Doubt]:
    for language in LANGUAGES:
        clauses = [clause for version in versions for clause in _clauses(version, language)]
        if len(clauses) < 2:
            continue
        meanings = np.array(encode([clause.bare for clause in clauses]))
        alike = meanings @ meanings.T
        for first, second in zip(*np.nonzero(np.triu(alike >= SAME_SUBJECT, 1)), strict=True):
            yield from _contradiction(clauses[first], clauses[second], float(alike[first, second]))


def _contradiction(one: Clause, other: Clause, likeness: float) -> Iterator[Doubt]:
    if one.version.article_id == other.version.article_id or not _share_subject(one.version, other.version):
        return
    mine, theirs = ({each.key for each in clause.figures} for clause in (one, other))
    units = {unit for unit, _value in mine} & {unit for unit, _value in theirs}
    differ = [unit for unit in sorted(units) if not _of(mine, unit) & _of(theirs, unit)]
    if differ:
        details = {"language": one.language, "here": one.text, "there": other.text, "likeness": round(likeness, 3)}
        marks = (one.language, *sorted([one.text, other.text]))
        yield Doubt(Kind.FIGURES, one.version.article_id, details, other.version.article_id, marks)


def _of(keys: set[Any], unit: str) -> set[Any]:
    return {value for each, value in keys if each == unit}


def _share_subject(one: ArticleVersion, other: ArticleVersion) -> bool:
    mine, theirs = set(one.article.products), set(other.article.products)
    return bool(mine & theirs) if mine and theirs else one.article.category == other.article.category


def _clauses(version: ArticleVersion, language: str) -> Iterator[Clause]:
    for part in _CLAUSES.split(texts_of(version, language)):
        text = part.strip()
        if (told := figures(text)) and len(bare := _bare(text, told)) >= SHORTEST_CLAUSE[language]:
            yield Clause(version, language, text, told, bare)


def _bare(text: str, told: Iterable[Figure]) -> str:
    for figure in sorted(told, key=lambda each: -each.start):
        text = f"{text[: figure.start]}#{text[figure.end :]}"
    return text


def _asked_twice(versions: list[ArticleVersion]) -> Iterator[Doubt]:
    """One question, word for word, that leads to two articles."""
    rows = Phrasing.objects.filter(version__in=versions).exclude(kind=Phrasing.Kind.PASSAGE)
    asked: dict[str, dict[UUID, str]] = {}
    for article, text in rows.values_list("version__article_id", "text").order_by("id"):
        asked.setdefault(normalise(text).rstrip("?？。."), {})[article] = text
    for said, where in asked.items():
        for one, other in combinations(sorted(where), 2):
            yield Doubt(Kind.QUESTION, one, {"question": where[one]}, other, (said,))


def _broken_links(versions: list[ArticleVersion]) -> Iterator[Doubt]:
    speaking = {version.article.code: version for version in versions}
    for version in versions:
        said = "\n".join(texts_of(version, language) for language in LANGUAGES)
        for link in links(said):
            if why := _why_broken(link, version, speaking):
                yield Doubt(
                    Kind.LINK, version.article_id, {"target": link.target, "why": why}, marks=(link.target, why)
                )


def _why_broken(link: Link, version: ArticleVersion, speaking: dict[str, ArticleVersion]) -> str:
    """A word for what is wrong with a link within the house; empty where it leads somewhere."""
    if link.kind == "article":
        target = speaking.get(link.target)
        if target is None:
            return "not_speaking"
        is_hidden = version.audience == Audience.PUBLIC and target.audience != Audience.PUBLIC
        return "staff_only" if is_hidden else ""
    if link.kind == "file":
        carried = ArticleFile.objects.filter(versions=version)
        names = {name for file in carried for name in (file.name, str(file.pk))}
        return "" if link.target in names else "not_attached"
    return ""
