"""The tables of this room."""

from foyer.knowledge.models.article import Article, Category, Status, Topic
from foyer.knowledge.models.phrasing import DIMENSIONS, Phrasing
from foyer.knowledge.models.rating import Rating
from foyer.knowledge.models.version import ArticleVersion

__all__ = ["DIMENSIONS", "Article", "ArticleVersion", "Category", "Phrasing", "Rating", "Status", "Topic"]
