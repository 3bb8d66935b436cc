"""Who outside the bank receives or gives personal data, under which contract, and each time it happened."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row
from foyer.base.text import BilingualField
from foyer.privacy.models.consents import Purpose

__all__ = ["Disclosure", "Recipient"]


class Recipient(Row):
    """One party outside the bank: a processor, a receiver, a partner, or where data comes from.

    `code` ties it to what the house is configured to talk to ("sms:tencent", "source:cards"). A party is entrusted,
    provided with data, or decides jointly; `region` is where it handles the data.
    """

    class Role(models.TextChoices):
        ENTRUSTED = "entrust", _("Entrusted to process")
        PROVIDED = "provide", _("Provided with data")
        JOINT = "joint", _("Decides jointly")
        SOURCE = "source", _("Gives us data")

    class Status(models.TextChoices):
        FOUND = "found", _("To be described")
        ACTIVE = "active", _("In use")
        ENDED = "ended", _("Ended")

    code = models.CharField(_("code"), max_length=80, unique=True)
    name = BilingualField(verbose_name=_("name"))
    contact = models.CharField(_("contact"), max_length=200, blank=True, default="")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    status = models.CharField(_("status"), max_length=8, choices=Status, default=Status.FOUND)
    purposes = models.ManyToManyField(Purpose, related_name="+", blank=True, verbose_name=_("purposes"))
    kinds = ArrayField(models.CharField(max_length=20), verbose_name=_("kinds of data"), default=list, blank=True)
    region = models.CharField(_("region"), max_length=2, blank=True, default="", help_text=_("ISO 3166: CN, DE …"))
    contract = models.CharField(_("contract"), max_length=120, blank=True, default="")
    contract_until = models.DateField(_("contract until"), null=True, blank=True)
    assessment = models.CharField(_("security assessment"), max_length=120, blank=True, default="")
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    exit_plan = BilingualField(verbose_name=_("how it ends"), blank=True, multiline=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    found_at = models.DateTimeField(_("entered at"), default=clock.now)
    changed_at = models.DateTimeField(_("changed at"), default=clock.now)
    changed_by = models.CharField(_("changed by"), max_length=60, default="system")

    class Meta:
        verbose_name = _("recipient or source")
        verbose_name_plural = _("recipients and sources")
        ordering = ["status", "code"]
        constraints = [
            models.CheckConstraint(
                name="privacy_recipient_described",
                condition=~Q(status="active") | (~Q(region="") & ~Q(contract="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Disclosure(Row):
    """Personal data went to a recipient: what kinds, of how many people, for what, on which basis. Never changed."""

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="disclosures", verbose_name=_("recipient"))
    purpose = models.ForeignKey(Purpose, models.PROTECT, related_name="+", verbose_name=_("purpose"))
    kinds = ArrayField(models.CharField(max_length=20), verbose_name=_("kinds of data"))
    people_count = models.PositiveIntegerField(_("people"))
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="+", verbose_name=_("customer"),
        help_text=_("Where it was one person's data."),
    )  # fmt: skip
    basis = models.CharField(_("legal basis"), max_length=20, choices=Purpose.Basis)
    reference = models.CharField(_("reference"), max_length=120, blank=True, default="")
    at = models.DateTimeField(_("at"), default=clock.now)
    by = models.CharField(_("by"), max_length=60)

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        ordering = ["-at"]
        indexes = [models.Index(fields=["-at"], name="privacy_disclosure_at")]

    def __str__(self) -> str:
        return str(self.id)
