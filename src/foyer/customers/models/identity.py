"""Who is one customer: the models that say so, what waits for a steward, what stewards decided, and what changed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedTextField
from foyer.base.legends import FREE_TEXT, PROFILE, TOKEN, classified
from foyer.base.models import Row


class MatchModel(Row):
    """A trained matching model: what it compares, how likely each step of agreement is, and how well it did.

    At most one is live. `parameters` holds m, u and the share of each kind of pair; `training` where they came from;
    `evaluation` what it did on labelled pairs; `chart` the match weights of each step, ready to be drawn.
    """

    class State(models.TextChoices):
        TRAINED = "trained", _("Trained")
        LIVE = "live", _("Live")
        REFUSED = "refused", _("Refused")
        RETIRED = "retired", _("Retired")

    name = models.CharField(_("name"), max_length=60)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.TRAINED)
    settings_version = models.CharField(_("version of the settings"), max_length=20)
    parameters = models.JSONField(_("parameters"))
    merge_from = models.FloatField(_("merge from"), help_text=_("match weight from which two records are merged"))
    review_from = models.FloatField(_("review from"), help_text=_("match weight from which a steward looks"))
    training = models.JSONField(_("training"), default=dict, blank=True)
    evaluation = models.JSONField(_("evaluation"), default=dict, blank=True)
    chart = models.JSONField(_("chart"), default=list, blank=True)
    trained_at = models.DateTimeField(_("trained at"), default=clock.now)
    trained_by = models.CharField(_("trained by"), max_length=60)
    live_at = models.DateTimeField(_("live since"), null=True, blank=True)
    refused_reason = models.CharField(_("why it was refused"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("matching model")
        verbose_name_plural = _("matching models")
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="live"), name="customers_one_live_model"),
        ]

    def __str__(self) -> str:
        return self.name


class PairReview(Row):
    """Two records that may be one customer, with what speaks for and against it. `left` is the smaller of both ids."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        MERGED = "merged", _("Merged")
        KEPT_APART = "kept_apart", _("Kept apart")
        SETTLED = "settled", _("No longer in question")

    left = models.UUIDField(_("one record"))
    right = models.UUIDField(_("other record"))
    probability = models.FloatField(_("probability"))
    weight = models.FloatField(_("match weight"))
    evidence = classified(models.JSONField(_("evidence"), default=list), PROFILE)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    found_at = models.DateTimeField(_("found at"), default=clock.now)
    model = models.ForeignKey(MatchModel, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("pair for review")
        verbose_name_plural = _("pairs for review")
        constraints = [models.UniqueConstraint(fields=["left", "right"], name="customers_pair_once")]
        indexes = [
            models.Index(fields=["-probability", "id"], condition=Q(state="waiting"), name="customers_pair_waiting"),
            models.Index(fields=["right"], name="customers_pair_right"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class MatchDecision(Row):
    """What a steward decided about two records. While it is not undone it binds every run, and it trains the model."""

    class Verdict(models.TextChoices):
        SAME = "same", _("One customer")
        DIFFERENT = "different", _("Different customers")

    left = models.UUIDField(_("one record"))
    right = models.UUIDField(_("other record"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict)
    by = models.CharField(_("by"), max_length=60)
    at = models.DateTimeField(_("at"), default=clock.now)
    reason = classified(EncryptedTextField(_("reason"), max_length=200, blank=True, default=""), FREE_TEXT)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.CharField(_("undone by"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("decision on a pair")
        verbose_name_plural = _("decisions on pairs")
        constraints = [
            models.UniqueConstraint(
                fields=["left", "right"], condition=Q(undone_at=None), name="customers_one_decision"
            ),
        ]
        indexes = [models.Index(fields=["right"], name="customers_decision_right")]

    def __str__(self) -> str:
        return f"{self.verdict} {self.id}"


class IdentityChange(Row):
    """Records that moved from one customer to another, by a run or by a steward: enough to put them back exactly."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("Merged")
        SPLIT = "split", _("Split")
        UNMERGE = "unmerge", _("Merge undone")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    before = classified(models.JSONField(_("before"), help_text=_("customer: records")), TOKEN)
    after = classified(models.JSONField(_("after"), help_text=_("customer: records")), TOKEN)
    by = models.CharField(_("by"), max_length=60)
    at = models.DateTimeField(_("at"), default=clock.now)
    reason = classified(EncryptedTextField(_("reason"), max_length=200, blank=True, default=""), FREE_TEXT)
    run = models.UUIDField(_("run"), null=True, blank=True)
    decision = models.ForeignKey(
        MatchDecision, models.SET_NULL, null=True, blank=True, related_name="changes", verbose_name=_("decision")
    )
    undone_by_change = models.OneToOneField(
        "self", models.SET_NULL, null=True, blank=True, related_name="undoes", verbose_name=_("undone by")
    )

    class Meta:
        verbose_name = _("change of identity")
        verbose_name_plural = _("changes of identity")
        indexes = [models.Index(fields=["-at"], name="customers_change_recent")]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
