"""The books of the demo bank's core system: what it remembers, so that a blocked card stays blocked.

They stand for a system outside the house: nothing here points at a customer's row, only at the customer number.
"""

from django.db import models

from foyer.base import clock
from foyer.base.crypto import EncryptedDecimalField, EncryptedJSONField, EncryptedTextField
from foyer.base.legends import CARD, CONTACT, FINANCE, TOKEN, classified
from foyer.base.models import Row
from foyer.base.text import BilingualField


class BankAccount(Row):
    customer = classified(models.CharField(max_length=20, db_index=True), TOKEN)
    name = BilingualField()
    tail = classified(EncryptedTextField(), FINANCE)
    currency = models.CharField(max_length=3, default="CNY")
    balance = classified(EncryptedDecimalField(), FINANCE)

    def __str__(self) -> str:
        return self.tail


class BankCard(Row):
    customer = classified(models.CharField(max_length=20, db_index=True), TOKEN)
    account = models.ForeignKey(BankAccount, models.CASCADE, related_name="cards")
    kind = models.CharField(max_length=8)
    tail = classified(EncryptedTextField(), CARD)
    status = models.CharField(max_length=10, default="active")
    limit = classified(EncryptedDecimalField(), FINANCE)
    place = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.tail


class BankMovement(Row):
    account = models.ForeignKey(BankAccount, models.CASCADE, related_name="movements")
    at = models.DateTimeField(default=clock.now)
    amount = classified(EncryptedDecimalField(), FINANCE)
    text = classified(EncryptedJSONField(), FINANCE)
    is_settled = models.BooleanField(default=True)
    is_disputed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.id)


class BankTransfer(Row):
    customer = classified(models.CharField(max_length=20, db_index=True), TOKEN)
    reference = models.CharField(max_length=24, unique=True)
    at = models.DateTimeField(default=clock.now)
    amount = classified(EncryptedDecimalField(), FINANCE)
    to = classified(EncryptedTextField(), FINANCE)
    state = models.CharField(max_length=10)
    expected_at = models.DateTimeField(null=True)
    why = BilingualField()

    def __str__(self) -> str:
        return self.reference


class BankContact(Row):
    """The phone and address that the core system was told."""

    customer = classified(models.CharField(max_length=20, unique=True), TOKEN)
    phone = classified(EncryptedTextField(blank=True, default=""), CONTACT)
    address = classified(EncryptedTextField(blank=True, default=""), CONTACT)

    def __str__(self) -> str:
        return str(self.id)


class CoreRequest(Row):
    """Each act under its key: asked again, it answers what it answered then."""

    key = models.CharField(max_length=120, unique=True)
    verb = models.CharField(max_length=20)
    customer = classified(models.CharField(max_length=20), TOKEN)
    target = models.CharField(max_length=80, blank=True, default="")
    reference = models.CharField(max_length=24)
    details = models.JSONField(default=dict)
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.reference
