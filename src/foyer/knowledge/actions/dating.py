"""The dates of an article: when it stops speaking, when it must be looked at again, and who is told in time.

Two clocks (`base.clocks`) run for an article that speaks: one to the end of its last valid day, one to the end of the
day on which it is to be reviewed. At each of their points the owners are warned; when the last valid day has passed,
the article is out of the answers.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from foyer.base import audit, clock, clocks, live
from foyer.base.actors import SYSTEM
from foyer.base.events import publish as tell
from foyer.base.text import Bilingual
from foyer.knowledge.actions.learning import relearn
from foyer.knowledge.acts import EXPIRED
from foyer.knowledge.events import ArticleDue, ArticleExpired
from foyer.knowledge.models import Article, ArticleVersion, OwnerWarning, Status
from foyer.knowledge.validity import bank_day

EXPIRY, REVIEW = "knowledge.expiry", "knowledge.review"
DAY = 24 * 3600
WARN_BEFORE = {EXPIRY: [30 * DAY, 7 * DAY, DAY], REVIEW: [14 * DAY, 3 * DAY]}
_NAMES = {
    EXPIRY: Bilingual("知识条目到期", "Expiry of a knowledge article"),
    REVIEW: Bilingual("知识条目复审", "Review of a knowledge article"),
}
Kind = OwnerWarning.Kind


def keep_dates(article: Article) -> None:
    """Let the clocks run that the article's dates ask for now, and no others."""
    version = article.current_version if article.status == Status.PUBLISHED else None
    _keep(EXPIRY, article, version.valid_to if version else None, Kind.EXPIRY)
    _keep(REVIEW, article, article.review_on if version else None, Kind.REVIEW)


def _keep(policy: str, article: Article, last_day: date | None, kind: Kind) -> None:
    subject, due_at = f"{policy}:{article.pk}", end_of(last_day) if last_day else None
    running = clocks.of(subject, policy)
    is_running = running is not None and running.state != clocks.Clock.State.STOPPED
    if is_running and running is not None and running.fixed_due == due_at:
        return
    if is_running:
        clocks.stop(subject, policy=policy)
    _settle(article, kind, but=last_day)
    if due_at is not None:
        terms = {"calendar": clocks.always(), "seconds": None, "warn_before": WARN_BEFORE[policy]}
        clocks.define(policy, name=_NAMES[policy], **terms)  # type: ignore[arg-type]
        clocks.start(policy, subject, due_at=due_at)


def end_of(day: date) -> datetime:
    """The instant at which a day of the bank is over."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), ZoneInfo(settings.TIME_ZONE))


@clocks.on_due(EXPIRY)
def _expiry_nears(due: clocks.Due) -> None:
    article = _article_of(due)
    if article is None or article.current_version is None:
        return
    last_day = due.due_at.astimezone(ZoneInfo(settings.TIME_ZONE)).date() - timedelta(days=1)
    warn(article, Kind.EXPIRY, last_day)
    if not due.is_warning:
        expire(article)


@clocks.on_due(REVIEW)
def _review_nears(due: clocks.Due) -> None:
    article = _article_of(due)
    if article is not None and article.review_on is not None:
        warn(article, Kind.REVIEW, article.review_on)


def _article_of(due: clocks.Due) -> Article | None:
    _policy, _colon, article_id = due.subject.rpartition(":")
    return Article.objects.select_related("current_version").filter(pk=article_id, status=Status.PUBLISHED).first()


def warn(article: Article, kind: Kind, due_on: date) -> OwnerWarning:
    """Tell the owners how many days are left; told again, the same warning is brought up to date."""
    told = {"days_left": (due_on - bank_day()).days, "at": clock.now(), "settled_at": None}
    warning, _is_new = OwnerWarning.objects.update_or_create(article=article, kind=kind, due_on=due_on, defaults=told)
    for owner in article.owners.all():
        live.publish(f"staff:{owner.pk}", "knowledge", {"code": article.code, "kind": str(kind)})
    tell(ArticleDue(article.pk, article.code, str(kind), warning.days_left))
    return warning


@transaction.atomic
def expire(article: Article) -> Article:
    """Its last valid day has passed and nothing follows: it no longer speaks, and the list says so."""
    article = Article.objects.select_for_update().get(pk=article.pk)
    goes_on = Q(valid_to=None) | Q(valid_to__gte=bank_day())
    if article.status != Status.PUBLISHED or article.versions.filter(goes_on, status="published").exists():
        return article
    article.status = Status.EXPIRED
    article.save(update_fields=["status"])
    audit.record(EXPIRED, by=SYSTEM, on=f"article:{article.code}")
    tell(ArticleExpired(article.pk, article.code))
    relearn()
    return article


def expire_late() -> int:
    """Expire what no clock has told of, as articles published before there were clocks; returns how many."""
    goes_on = ArticleVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gte=bank_day()), status="published")
    over = Article.objects.filter(status=Status.PUBLISHED).exclude(pk__in=goes_on.values("article"))
    return sum(expire(article).status == Status.EXPIRED for article in over)


def settle(article: Article) -> None:
    """Nothing of its dates is to be warned of any more."""
    article.warnings.filter(settled_at=None).update(settled_at=clock.now())


def _settle(article: Article, kind: Kind, *, but: date | None) -> None:
    open_ones = article.warnings.filter(kind=kind, settled_at=None)
    (open_ones.exclude(due_on=but) if but else open_ones).update(settled_at=clock.now())
