"""The tables of risks: what the bank holds, what threatens it, what remains, and impact assessments."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.legends import INTERNAL, STAFF, classified
from foyer.base.models import Row
from foyer.base.text import BilingualField


def _scale(name: Any, **more: Any) -> Any:
    return models.PositiveSmallIntegerField(name, validators=[MinValueValidator(1), MaxValueValidator(5)], **more)


class Asset(Row):
    """Something of value. `facts` is made from the house itself; owner, criticality and note are a person's."""

    class Kind(models.TextChoices):
        TABLE = "table", _("Table")
        DATASET = "dataset", _("Dataset")
        FILES = "files", _("Files")
        PARTY = "party", _("Outside party")
        SOURCE = "source", _("Source")
        FUNCTION = "function", _("Function")

    code = classified(models.CharField(_("code"), max_length=120, unique=True), INTERNAL)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    room = models.SlugField(_("room"), max_length=40, blank=True, default="")
    name = BilingualField(_("name"))
    facts = classified(models.JSONField(_("facts"), default=dict), INTERNAL)
    accepted = classified(models.JSONField(_("facts as last assessed"), default=dict), INTERNAL)
    flows = classified(models.JSONField(_("data flows"), default=list), INTERNAL)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    criticality = _scale(_("criticality"), default=3)
    note = classified(models.CharField(_("note"), max_length=500, blank=True, default=""), STAFF)
    found_at = models.DateTimeField(_("found"), default=clock.now)
    gone_at = models.DateTimeField(_("gone"), null=True)

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        ordering = ["kind", "code"]
        permissions = [
            ("see_risks", "May see risks, assets and impact assessments"),
            ("assess_risks", "May assess risks and draft impact assessments"),
            ("accept_risk", "May agree that a high risk is accepted"),
            ("approve_assessment", "May agree to an impact assessment"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(criticality__range=(1, 5)), name="asset_criticality_one_to_five")
        ]

    def __str__(self) -> str:
        return str(self.name)


class Risk(Row):
    """A threat to an asset: how likely, how bad for whom, what stands against it, what remains, and who bears that."""

    class Treatment(models.TextChoices):
        REDUCE = "reduce", _("Reduce")
        ACCEPT = "accept", _("Accept")
        AVOID = "avoid", _("Avoid")
        SHARE = "share", _("Share")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="risks", verbose_name=_("asset"))
    threat = models.SlugField(_("threat"), max_length=40)
    title = BilingualField(_("title"))
    rationale = BilingualField(_("rationale"), multiline=True)
    likelihood = _scale(_("likelihood"))
    impact_customers = _scale(_("impact on customers"))
    impact_money = _scale(_("impact on money"))
    impact_law = _scale(_("impact in law"))
    impact_service = _scale(_("impact on service"))
    controls = classified(models.JSONField(_("controls"), default=list), INTERNAL)
    residual_likelihood = _scale(_("likelihood that remains"))
    residual_impact = _scale(_("impact that remains"))
    treatment = models.CharField(_("treatment"), max_length=6, choices=Treatment, default=Treatment.REDUCE)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    assessed_at = models.DateTimeField(_("assessed"), default=clock.now)
    assessed_by = models.CharField(_("assessed by"), max_length=60)
    review_at = models.DateTimeField(_("to be reviewed"))
    accepted_at = models.DateTimeField(_("accepted"), null=True)
    accepted_by = models.CharField(_("accepted by"), max_length=60, blank=True, default="")
    agreed_by = models.CharField(_("agreed by"), max_length=60, blank=True, default="")
    accepted_until = models.DateField(_("accepted until"), null=True)
    accepted_why = classified(models.CharField(_("accepted because"), max_length=500, blank=True, default=""), STAFF)

    class Meta:
        verbose_name = _("risk")
        verbose_name_plural = _("risks")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["asset", "threat"], name="risk_once"),
            models.CheckConstraint(
                condition=Q(
                    likelihood__range=(1, 5), impact_customers__range=(1, 5), impact_money__range=(1, 5),
                    impact_law__range=(1, 5), impact_service__range=(1, 5), residual_likelihood__range=(1, 5),
                    residual_impact__range=(1, 5),
                ),
                name="risk_one_to_five",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(accepted_until__isnull=False), name="risk_accepted_with_an_end"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by="") | ~Q(agreed_by=F("accepted_by")), name="risk_agreed_by_another"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.code

    @property
    def impact(self) -> int:
        """The worst of the four axes: money does not make up for a harmed customer."""
        return max(self.impact_customers, self.impact_money, self.impact_law, self.impact_service)

    @property
    def inherent(self) -> int:
        return self.likelihood * self.impact

    @property
    def residual(self) -> int:
        return self.residual_likelihood * self.residual_impact


class RiskReading(Row):
    """A risk as it was judged at one time, for the trend. Never changed."""

    risk = models.ForeignKey(Risk, models.CASCADE, related_name="readings", verbose_name=_("risk"))
    at = models.DateTimeField(_("time"), default=clock.now)
    by = models.CharField(_("by"), max_length=60)
    inherent = models.PositiveSmallIntegerField(_("before controls"))
    residual = models.PositiveSmallIntegerField(_("what remains"))
    why = classified(models.CharField(_("because"), max_length=500, blank=True, default=""), STAFF)

    class Meta:
        verbose_name = _("reading of a risk")
        verbose_name_plural = _("readings of risks")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.risk_id} {self.residual}"


class RiskTask(Row):
    """Something new in the register that nobody has judged: a personal field, a party outside, a table."""

    class Kind(models.TextChoices):
        ASSET = "asset", _("New in the register")
        FIELD = "field", _("New personal field")
        CHANGE = "change", _("Handled differently")

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="tasks", verbose_name=_("asset"))
    kind = models.CharField(_("kind"), max_length=6, choices=Kind)
    what = classified(models.CharField(_("what"), max_length=200), INTERNAL)
    opened_at = models.DateTimeField(_("opened"), default=clock.now)
    closed_at = models.DateTimeField(_("judged"), null=True)
    closed_by = models.CharField(_("judged by"), max_length=60, blank=True, default="")
    answer = classified(models.CharField(_("judgement"), max_length=500, blank=True, default=""), STAFF)

    class Meta:
        verbose_name = _("risk to assess")
        verbose_name_plural = _("risks to assess")
        ordering = ["opened_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["asset", "what"], condition=Q(closed_at=None), name="risk_task_once")
        ]

    def __str__(self) -> str:
        return self.what


class Assessment(Row):
    """An impact assessment (PIPL 55-56, GDPR 35) of one subject: what it finds, judged by two people, kept three years.

    Once approved it never changes: the next is another version.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PROPOSED = "proposed", _("Waits for a second person")
        APPROVED = "approved", _("Approved")
        REPLACED = "replaced", _("Replaced")

    code = classified(models.CharField(_("code"), max_length=60), INTERNAL)
    version = models.PositiveIntegerField(_("version"), default=1)
    subject = classified(models.CharField(_("subject"), max_length=120), INTERNAL)
    title = BilingualField(_("title"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    facts = classified(models.JSONField(_("facts"), default=dict), INTERNAL)
    answers = classified(models.JSONField(_("answers"), default=dict), STAFF)
    made_at = models.DateTimeField(_("drafted"), default=clock.now)
    made_by = models.CharField(_("drafted by"), max_length=60)
    proposed_at = models.DateTimeField(_("proposed"), null=True)
    proposed_by = models.CharField(_("proposed by"), max_length=60, blank=True, default="")
    approved_at = models.DateTimeField(_("approved"), null=True)
    approved_by = models.CharField(_("approved by"), max_length=60, blank=True, default="")
    review_at = models.DateTimeField(_("to be reviewed"), null=True)
    kept_until = models.DateField(_("kept at least until"), null=True)

    class Meta:
        verbose_name = _("impact assessment")
        verbose_name_plural = _("impact assessments")
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="assessment_version_once"),
            models.UniqueConstraint(
                fields=["subject"], condition=Q(state="approved"), name="assessment_one_in_force_a_subject"
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | (~Q(approved_by="") & ~Q(approved_by=F("proposed_by"))),
                name="assessment_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"
