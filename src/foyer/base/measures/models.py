"""Samples as they happen, and what they were rolled up into."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock


class MeasureSample(models.Model):
    """One observation, in the transaction of what it observes. Append-only until it is rolled up."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=120)
    dimensions = models.JSONField()
    at = models.DateTimeField(default=clock.now)
    value = models.FloatField()
    bucket = models.SmallIntegerField(null=True)

    class Meta:
        db_table = "base_measure_sample"
        verbose_name = _("sample")
        verbose_name_plural = _("samples")
        indexes = [
            models.Index(fields=["name", "at"], name="sample_by_name"),
            models.Index(fields=["at"], name="sample_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.value:g}"


class MeasureSum(models.Model):
    """All samples of one measure with the same dimensions in one hour, one day, or ever."""

    class Grain(models.TextChoices):
        HOUR = "hour", _("hour")
        DAY = "day", _("day")
        EVER = "ever", _("all time")

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(_("measure"), max_length=120)
    grain = models.CharField(_("grain"), max_length=4, choices=Grain.choices)
    start = models.DateTimeField(_("begins at"))
    dimensions = models.JSONField(_("dimensions"))
    count = models.BigIntegerField(_("count"))
    sum = models.FloatField(_("sum"))
    least = models.FloatField(_("least"))
    most = models.FloatField(_("most"))
    buckets = ArrayField(models.BigIntegerField(), null=True)

    class Meta:
        db_table = "base_measure_sum"
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        constraints = [models.UniqueConstraint(fields=["name", "grain", "start", "dimensions"], name="one_sum_each")]

    def __str__(self) -> str:
        return f"{self.name} {self.grain} {self.start:%Y-%m-%d %H}"
