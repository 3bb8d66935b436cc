"""Was this helpful?"""

from django.db import transaction

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.knowledge import measures
from foyer.knowledge.actions.missing import miss
from foyer.knowledge.audiences import PUBLIC, STAFF, audiences_for
from foyer.knowledge.errors import NoSuchArticle
from foyer.knowledge.models import ArticleVersion, GapQuestion, Rating


@transaction.atomic
def rate(code: str, version: int, *, is_helpful: bool, by: Actor, lang: str = "zh", comment: str = "") -> Rating:
    """Record whether a published version helped its reader; a second verdict of the same reader replaces the first."""
    read = ArticleVersion.objects.filter(article__code=code, number=version, published_at__isnull=False)
    read = read.filter(audience__in=audiences_for(STAFF if by.is_staff else PUBLIC))
    found = read.select_related("article").first()
    if found is None:
        raise NoSuchArticle
    verdict = {"is_helpful": is_helpful, "lang": lang, "comment": comment[:500], "at": clock.now()}
    rating, is_new = Rating.objects.update_or_create(version=found, by=str(by), defaults=verdict)
    if not is_helpful:
        _missed(found, rating)
    if is_new:
        measures.helpful.observe(is_helpful, category=found.article.category, lang=lang)
    return rating


def _missed(version: ArticleVersion, rating: Rating) -> None:
    """An article that did not help leaves a question open: what the reader wrote, else what the article is about."""
    asked, code = rating.comment.strip() or str(version.title.in_(rating.lang)), version.article.code
    miss(asked, lang=rating.lang, why=GapQuestion.Why.UNHELPFUL, source=f"rating:{rating.pk}", article_code=code)
