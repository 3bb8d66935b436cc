"""What evaluation keeps: failures, reviewed answers, runs over labelled sets, trials of two versions."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedTextField
from foyer.base.legends import FREE_TEXT, classified
from foyer.base.models import Row


class Failure(Row):
    """A time in which the assistant did not serve as it should. Signs less than five minutes apart are one failure."""

    began_at = models.DateTimeField(_("began at"))
    last_at = models.DateTimeField(_("last seen at"))
    ended_at = models.DateTimeField(_("ended at"), null=True)
    part = models.CharField(_("what failed"), max_length=40)
    error = models.CharField(_("error"), max_length=120, blank=True, default="")
    signs = models.PositiveIntegerField(_("signs"), default=1)

    class Meta:
        verbose_name = _("failure of the assistant")
        verbose_name_plural = _("failures of the assistant")
        indexes = [models.Index(fields=["began_at"], name="assistant_failure_time")]

    def __str__(self) -> str:
        return f"{self.part} {self.began_at:%Y-%m-%d %H:%M}"


class Watched(models.Model):
    """How many minutes of an hour the assistant was probed in; an hour nobody watched is no hour of service."""

    hour = models.DateTimeField(_("hour"), primary_key=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0)
    last_at = models.DateTimeField(_("last probe"))

    class Meta:
        verbose_name = _("watched hour")
        verbose_name_plural = _("watched hours")

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H}"


class Sample(Row):
    """One drawing of answers for review: whose window, how many of each stratum there were and were taken."""

    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    strata = models.JSONField(_("strata"), default=dict)
    drawn_at = models.DateTimeField(_("drawn at"), default=clock.now)
    drawn_by = models.CharField(_("drawn by"), max_length=60)

    class Meta:
        verbose_name = _("sample of answers")
        verbose_name_plural = _("samples of answers")

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d} – {self.until:%Y-%m-%d}"


class SampledAnswer(Row):
    """An answer in a sample; `faults` are what the automatic checks found."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="answers")
    turn = models.ForeignKey("assistant.Turn", models.CASCADE, related_name="+")
    stratum = models.CharField(_("stratum"), max_length=80)
    faults = models.JSONField(_("faults found automatically"), default=list)

    class Meta:
        verbose_name = _("answer under review")
        verbose_name_plural = _("answers under review")
        constraints = [models.UniqueConstraint(fields=["sample", "turn"], name="assistant_sampled_once")]

    def __str__(self) -> str:
        return str(self.turn_id)


class Review(Row):
    """What one reviewer thinks of one answer; the other reviewer does not see it before they have judged too."""

    class Verdict(models.TextChoices):
        CORRECT = "correct", _("Correct")
        PARTLY = "partly", _("Partly correct")
        WRONG = "wrong", _("Wrong")
        HARMFUL = "harmful", _("Harmful")
        SHOULD_REFUSE = "should_refuse", _("Should have been refused")

    answer = models.ForeignKey(SampledAnswer, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verdict = models.CharField(_("verdict"), max_length=14, choices=Verdict)
    note = classified(EncryptedTextField(_("note"), max_length=500, blank=True, default=""), FREE_TEXT)
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        verbose_name = _("review of an answer")
        verbose_name_plural = _("reviews of answers")
        constraints = [models.UniqueConstraint(fields=["answer", "reviewer"], name="assistant_review_once")]

    def __str__(self) -> str:
        return self.verdict


class EvaluationRun(Row):
    """One play of a labelled set: which set exactly, which version, and case by case what came of it."""

    name = models.CharField(_("set"), max_length=80)
    digest = models.CharField(_("digest of the set"), max_length=64)
    version = models.CharField(_("version"), max_length=80)
    results = models.JSONField(_("right or wrong, by case"), default=dict)
    figures = models.JSONField(_("figures"), default=dict)
    is_baseline = models.BooleanField(_("what later runs are held against"), default=False)
    at = models.DateTimeField(_("at"), default=clock.now)
    by = models.CharField(_("by"), max_length=60)

    class Meta:
        verbose_name = _("evaluation run")
        verbose_name_plural = _("evaluation runs")
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(is_baseline=True), name="assistant_one_baseline_a_set"
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["name", "-at"], name="assistant_run_set")]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"


class Trial(Row):
    """Two versions side by side: a share of new conversations gets the new one, by chance and for its whole length.

    `variation` names what differs, e.g. {"answer_at": 0.8}; `p` is the test's p-value so far, which only falls.
    """

    class Measure(models.TextChoices):
        CONTAINED = "contained", _("Solved without a person")
        NO_PERSON = "no_person", _("No person came in")

    name = models.CharField(_("name"), max_length=80)
    variation = models.JSONField(_("what differs"), default=dict)
    share = models.FloatField(_("share of the new version"), default=0.5)
    measure = models.CharField(_("judged by"), max_length=10, choices=Measure, default=Measure.NO_PERSON)
    began_at = models.DateTimeField(_("began at"), default=clock.now)
    began_by = models.CharField(_("began by"), max_length=60)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.CharField(_("ended by"), max_length=60, blank=True, default="")
    outcome = models.CharField(_("outcome"), max_length=20, blank=True, default="")
    p = models.FloatField(default=1.0)

    class Meta:
        verbose_name = _("trial of two versions")
        verbose_name_plural = _("trials of two versions")
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(ended_at=None), name="assistant_one_trial_at_a_time"
            ),
            models.CheckConstraint(name="assistant_trial_share", condition=Q(share__gt=0, share__lt=1)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name
