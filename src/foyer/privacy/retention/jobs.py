"""The nightly run of the schedule, the end of copies, and whoever a source sent again."""

from datetime import datetime, timedelta

from django.utils import timezone

from foyer.base import clock
from foyer.base.jobs import periodic
from foyer.privacy.models import RetentionReport
from foyer.privacy.requests.copies import destroy_expired
from foyer.privacy.requests.erasing import reapply
from foyer.privacy.retention import running

HOUR = 2
"""By the bank's clock."""


@periodic("privacy.retention", every_seconds=900)
def nightly() -> None:
    """Once a night, at the first look after two o'clock: the schedule, then the deletions once more."""
    now = timezone.localtime(clock.now())
    if now.hour < HOUR or _was_run(since=now.replace(hour=HOUR, minute=0, second=0, microsecond=0)):
        return
    running.run(rehearsal=False)
    reapply()


@periodic("privacy.copies", every_seconds=300)
def end_copies() -> None:
    destroy_expired()


def next_run() -> datetime:
    """When the schedule is carried out next."""
    now = timezone.localtime(clock.now())
    tonight = now.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return tonight if now < tonight else tonight + timedelta(days=1)


def _was_run(*, since: datetime) -> bool:
    return RetentionReport.objects.filter(started_at__gte=since, is_rehearsal=False).exists()
