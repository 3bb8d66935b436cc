"""How long what is kept, what a law keeps after a deletion, and what must not be deleted now."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import BlindIndexField, EncryptedJSONField, EncryptedTextField
from foyer.base.legends import FINANCE, PERSONAL, TOKEN, classified
from foyer.base.models import Row
from foyer.base.text import BilingualField

__all__ = ["LegalHold", "RestrictedRecord", "RetentionReport", "RetentionRule"]

CUSTOMER_NUMBER = "privacy.restricted.number"


class RetentionRule(Row):
    """One line of the schedule: what, by which law, from when, how long, and what happens then."""

    class Action(models.TextChoices):
        DELETE = "delete", _("Delete")
        ANONYMISE = "anonymise", _("Make anonymous")
        RESTRICT = "restrict", _("Restrict")

    class Basis(models.TextChoices):
        LAW = "law", _("Required by law")
        POLICY = "policy", _("The bank's policy")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = BilingualField(verbose_name=_("what"))
    law = BilingualField(verbose_name=_("law"))
    basis = models.CharField(_("basis"), max_length=8, choices=Basis)
    start = models.SlugField(_("from"), max_length=40)
    start_name = BilingualField(verbose_name=_("from, in words"))
    days = models.PositiveIntegerField(_("days"), null=True, blank=True)
    months = models.PositiveIntegerField(_("months"), null=True, blank=True)
    at_least = models.BooleanField(_("the law asks for at least this long"), default=False)
    action = models.CharField(_("then"), max_length=10, choices=Action, default=Action.DELETE)
    survives_request = models.BooleanField(
        _("outlives a request for deletion"), default=False,
        help_text=_("A deletion that the person asks for restricts this instead of deleting it."),
    )  # fmt: skip
    obeys_hold = models.BooleanField(_("a legal hold stops it"), default=True)
    room = models.CharField(_("room"), max_length=20, blank=True, default="")
    place = models.PositiveSmallIntegerField(_("place"), default=0)

    class Meta:
        verbose_name = _("retention rule")
        verbose_name_plural = _("retention rules")
        permissions = [("approve_retention", "May agree to changes of the retention schedule")]
        ordering = ["place", "code"]
        constraints = [
            models.CheckConstraint(
                name="privacy_retention_has_length",
                condition=Q(days__isnull=False, months=None) | Q(days=None, months__isnull=False),
            ),
        ]

    def clean(self) -> None:
        """Longer than the law asks is the bank's choice; shorter, or deleting what a law makes it keep, is not."""
        from foyer.privacy.retention.schedule import check

        check(self)

    def __str__(self) -> str:
        return str(self.name)


class RetentionReport(Row):
    """One run of the schedule: per rule how many were due, done, kept and why."""

    started_at = models.DateTimeField(_("started at"), default=clock.now)
    finished_at = models.DateTimeField(_("finished at"), null=True)
    by = models.CharField(_("by"), max_length=60)
    is_rehearsal = models.BooleanField(_("only counted"), default=False)
    lines = models.JSONField(_("lines"), default=list)

    class Meta:
        verbose_name = _("retention report")
        verbose_name_plural = _("retention reports")
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class LegalHold(Row):
    """Nothing of these customers is deleted while it stands. Placed and released by two people each."""

    class Reason(models.TextChoices):
        LITIGATION = "litigation", _("Litigation")
        INVESTIGATION = "investigation", _("Investigation by an authority")
        COMPLAINT = "complaint", _("Complaint not settled")
        AUDIT = "audit", _("Audit or examination")
        FRAUD = "fraud", _("Suspected fraud")

    customer = classified(models.UUIDField(_("customer"), null=True), TOKEN)
    reason = models.CharField(_("reason"), max_length=16, choices=Reason)
    reference = models.CharField(_("reference"), max_length=80)
    placed_at = models.DateTimeField(_("placed at"), default=clock.now)
    placed_by = models.CharField(_("asked by"), max_length=60)
    agreed_by = models.CharField(_("agreed by"), max_length=60)
    review_on = models.DateField(_("to be looked at again on"))
    released_at = models.DateTimeField(_("released at"), null=True)
    released_by = models.CharField(_("release asked by"), max_length=60, blank=True, default="")
    release_agreed_by = models.CharField(_("release agreed by"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-placed_at"]
        constraints = [
            models.CheckConstraint(name="privacy_hold_two_people", condition=~Q(placed_by=F("agreed_by"))),
            models.CheckConstraint(
                name="privacy_hold_of_somebody", condition=Q(customer__isnull=False) | Q(released_at__isnull=False)
            ),
            models.CheckConstraint(
                name="privacy_release_two_people",
                condition=Q(released_at=None) | ~Q(released_by=F("release_agreed_by")),
            ),
            models.UniqueConstraint(
                fields=["customer", "reference"], condition=Q(released_at=None), name="privacy_hold_once"
            ),
        ]
        indexes = [models.Index(fields=["customer"], condition=Q(released_at=None), name="privacy_hold_standing")]

    def __str__(self) -> str:
        return self.reference


class RestrictedRecord(Row):
    """What a law keeps of a person who was deleted: sealed, in no search and no calculation, until its last day."""

    erasure = models.ForeignKey(
        "privacy.ErasureLog", models.PROTECT, related_name="restricted", verbose_name=_("erasure")
    )
    rule = models.ForeignKey(RetentionRule, models.PROTECT, related_name="+", verbose_name=_("rule"))
    customer = classified(models.UUIDField(_("customer")), TOKEN)
    number = classified(EncryptedTextField(_("customer number"), blank=True, default=""), PERSONAL)
    number_index = BlindIndexField(source="number", purpose=CUSTOMER_NUMBER)
    content = classified(EncryptedJSONField(_("content"), blank=True, default=dict), FINANCE)
    counts = models.JSONField(_("what is in it"), default=dict)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    restricted_at = models.DateTimeField(_("restricted at"), default=clock.now)
    destroyed_at = models.DateTimeField(_("destroyed at"), null=True)

    class Meta:
        verbose_name = _("restricted record")
        verbose_name_plural = _("restricted records")
        ordering = ["until_on"]
        constraints = [models.UniqueConstraint(fields=["erasure", "rule"], name="privacy_restricted_once")]
        indexes = [models.Index(fields=["until_on"], condition=Q(destroyed_at=None), name="privacy_restricted_ending")]

    def __str__(self) -> str:
        return str(self.id)
