"""Data sets that left in de-identified form: what, for whom, for how long, how well people are hidden in it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedTextField
from foyer.base.legends import SECRET, STAFF, classified
from foyer.base.models import Row

__all__ = ["Release"]


class Release(Row):
    """One data set prepared for one recipient and one purpose. The file is there while it is `out`, and no longer.

    A job prepares it: `step` and `progress` say how far it is. `party` is the code of a recipient of the register;
    without one it stays within the bank. `token_key` makes the pseudonyms of this release alone; it is destroyed when
    the release ends, and with it the only way from a token to a person. `measured` holds rows, k, l, t, what was left
    out, and the recall of scrubbed texts.
    """

    class State(models.TextChoices):
        PREPARING = "preparing", _("Being prepared")
        FAILED = "failed", _("Preparing failed")
        PREPARED = "prepared", _("Waiting for a second person")
        OUT = "out", _("Released")
        REFUSED = "refused", _("Refused")
        UNFIT = "unfit", _("Not hidden well enough")
        ENDED = "ended", _("Ended")

    class Step(models.TextChoices):
        WAITING = "waiting", _("Waiting for its turn")
        CHOOSING = "choosing", _("Finding how far values must be generalised")
        WRITING = "writing", _("Writing rows")
        MEASURING = "measuring", _("Measuring what was written")

    dataset = models.SlugField(_("data set"), max_length=60)
    purpose = models.SlugField(_("purpose"), max_length=60)
    recipient = models.CharField(_("recipient"), max_length=120)
    party = models.CharField(_("party of the register"), max_length=80, blank=True, default="")
    reason = models.CharField(_("what it is needed for"), max_length=300)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREPARING)
    step = models.CharField(_("step"), max_length=10, choices=Step, default=Step.WAITING)
    progress = models.UUIDField(_("progress"), null=True, blank=True, editable=False)
    problem = models.CharField(_("what went wrong"), max_length=300, blank=True, default="")
    k_wanted = models.PositiveSmallIntegerField(_("k wanted"))
    l_wanted = models.PositiveSmallIntegerField(_("l wanted"), default=1)
    most_left_out = models.FloatField(_("most that may be left out"), default=0.02)
    rungs = models.JSONField(_("how far values are generalised"), default=dict)
    measured = models.JSONField(_("measured"), default=dict)
    columns = ArrayField(models.CharField(max_length=60), default=list, verbose_name=_("columns"))
    token_key = classified(EncryptedTextField(blank=True, default=""), SECRET)
    file_name = models.CharField(_("file"), max_length=120, blank=True, default="")
    file_hash = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True, default="")
    asked_at = models.DateTimeField(_("prepared at"), default=clock.now)
    asked_by = classified(models.CharField(_("prepared by"), max_length=60), STAFF)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = classified(models.CharField(_("decided by"), max_length=60, blank=True, default=""), STAFF)
    fetched_at = models.DateTimeField(_("first fetched at"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("release of a data set")
        verbose_name_plural = _("releases of data sets")
        permissions = [
            ("prepare_release", "May prepare de-identified data sets"),
            ("approve_release", "May let de-identified data sets out"),
        ]
        constraints = [
            models.CheckConstraint(
                name="privacy_dataset_two_people", condition=Q(decided_by="") | ~Q(decided_by=F("asked_by"))
            ),
            models.CheckConstraint(name="privacy_release_k", condition=Q(k_wanted__gte=2) & Q(l_wanted__gte=1)),
        ]
        indexes = [models.Index(fields=["-asked_at"], name="privacy_release_recent")]

    def __str__(self) -> str:
        return f"{self.dataset} {self.id}"
