"""From draft to the bank's word: always by a second person; and back into silence."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.events import publish as tell
from foyer.knowledge import measures
from foyer.knowledge.actions.dating import keep_dates
from foyer.knowledge.actions.drafting import content_of, reopen
from foyer.knowledge.actions.learning import relearn
from foyer.knowledge.actions.reading import begin_reading
from foyer.knowledge.acts import PUBLISHED, RETIRED
from foyer.knowledge.content import problems_of
from foyer.knowledge.errors import Incomplete, NotADraft, NotInReview
from foyer.knowledge.events import ArticlePublished, ArticleRetired
from foyer.knowledge.models import Article, ArticleVersion, Status
from foyer.staff import approvals
from foyer.staff.errors import OwnProposal

APPROVAL = "knowledge.publish"


@transaction.atomic
def submit(version: ArticleVersion, *, by: Actor, reason: str = "") -> Any:
    """Ask a second person to publish the draft. Returns the approval request."""
    version = ArticleVersion.objects.select_for_update().select_related("article").get(pk=version.pk)
    if not version.is_open:
        raise NotADraft(article=version.article.code)
    problems = problems_of(content_of(version))
    if problems:
        raise Incomplete(problems=problems)
    version.status = ArticleVersion.Status.REVIEW
    version.save(update_fields=["status"])
    Article.objects.filter(pk=version.article_id, status=Status.DRAFT).update(status=Status.REVIEW)
    return approvals.propose(APPROVAL, version.pk, {"status": "published"}, by=by, reason=reason)


@transaction.atomic
def take_back(version: ArticleVersion, *, by: Actor) -> None:
    """Whoever handed it in takes it back, to go on writing."""
    waiting = approvals.pending(APPROVAL, version.pk)
    if waiting is None:
        raise NotInReview
    approvals.withdraw(waiting, by=by)
    reopen(version.pk)


@transaction.atomic
def decline(version: ArticleVersion, *, by: Actor, comment: str = "") -> None:
    """A second person sends it back with a word: it is a draft again at once."""
    waiting = approvals.pending(APPROVAL, version.pk)
    if waiting is None:
        raise NotInReview
    approvals.reject(waiting, by=by, comment=comment)
    reopen(version.pk)


def as_it_is(subject: str) -> dict[str, Any]:
    """What an approver judges: this version's words, and which version speaks now."""
    version = ArticleVersion.objects.select_related("article__current_version").get(pk=subject)
    current = version.article.current_version
    return {
        "status": version.status,
        "words": version.fingerprint,
        "files": sorted(version.files.values_list("sha256", flat=True)),
        "now_published": current.number if current else None,
    }


@approvals.kind(
    APPROVAL, permission="knowledge.approve_article", current=as_it_is, name=_("Publish a knowledge article")
)
def publish(subject: str, change: dict[str, Any], /, *, by: Actor) -> None:
    """Let the version speak for the bank from its first valid day; carried out by the approval."""
    version = ArticleVersion.objects.select_related("article").get(pk=subject)
    if version.written_by == str(by):  # another may have submitted it; the words are still one's own
        raise OwnProposal
    go_live(version, by=by)
    relearn()


@transaction.atomic
def go_live(version: ArticleVersion, *, by: Actor) -> None:
    """Publish without learning anew; for `publish` and for the import of many."""
    _make_room(version)
    version.status, version.approved_by, version.published_at = "published", str(by), clock.now()
    version.save(update_fields=["status", "approved_by", "published_at"])
    article = version.article
    article.status, article.current_version = Status.PUBLISHED, version
    article.retired_at, article.retired_by, article.retired_reason = None, "", ""
    article.withdrawn_at, article.withdrawn_by, article.withdrawn_reason = None, "", ""
    article.save()
    if version.number > 1 or version.valid_to or article.review_on or article.must_read_roles:
        keep_dates(article)
        begin_reading(version)
    measures.published.add(1, category=article.category)
    audit.record(PUBLISHED, by=by, on=f"article:{article.code}", details={"version": version.number})
    tell(ArticlePublished(article.pk, article.code, version.number, str(by)))


def _make_room(version: ArticleVersion) -> None:
    """At no instant do two versions of one article speak: earlier ones end the day before this one begins."""
    earlier = version.article.versions.filter(status="published").exclude(pk=version.pk)
    earlier.filter(valid_from__gte=version.valid_from).update(status=ArticleVersion.Status.SUPERSEDED)
    overlapping = Q(valid_to=None) | Q(valid_to__gte=version.valid_from)
    earlier.filter(overlapping, valid_from__lt=version.valid_from).update(
        valid_to=version.valid_from - timedelta(days=1)
    )


@transaction.atomic
def retire(article: Article, *, reason: str, by: Actor) -> Article:
    """Stop giving this answer. Citations of it stay readable."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.status == Status.RETIRED:
        return article
    article.status, article.retired_at = Status.RETIRED, clock.now()
    article.retired_by, article.retired_reason = str(by), reason
    article.withdrawn_at = None
    article.save()
    keep_dates(article)
    audit.record(RETIRED, by=by, on=f"article:{article.code}")
    tell(ArticleRetired(article.pk, article.code, str(by)))
    relearn()
    return article
