"""The facts this room tells."""

from dataclasses import dataclass
from uuid import UUID

from foyer.base.events import fact


@fact("knowledge.ArticlePublished", key="article_id")
@dataclass(frozen=True)
class ArticlePublished:
    article_id: UUID
    code: str
    version: int
    by: str


@fact("knowledge.ArticleRetired", key="article_id")
@dataclass(frozen=True)
class ArticleRetired:
    article_id: UUID
    code: str
    by: str


@fact("knowledge.ArticleExpired", key="article_id")
@dataclass(frozen=True)
class ArticleExpired:
    article_id: UUID
    code: str


@fact("knowledge.ArticleWithdrawn", key="article_id")
@dataclass(frozen=True)
class ArticleWithdrawn:
    """It was silenced at once, without a second person; whoever quoted it may want to know."""

    article_id: UUID
    code: str
    by: str


@fact("knowledge.ArticleDue", key="article_id")
@dataclass(frozen=True)
class ArticleDue:
    """A date of an article comes near or has come: `kind` is expiry, review or reading."""

    article_id: UUID
    code: str
    kind: str
    days_left: int


@fact("knowledge.ArticleDoubted", key="article_id")
@dataclass(frozen=True)
class ArticleDoubted:
    """A colleague says that a version is wrong or out of date; the note stays in the room."""

    article_id: UUID
    code: str
    version: int
    kind: str
    by: str
