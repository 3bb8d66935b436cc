"""Who has read it: colleagues confirm what they must know; customers are counted, never named."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from foyer.base import audit, clock, clocks
from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.knowledge.actions.dating import warn
from foyer.knowledge.acts import CONFIRMED
from foyer.knowledge.audiences import PUBLIC, STAFF, audiences_for
from foyer.knowledge.errors import NoSuchArticle
from foyer.knowledge.models import ArticleVersion, OwnerWarning, ReadCount, Reading, Status
from foyer.knowledge.validity import bank_day
from foyer.staff import queries as staff

MUST_READ = "knowledge.must_read"
DAYS_TO_READ = 5
DOORS = ("portal", "desk", "api")


def begin_reading(version: ArticleVersion) -> None:
    """From now on those who must read the version have five days; earlier versions need not be confirmed any more."""
    for earlier in version.article.versions.filter(published_at__isnull=False).exclude(pk=version.pk):
        clocks.stop(_subject(earlier), policy=MUST_READ)
    if version.article.must_read_roles:
        seconds = DAYS_TO_READ * 24 * 3600
        name = Bilingual("必读知识确认", "Confirming a must-read article")
        clocks.define(MUST_READ, name=name, calendar=clocks.always(), seconds=seconds, warn_before=[24 * 3600])
        clocks.start(MUST_READ, _subject(version))


def must_be_read_by(version: ArticleVersion) -> datetime | None:
    """Until when its readers have time to confirm; None where nobody must."""
    running = clocks.of(_subject(version), MUST_READ)
    return running.due_at if running else None


@clocks.on_due(MUST_READ)
def _reading_is_late(due: clocks.Due) -> None:
    _policy, _colon, version_id = due.subject.rpartition(":")
    version = ArticleVersion.objects.select_related("article").filter(pk=version_id).first()
    if version is not None and version.article.status == Status.PUBLISHED and missing_readers(version):
        warn(version.article, OwnerWarning.Kind.READING, bank_day(due.due_at))


def missing_readers(version: ArticleVersion) -> list[Any]:
    """Colleagues of the named roles who have not confirmed this version."""
    confirmed = version.readings.filter(confirmed_at__isnull=False).values_list("reader_id", flat=True)
    return [each for each in staff.of_roles(version.article.must_read_roles) if each.pk not in set(confirmed)]


@transaction.atomic
def note_read(version: ArticleVersion, *, by: Actor | None, door: str) -> None:
    """Somebody has it on the screen: a colleague by name, anybody else as one more in the day's count."""
    if by is not None and by.is_staff:
        Reading.objects.get_or_create(version=version, reader_id=by.id)
    place = {"version": version, "day": bank_day(), "door": door}
    today = ReadCount.objects.filter(**place)
    if not today.update(count=F("count") + 1):
        _row, is_new = ReadCount.objects.get_or_create(**place, defaults={"count": 1})
        if not is_new:  # somebody else read it first in the same instant
            today.update(count=F("count") + 1)


def opened(code: str, number: int, *, by: Actor | None, door: str) -> None:
    """The same for one who names the version by its code and number; what is not there counts nothing."""
    audience = STAFF if by is not None and by.is_staff else PUBLIC
    rows = ArticleVersion.objects.filter(article__code=code, number=number, published_at__isnull=False)
    version = rows.filter(audience__in=audiences_for(audience)).first()
    if version is not None:
        note_read(version, by=by, door=door)


@transaction.atomic
def confirm_reading(code: str, number: int, *, by: Actor) -> Reading:
    """I have read this version. Confirmed twice, confirmed once."""
    version = _published(code, number)
    reading, _is_new = Reading.objects.get_or_create(version=version, reader_id=by.id)
    if reading.confirmed_at is None:
        reading.confirmed_at = clock.now()
        reading.save(update_fields=["confirmed_at"])
        audit.record(CONFIRMED, by=by, on=f"article:{code}", details={"version": number})
        if version.article.must_read_roles and not missing_readers(version):
            clocks.stop(_subject(version), policy=MUST_READ)
            _settle(version)
    return reading


def _published(code: str, number: int) -> ArticleVersion:
    rows = ArticleVersion.objects.filter(article__code=code, number=number, published_at__isnull=False)
    version = rows.filter(audience__in=audiences_for(STAFF)).select_related("article").first()
    if version is None:
        raise NoSuchArticle
    return version


def _settle(version: ArticleVersion) -> None:
    late = version.article.warnings.filter(kind=OwnerWarning.Kind.READING, settled_at=None)
    late.update(settled_at=clock.now())


def _subject(version: ArticleVersion) -> str:
    return f"{MUST_READ}:{version.pk}"
