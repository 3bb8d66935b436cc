"""What the quality gate held back and who decided on it, and how good the sources were on which day."""

from typing import cast

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedJSONField, EncryptedTextField
from foyer.base.legends import FREE_TEXT, PROFILE, classified
from foyer.base.models import Row


class QuarantinedRow(Row):
    """One row that the gate did not let go on. `id` is made from where it stood and what it said, so that the same row
    is kept once however often it is judged.

    `row` is the whole of it, each value and its text as given; `failures` lists [{field, rule, masked}]; `correction`
    is what the steward wrote instead, by field.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        CORRECTED = "corrected", _("corrected")
        RELEASED = "released", _("released")
        DISCARDED = "discarded", _("discarded")
        MENDED = "mended", _("mended at the source")

    run = models.UUIDField(_("run"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=60)
    table = models.CharField(_("table"), max_length=60)
    entity = models.CharField(_("entity"), max_length=40)
    file = models.CharField(_("file"), max_length=400)
    row_number = models.PositiveBigIntegerField(_("line"))
    source_key = classified(
        EncryptedTextField(_("key in the source"), max_length=200, blank=True, default=""), FREE_TEXT
    )
    failures = classified(models.JSONField(_("failures"), default=list), PROFILE)
    row = classified(EncryptedJSONField(_("row")), FREE_TEXT)
    correction = classified(EncryptedJSONField(_("correction"), blank=True, default=dict), FREE_TEXT)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    noted_at = models.DateTimeField(_("held back at"), default=clock.now)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=60, blank=True, default="")
    reason = classified(EncryptedTextField(_("reason"), max_length=400, blank=True, default=""), FREE_TEXT)

    class Meta:
        verbose_name = _("quarantined row")
        verbose_name_plural = _("quarantined rows")
        indexes = [
            models.Index(fields=["state", "source", "-noted_at"], name="customers_held_state"),
            models.Index(fields=["source", "table", "entity", "run"], name="customers_held_table"),
            GinIndex(fields=["failures"], name="customers_held_failures", opclasses=["jsonb_path_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.source}.{self.table} {self.file}:{self.row_number}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def texts(self) -> dict[str, str | None]:
        """The whole row: each field's canonical value as text, and as `<field>__raw` what was given."""
        return cast("dict[str, str | None]", self.row)


class QualityScore(Row):
    """How many values of one field were checked by one rule in one run, and how many failed."""

    run = models.UUIDField(_("run"))
    source = models.CharField(_("source"), max_length=60)
    table = models.CharField(_("table"), max_length=60)
    entity = models.CharField(_("entity"), max_length=40)
    field = models.CharField(_("field"), max_length=60)
    rule = models.CharField(_("rule"), max_length=40)
    dimension = models.CharField(_("dimension"), max_length=20)
    on = models.DateField(_("day"))
    checked = models.PositiveBigIntegerField(_("checked"))
    failed = models.PositiveBigIntegerField(_("failed"))

    class Meta:
        verbose_name = _("quality score")
        verbose_name_plural = _("quality scores")
        constraints = [
            models.UniqueConstraint(
                fields=["run", "source", "table", "entity", "field", "rule"], name="customers_score_once"
            )
        ]
        indexes = [models.Index(fields=["source", "on"], name="customers_score_day")]

    def __str__(self) -> str:
        return f"{self.source}.{self.entity}.{self.field} {self.rule} {self.on}"


class QualityAlert(Row):
    """A field of a source that is worse than it should be; open until a later day is good again."""

    class Kind(models.TextChoices):
        BELOW = "below", _("below target")
        DROPPING = "dropping", _("dropping")

    source = models.CharField(_("source"), max_length=60)
    entity = models.CharField(_("entity"), max_length=40)
    field = models.CharField(_("field"), max_length=60)
    rule = models.CharField(_("rule"), max_length=40)
    dimension = models.CharField(_("dimension"), max_length=20)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    score = models.FloatField(_("score"))
    expected = models.FloatField(_("expected"), help_text=_("the target, or the mean of the seven days before"))
    on = models.DateField(_("day"))
    opened_at = models.DateTimeField(_("opened at"), default=clock.now)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("quality alert")
        verbose_name_plural = _("quality alerts")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "entity", "field", "rule", "kind"],
                condition=Q(closed_at=None),
                name="customers_alert_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source}.{self.entity}.{self.field} {self.rule} {self.kind}"
