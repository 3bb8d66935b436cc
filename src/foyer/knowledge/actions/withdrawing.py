"""The emergency brake: one person silences an article at once; letting it speak again takes two.

A wrong fee, a leaked word: until somebody has looked, nobody is told it. Unlike a retired article, a withdrawn one is
no longer shown to customers as the source of earlier answers either.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.events import publish as tell
from foyer.knowledge.actions.dating import keep_dates
from foyer.knowledge.actions.learning import relearn
from foyer.knowledge.acts import RESTORED, WITHDRAWN
from foyer.knowledge.errors import NotSpeaking, NotWithdrawn, ReasonMissing
from foyer.knowledge.events import ArticleWithdrawn
from foyer.knowledge.models import Article, Status
from foyer.staff import approvals

RESTORING = "knowledge.restore"
LONGEST_REASON = 200


@transaction.atomic
def withdraw(article: Article, *, reason: str, by: Actor) -> Article:
    """Silence it now, everywhere. Asked twice, done once."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.status == Status.WITHDRAWN:
        return article
    if article.status != Status.PUBLISHED:
        raise NotSpeaking
    if not reason.strip():
        raise ReasonMissing
    article.status, article.withdrawn_at = Status.WITHDRAWN, clock.now()
    article.withdrawn_by, article.withdrawn_reason = str(by), reason.strip()[:LONGEST_REASON]
    article.save()
    keep_dates(article)
    audit.record(WITHDRAWN, by=by, on=f"article:{article.code}")
    tell(ArticleWithdrawn(article.pk, article.code, str(by)))
    relearn()
    return article


def propose_restoring(article: Article, *, by: Actor, reason: str = "") -> Any:
    """Ask a second person to let the withdrawn article speak again as it was."""
    article = Article.objects.get(pk=article.pk)
    if article.status != Status.WITHDRAWN:
        raise NotWithdrawn
    return approvals.propose(RESTORING, article.pk, {"status": "published"}, by=by, reason=reason)


def _as_it_is(subject: str) -> dict[str, Any]:
    article = Article.objects.select_related("current_version").get(pk=subject)
    spoke = article.current_version
    return {"status": article.status, "version": spoke.number if spoke else None, "why": article.withdrawn_reason}


@approvals.kind(
    RESTORING,
    permission="knowledge.approve_article",
    current=_as_it_is,
    name=_("Let a withdrawn knowledge article speak again"),
)
def restore(subject: str, change: dict[str, Any], /, *, by: Actor) -> None:
    """Carried out by the approval."""
    article = Article.objects.select_for_update().get(pk=subject)
    article.status = Status.PUBLISHED
    article.withdrawn_at, article.withdrawn_by, article.withdrawn_reason = None, "", ""
    article.save()
    keep_dates(article)
    audit.record(RESTORED, by=by, on=f"article:{article.code}")
    relearn()
