"""What the bank's systems say of customers, as served: records, what identifies them, what they hold, what happened.

These tables are published from the lake in bulk and kept up to date row by row from the front door. A record belongs
to one customer at a time; everything else hangs on the record, so that moving a record moves what it brought.
"""

from uuid import UUID, uuid5

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto.fields import EncryptedDecimalField, EncryptedJSONField, EncryptedTextField
from foyer.base.legends import CARD, FINANCE, PERSONAL, PROFILE, TOKEN, classified
from foyer.base.models import Row

RECORDS = UUID("6f1d2f6e-6f0e-5b1a-9c57-0f5a7e1c0de5")


def record_id(source: str, key: str) -> UUID:
    """The same source and key give the same identifier, in every run and on every engine."""
    return uuid5(RECORDS, f"{source}\x1f{key}")


def holding_id(source: str, kind: str, key: str) -> UUID:
    """As `record_id`, for what is held: `kind` is "account" or "holding", each with keys of its own."""
    return uuid5(RECORDS, f"{source}\x1f{kind}\x1f{key}")


class SourceRecord(Row):
    """One system's record of a customer, whole, as the standard reads it. `id` is `record_id(source, key)`."""

    source = models.CharField(_("source"), max_length=60)
    key = classified(models.CharField(_("key in the source"), max_length=120), TOKEN)
    kind = models.CharField(_("kind"), max_length=12, default="person")
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, related_name="records", verbose_name=_("customer")
    )
    values = classified(EncryptedJSONField(_("values"), default=dict), PERSONAL)
    fingerprint = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(_("recorded at"), help_text=_("when the source last changed it"))
    seen_at = models.DateTimeField(_("seen at"), default=clock.now)
    gone_at = models.DateTimeField(_("gone at"), null=True, blank=True)
    run = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("source record")
        verbose_name_plural = _("source records")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="customers_record_once")]

    def __str__(self) -> str:
        return f"{self.source}:{self.key}"


class Identifier(Row):
    """Something by which a record can be found: an ID document, a phone, an e-mail, an account, a cookie's name."""

    record = models.ForeignKey(SourceRecord, models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=20)
    index = classified(models.CharField(max_length=64), TOKEN)
    is_verified = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint(fields=["index", "kind", "record"], name="customers_identifier_once"),
        ]

    def __str__(self) -> str:
        return self.kind


class Holding(Row):
    """A product that a customer has: account, card, loan, deposit, fund, policy, standing order."""

    source = models.CharField(_("source"), max_length=60)
    key = classified(models.CharField(_("key in the source"), max_length=120), TOKEN)
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="children")
    kind = models.CharField(_("kind"), max_length=20)
    product = classified(models.CharField(_("product"), max_length=80, blank=True, default=""), PROFILE)
    number = classified(EncryptedTextField(_("number"), blank=True, default=""), CARD)
    number_tail = classified(models.CharField(_("last digits"), max_length=4, blank=True, default=""), PROFILE)
    currency = models.CharField(_("currency"), max_length=3, blank=True, default="")
    balance = classified(EncryptedDecimalField(_("balance"), null=True), FINANCE)
    balance_at = models.DateTimeField(_("balance at"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=20, blank=True, default="")
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    details = classified(EncryptedJSONField(_("details"), default=dict, blank=True), FINANCE)
    recent = classified(EncryptedJSONField(_("recent transactions"), blank=True, default=dict), FINANCE)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    gone_at = models.DateTimeField(_("gone at"), null=True, blank=True)
    run = models.UUIDField(null=True)

    class Meta:
        verbose_name = _("holding")
        verbose_name_plural = _("holdings")
        constraints = [models.UniqueConstraint(fields=["source", "key"], name="customers_holding_once")]

    def __str__(self) -> str:
        return f"{self.kind} …{self.number_tail}"


class HoldingParty(Row):
    """Who has a holding, and as what: owner, joint owner, authorised user, guarantor."""

    holding = models.ForeignKey(Holding, models.CASCADE, related_name="parties")
    record = models.ForeignKey(SourceRecord, models.CASCADE, related_name="holdings")
    role = models.CharField(_("role"), max_length=20, default="owner")

    class Meta:
        verbose_name = _("party to a holding")
        verbose_name_plural = _("parties to a holding")
        constraints = [
            models.UniqueConstraint(fields=["holding", "record", "role"], name="customers_party_once"),
        ]

    def __str__(self) -> str:
        return self.role


class Relation(Row):
    """Two records that belong together without being one customer: spouse, parent, director, employer."""

    record = models.ForeignKey(SourceRecord, models.CASCADE, related_name="relations")
    other = models.ForeignKey(SourceRecord, models.CASCADE, related_name="relations_back")
    kind = models.CharField(_("kind"), max_length=20)
    since_on = models.DateField(_("since"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(fields=["record", "other", "kind"], name="customers_relation_once"),
        ]

    def __str__(self) -> str:
        return self.kind


class TimelineEntry(Row):
    """One dated thing in a customer's life with the bank. It hangs on the customer, or on the record that brought it.

    `reference` makes telling twice harmless; `params` fills the kind's sentence and carries no personal data.
    """

    customer = models.ForeignKey("customers.Customer", models.CASCADE, null=True, related_name="timeline")
    record = models.ForeignKey(SourceRecord, models.CASCADE, null=True, related_name="timeline")
    at = models.DateTimeField(_("at"))
    kind = models.CharField(_("kind"), max_length=60)
    reference = classified(models.CharField(max_length=160), TOKEN)
    params = classified(models.JSONField(default=dict, blank=True), PROFILE)

    class Meta:
        verbose_name = _("timeline entry")
        verbose_name_plural = _("timeline entries")
        constraints = [models.UniqueConstraint(fields=["kind", "reference"], name="customers_entry_once")]
        indexes = [
            models.Index(fields=["customer", "-at"], name="customers_entry_customer"),
            models.Index(fields=["record", "-at"], name="customers_entry_record"),
        ]

    def __str__(self) -> str:
        return self.kind
