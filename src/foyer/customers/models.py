"""Customers and their sign-in. Names and contact data are readable by the application only."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import BlindIndexField, EncryptedTextField
from foyer.base.models import Row

PHONE = "customers.phone"


class Language(models.TextChoices):
    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")


class Customer(Row):
    """A person or company the bank serves."""

    number = models.CharField(_("customer number"), max_length=20, unique=True)
    name = EncryptedTextField(_("name"))
    phone = EncryptedTextField(_("phone"), blank=True, default="")
    phone_index = BlindIndexField(source="phone", purpose=PHONE, unique=True)
    email = EncryptedTextField(_("e-mail"), blank=True, default="")
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.CHINESE)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    is_elderly = models.BooleanField(_("elderly"), default=False)
    is_vulnerable = models.BooleanField(_("vulnerable"), default=False)
    tier = models.CharField(_("tier"), max_length=20, blank=True, default="")
    unit = models.ForeignKey(
        "staff.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    dedicated_agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dedicated agent"),
    )
    joined_at = models.DateTimeField(_("joined at"), default=clock.now)
    blocked_at = models.DateTimeField(_("blocked at"), null=True, blank=True)
    blocked_by = models.CharField(_("blocked by"), max_length=60, blank=True, default="")
    blocked_reason = models.CharField(_("reason of the block"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")

    def __str__(self) -> str:
        return self.number

    @property
    def is_blocked(self) -> bool:
        return self.blocked_at is not None


class SignInCode(Row):
    """One code sent to one phone; it works once, for a few minutes, for a few tries."""

    phone_index = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("sign-in code")
        verbose_name_plural = _("sign-in codes")
        indexes = [models.Index(fields=["phone_index", "-sent_at"], name="customers_code_phone")]

    def __str__(self) -> str:
        return str(self.id)


class CustomerSession(Row):
    """A signed-in browser; the cookie holds the token, the table only its hash."""

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="sessions")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("customer session")
        verbose_name_plural = _("customer sessions")
        indexes = [models.Index(fields=["customer"], condition=Q(revoked_at=None), name="customers_session_open")]

    def __str__(self) -> str:
        return str(self.id)
