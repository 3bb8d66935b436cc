"""The tables of this room."""

from foyer.knowledge.models.abroad import DirectionAbroad, SentencesAbroad
from foyer.knowledge.models.article import Article, Category, Status, Topic
from foyer.knowledge.models.file import ArticleFile
from foyer.knowledge.models.finding import CheckRun, Finding
from foyer.knowledge.models.gap import Gap, GapQuestion
from foyer.knowledge.models.imported import ImportBatch
from foyer.knowledge.models.phrasing import DIMENSIONS, Phrasing
from foyer.knowledge.models.rating import Rating
from foyer.knowledge.models.reading import ReadCount, Reading
from foyer.knowledge.models.remark import Remark
from foyer.knowledge.models.synonym import Stamp, SynonymGroup
from foyer.knowledge.models.version import ArticleVersion, Audience, Channel
from foyer.knowledge.models.warning import OwnerWarning

__all__ = [
    "DIMENSIONS",
    "Article",
    "ArticleFile",
    "ArticleVersion",
    "Audience",
    "Category",
    "Channel",
    "CheckRun",
    "DirectionAbroad",
    "Finding",
    "Gap",
    "GapQuestion",
    "ImportBatch",
    "OwnerWarning",
    "Phrasing",
    "Rating",
    "ReadCount",
    "Reading",
    "Remark",
    "SentencesAbroad",
    "Stamp",
    "Status",
    "SynonymGroup",
    "Topic",
]
