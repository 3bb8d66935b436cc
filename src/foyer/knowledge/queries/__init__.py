"""The reads others may use."""

from foyer.base.meaning import warm_up
from foyer.knowledge.queries.asked import AskedQuestion, asked_questions, directions_without
from foyer.knowledge.queries.pages import (
    ArticlePage,
    ArticleTitle,
    article,
    article_url,
    live_fingerprints,
    published,
)
from foyer.knowledge.queries.search import Hit, Question, search

__all__ = [
    "ArticlePage",
    "ArticleTitle",
    "AskedQuestion",
    "Hit",
    "Question",
    "article",
    "article_url",
    "asked_questions",
    "directions_without",
    "live_fingerprints",
    "published",
    "search",
    "warm_up",
]
