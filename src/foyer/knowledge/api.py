"""Reading what the bank tells everyone, and saying whether it helped."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import translation
from ninja import Field, Query, Router, Schema, Status
from ninja.security import HttpBearer

from foyer.base import live
from foyer.base.actors import Actor
from foyer.base.text.bilingual import language_of
from foyer.knowledge import actions, queries

router = Router(tags=["Knowledge"])

NO_NUL = r"^[^\x00]*$"
Language = Literal["zh", "en"]


class Reader(HttpBearer):
    """The token that `POST /visitors` gave."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        principal = live.authenticate_bearer(token)
        return principal.actor if principal else None


class ArticleOut(Schema):
    code: str
    version: int
    lang: str
    title: str
    answer: str
    steps: list[str]
    category: str
    topic: str = Field(description="Set where a person must take over.")
    valid_from: date
    valid_to: date | None
    is_current: bool
    current_version: int | None
    url: str


class Found(Schema):
    article_code: str
    version: int
    title: str
    category: str
    score: float


class Verdict(Schema):
    model_config = {"extra": "forbid"}

    version: Annotated[int, Field(ge=1, le=1_000_000)]
    helpful: bool
    lang: Language = "zh"
    comment: Annotated[str, Field(max_length=500, pattern=NO_NUL)] = ""


@router.get("search", response=list[Found], auth=None)
def search_articles(
    request: HttpRequest,
    q: Annotated[str, Field(min_length=1, max_length=500, pattern=NO_NUL)],
    lang: Language | None = None,
    limit: int = Query(5, ge=1, le=20),
) -> Any:
    """The articles that best answer a question, best first."""
    return queries.search(q, lang or _reader_language(request), limit=limit)


@router.get("articles/{slug:code}", response=ArticleOut, auth=None)
def article(
    request: HttpRequest,
    code: str,
    version: int | None = Query(None, ge=1, le=1_000_000),
    lang: Language | None = None,
) -> Any:
    """One article: the version that speaks now, or the one an answer cited."""
    return queries.article(code, version, lang or _reader_language(request))


@router.post("articles/{slug:code}/rating", response={204: None}, auth=Reader())
def rate_article(request: HttpRequest, code: str, asked: Verdict) -> Any:
    """Say whether an article helped. A second verdict replaces the first."""
    by = request.auth  # type: ignore[attr-defined]  # set by ninja
    actions.rate(code, asked.version, is_helpful=asked.helpful, by=by, lang=asked.lang, comment=asked.comment)
    return Status(204, None)


def _reader_language(request: HttpRequest) -> str:
    asked = request.headers.get("Accept-Language") or translation.get_language() or "zh"
    return language_of(asked)
