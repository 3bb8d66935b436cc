"""Who has read what: colleagues by name, customers as numbers only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row


class Reading(Row):
    """A colleague opened a version, and perhaps confirmed that they have read it."""

    version = models.ForeignKey("ArticleVersion", models.CASCADE, related_name="readings", verbose_name=_("version"))
    reader = models.ForeignKey("staff.User", models.CASCADE, related_name="+", verbose_name=_("reader"))
    opened_at = models.DateTimeField(_("opened at"), default=clock.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        constraints = [models.UniqueConstraint(fields=["version", "reader"], name="article_reading_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.reader_id}"


class ReadCount(Row):
    """How often a version was read in one day through one door, by readers nobody needs to know by name."""

    version = models.ForeignKey("ArticleVersion", models.CASCADE, related_name="read_counts")
    day = models.DateField(_("day"))
    door = models.CharField(_("door"), max_length=10)
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        verbose_name = _("reader count")
        verbose_name_plural = _("reader counts")
        constraints = [models.UniqueConstraint(fields=["version", "day", "door"], name="article_read_count_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.day} {self.door}: {self.count}"
