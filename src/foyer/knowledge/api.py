"""Reading what the bank tells everyone, and saying whether it helped."""

from dataclasses import asdict
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
    written_in: str = Field(description="The language of the words; another than `lang` where it is in that one only.")


class Found(Schema):
    article_code: str
    version: int
    title: str
    category: str
    score: float
    url: str = Field(description="The article's page.")
    written_in: str = Field(description="The language of the words; the other one where the article is in that only.")
    read_as: str = Field(description="The question as it was read, where something in it was mended.")
    passage: str = Field(description="The sentences that answer; empty where none stands out.")
    passage_url: str = Field(description="The page of this version with the passage marked.")


class Sought(Schema):
    """What to look for; `category` and `written_in` keep only articles of that subject or language."""

    q: Annotated[str, Field(min_length=1, max_length=500, pattern=NO_NUL)]
    lang: Language | None = None
    limit: Annotated[int, Field(ge=1, le=20)] = 5
    category: Annotated[str, Field(max_length=20, pattern=r"^[a-z]*$")] = ""
    written_in: Language | None = None


class Verdict(Schema):
    model_config = {"extra": "forbid"}

    version: Annotated[int, Field(ge=1, le=1_000_000)]
    helpful: bool
    lang: Language = "zh"
    comment: Annotated[str, Field(max_length=500, pattern=NO_NUL)] = ""


@router.get("search", response=list[Found], auth=None)
def search_articles(request: HttpRequest, sought: Query[Sought]) -> Any:
    """The articles that best answer a question, best first, each with the passage that answers."""
    lang, of = sought.lang or _reader_language(request), sought.written_in or ""
    hits = queries.search(sought.q, lang, limit=sought.limit, category=sought.category, written_in=of)
    spots = {spot.code: spot for spot in queries.passages(sought.q, lang, limit=sought.limit, hits=hits)}
    return [_found(hit, spots.get(hit.article_code)) for hit in hits]


def _found(hit: queries.Hit, spot: queries.Passage | None) -> dict[str, Any]:
    return {
        **asdict(hit),
        "url": f"/knowledge/{hit.article_code}",
        "passage": spot.text if spot else "",
        "passage_url": spot.url if spot else "",
    }


@router.get("articles/{slug:code}", response=ArticleOut, auth=None)
def article(
    request: HttpRequest,
    code: str,
    version: int | None = Query(None, ge=1, le=1_000_000),
    lang: Language | None = None,
) -> Any:
    """One article: the version that speaks now, or the one an answer cited."""
    found = queries.article(code, version, lang or _reader_language(request))
    actions.opened(found.code, found.version, by=None, door="api")
    return found


@router.post("articles/{slug:code}/rating", response={204: None}, auth=Reader())
def rate_article(request: HttpRequest, code: str, asked: Verdict) -> Any:
    """Say whether an article helped. A second verdict replaces the first."""
    by = request.auth  # type: ignore[attr-defined]  # set by ninja
    actions.rate(code, asked.version, is_helpful=asked.helpful, by=by, lang=asked.lang, comment=asked.comment)
    return Status(204, None)


def _reader_language(request: HttpRequest) -> str:
    asked = request.headers.get("Accept-Language") or translation.get_language() or "zh"
    return language_of(asked)
