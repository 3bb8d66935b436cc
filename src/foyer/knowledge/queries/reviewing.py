"""What a second person needs in order to judge: which article a proposal is about, and what looks odd in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from foyer.knowledge.actions.drafting import content_of
from foyer.knowledge.actions.publishing import APPROVAL
from foyer.knowledge.checks.doubts import texts_of
from foyer.knowledge.checks.figures import only_in
from foyer.knowledge.content import LANGUAGES
from foyer.knowledge.models import Article, ArticleVersion
from foyer.security.detection.injections import met
from foyer.staff import approvals


@dataclass(frozen=True)
class Line:
    """A proposal and the article it is about; `version` where it is a wording."""

    request: Any
    kind: str
    article: Article | None
    version: ArticleVersion | None

    @property
    def title(self) -> str:
        shown = self.version or (self.article.current_version if self.article else None)
        return str(shown.title) if shown else ""


def lines(requests: Sequence[Any]) -> list[Line]:
    """Two queries for however many proposals."""
    wordings = [request.subject for request in requests if request.kind == APPROVAL]
    versions = {
        str(row.pk): row
        for row in ArticleVersion.objects.filter(pk__in=wordings).select_related("article").defer("direction")
    }
    others = [request.subject for request in requests if request.kind != APPROVAL]
    articles = {str(row.pk): row for row in Article.objects.filter(pk__in=others).select_related("current_version")}
    return [_line(request, versions.get(request.subject), articles.get(request.subject)) for request in requests]


def _line(request: Any, version: ArticleVersion | None, article: Article | None) -> Line:
    about = article or (version.article if version else None)
    return Line(request, str(approvals.rule_of(request.kind).name), about, version)


def steering(version: ArticleVersion) -> list[str]:
    """Which patterns of words that steer an assistant the wording meets; a reviewer reads those twice."""
    said = content_of(version)
    texts = [getattr(part, language) for part in (said.title, said.answer) for language in LANGUAGES]
    texts += [text for half in (*said.questions.values(), *said.steps.values()) for text in half]
    texts += [text for own in said.variants.values() for text in own.values()]
    return list(dict.fromkeys(code for text in texts for code in met(text)))


def figures_apart(version: ArticleVersion) -> dict[str, list[str]]:
    """Figures that only one language has; empty where the two agree, and where there is one language only."""
    if not all(getattr(version.answer, language) for language in LANGUAGES):
        return {}
    zh, en = (texts_of(version, language) for language in LANGUAGES)
    apart = {"zh": [each.text for each in only_in(zh, en)], "en": [each.text for each in only_in(en, zh)]}
    return apart if any(apart.values()) else {}
