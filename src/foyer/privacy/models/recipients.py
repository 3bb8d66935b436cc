"""Who outside the bank receives or gives personal data, under which contract, and each time it happened."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedJSONField, EncryptedTextField
from foyer.base.legends import PERSONAL, SECRET, TOKEN, classified
from foyer.base.models import Row
from foyer.base.text import BilingualField
from foyer.privacy.models.consents import Purpose

__all__ = ["Disclosure", "Recipient", "RecipientNotice"]


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

    class Way(models.TextChoices):
        LETTER = "letter", _("By letter")
        FILE = "file", _("By file")
        WEBHOOK = "webhook", _("By webhook")

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
    tell_by = models.CharField(_("how it is told of rights"), max_length=8, choices=Way, default=Way.LETTER)
    tell_url = models.URLField(_("address of its webhook"), max_length=300, blank=True, default="")
    tell_secret = classified(EncryptedTextField(_("secret of its webhook"), blank=True, default=""), SECRET)
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
            models.CheckConstraint(name="privacy_recipient_webhook", condition=~Q(tell_by="webhook") | ~Q(tell_url="")),
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


class RecipientNotice(Row):
    """A recipient is to be told that data it was given is wrong, deleted, or may not be used any more (GDPR 19).

    `content` is what it needs to find the person, sealed, and nothing but what it was given before; it goes as soon as
    the recipient has acknowledged. Invariant: one for each request, recipient and occasion.
    """

    class Occasion(models.TextChoices):
        RECTIFICATION = "correct", _("Data was corrected")
        ERASURE = "erase", _("Data was deleted")
        RESTRICTION = "restrict", _("Data may not be used any more")

    class State(models.TextChoices):
        WAITING = "waiting", _("To be sent")
        SENT = "sent", _("Sent, not acknowledged")
        ACKNOWLEDGED = "done", _("Acknowledged")
        FAILED = "failed", _("Could not be delivered")
        OVERTAKEN = "overtaken", _("Overtaken by a deletion")

    recipient = models.ForeignKey(Recipient, models.PROTECT, related_name="notices", verbose_name=_("recipient"))
    occasion = models.CharField(_("occasion"), max_length=8, choices=Occasion)
    request_number = models.CharField(_("request"), max_length=24)
    customer = classified(models.UUIDField(_("customer"), null=True), TOKEN)
    content = classified(EncryptedJSONField(_("content"), blank=True, default=dict), PERSONAL)
    what = ArrayField(models.CharField(max_length=60), verbose_name=_("what it is about"), default=list)
    way = models.CharField(_("how"), max_length=8, choices=Recipient.Way)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(_("begun at"), default=clock.now)
    due_at = models.DateTimeField(_("acknowledged by"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    sent_by = models.CharField(_("sent by"), max_length=60, blank=True, default="")
    closed_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)
    closed_by = models.CharField(_("acknowledgement recorded by"), max_length=60, blank=True, default="")
    reference = models.CharField(_("reference"), max_length=120, blank=True, default="")
    problem = models.CharField(_("what went wrong"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("notice to a recipient")
        verbose_name_plural = _("notices to recipients")
        ordering = ["due_at"]
        constraints = [
            models.UniqueConstraint(fields=["request_number", "recipient", "occasion"], name="privacy_told_once"),
            models.CheckConstraint(
                name="privacy_told_closed",
                condition=Q(state__in=("done", "overtaken"), closed_at__isnull=False)
                | Q(state__in=("waiting", "sent", "failed"), closed_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(closed_at=None), name="privacy_to_tell"),
            models.Index(fields=["customer"], condition=Q(customer__isnull=False), name="privacy_told_of"),
        ]

    def __str__(self) -> str:
        return f"{self.request_number} {self.recipient_id}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at < clock.now()
