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
