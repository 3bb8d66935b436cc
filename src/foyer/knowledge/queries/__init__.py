"""The reads others may use."""

from foyer.base.meaning import warm_up
from foyer.knowledge.models import Channel
from foyer.knowledge.passages import Place, passage_url
from foyer.knowledge.queries.asked import AskedQuestion, asked_questions, directions_without
from foyer.knowledge.queries.pages import (
    ArticlePage,
    ArticleTitle,
    article,
    article_url,
    live_fingerprints,
    pages,
    published,
    state_mark,
)
from foyer.knowledge.queries.passages import Passage, passages
from foyer.knowledge.queries.search import Hit, Question, search
from foyer.knowledge.queries.spoken import spoken
from foyer.knowledge.queries.synonyms import Synonyms, synonym_groups, table_of
from foyer.knowledge.shelf import stamp, still

CHANNELS = tuple(str(channel) for channel in Channel)
"""The channels whose answers may have a shorter text of their own."""

__all__ = [
    "CHANNELS",
    "ArticlePage",
    "ArticleTitle",
    "AskedQuestion",
    "Hit",
    "Passage",
    "Place",
    "Question",
    "Synonyms",
    "article",
    "article_url",
    "asked_questions",
    "directions_without",
    "live_fingerprints",
    "pages",
    "passage_url",
    "passages",
    "published",
    "search",
    "spoken",
    "stamp",
    "state_mark",
    "still",
    "synonym_groups",
    "table_of",
    "warm_up",
]
