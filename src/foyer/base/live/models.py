"""The durable rows behind every live stream."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import SealedJSONField
from foyer.base.legends import FREE_TEXT, classified


class LiveTopic(models.Model):
    """A topic and the number of its newest event; the row's lock is what gives numbers in commit order."""

    name = models.CharField(max_length=120, primary_key=True)
    last_seq = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("live topic")
        verbose_name_plural = _("live topics")

    def __str__(self) -> str:
        return self.name


class LiveEvent(models.Model):
    """One thing that happened in a topic; `seq` has no gap and no number is seen before a smaller one."""

    pk = models.CompositePrimaryKey("topic", "seq")
    topic = models.CharField(max_length=120)
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=60)
    data = classified(SealedJSONField(), FREE_TEXT)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("live event")
        verbose_name_plural = _("live events")
        indexes = [models.Index(fields=["at"], name="live_event_by_time")]

    def __str__(self) -> str:
        return f"{self.topic}#{self.seq} {self.kind}"
