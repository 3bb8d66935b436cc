"""The authenticator app that a customer chose as a second way to prove who they are."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedTextField
from foyer.base.legends import SECRET, TOKEN, classified
from foyer.base.models import Row
from foyer.customers.models.people import Customer


class AuthenticatorApp(Row):
    """A seed that the customer's app holds too. It counts from `confirmed_at` on; before, it is one browser's attempt.

    `last_step` is the half minute of the last digits that opened something: they and earlier ones open nothing more.
    """

    customer = models.OneToOneField(
        Customer, models.CASCADE, related_name="authenticator_app", verbose_name=_("customer")
    )
    seed = classified(EncryptedTextField(_("seed")), SECRET)
    begun_at = models.DateTimeField(_("begun at"), default=clock.now)
    begun_in = classified(models.UUIDField(_("begun in session")), TOKEN)
    confirmed_at = models.DateTimeField(_("set up at"), null=True)
    last_step = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    recovery = classified(ArrayField(models.CharField(max_length=64), default=list), SECRET)

    class Meta:
        verbose_name = _("authenticator app of a customer")
        verbose_name_plural = _("authenticator apps of customers")

    def __str__(self) -> str:
        return str(self.id)
