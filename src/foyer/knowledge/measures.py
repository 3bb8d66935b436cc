"""The numbers this room defines."""

from foyer.base import measures
from foyer.base.text import Bilingual

published = measures.counter(
    "knowledge.published",
    name=Bilingual(zh="发布的知识版本", en="Article versions published"),
    unit="1",
    dimensions=("category",),
)
helpful = measures.ratio(
    "knowledge.helpful",
    name=Bilingual(zh="知识有帮助的比例", en="Share of readers whom an article helped"),
    dimensions=("category", "lang"),
)
