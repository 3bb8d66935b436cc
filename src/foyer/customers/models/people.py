"""Customers and their sign-in. Names and contact data are readable by the application only."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import BlindIndexField, EncryptedJSONField, EncryptedTextField
from foyer.base.legends import CONTACT, DOCUMENT, FREE_TEXT, PERSONAL, PROFILE, SECRET, TOKEN, classified
from foyer.base.models import Row

PHONE = "customers.phone"


class Language(models.TextChoices):
    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")


class Kind(models.TextChoices):
    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")


class Customer(Row):
    """A person or company the bank serves: the golden record, with where each value came from.

    `golden` holds, per attribute, the surviving value, its source and time, and what the others said
    (`customers.profile.golden` gives its shape). `search_keys` are blind indexes of the words they can be found by.
    A customer merged into another keeps its row and its number and points there.
    """

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PERSON)
    number = classified(models.CharField(_("customer number"), max_length=20, unique=True), TOKEN)
    name = classified(EncryptedTextField(_("name")), PERSONAL)
    phone = classified(EncryptedTextField(_("phone"), blank=True, default=""), CONTACT)
    phone_index = classified(BlindIndexField(source="phone", purpose=PHONE, unique=True), TOKEN)
    email = classified(EncryptedTextField(_("e-mail"), blank=True, default=""), CONTACT)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.CHINESE)
    birth_year = classified(models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True), PROFILE)
    is_elderly = classified(models.BooleanField(_("elderly"), default=False), PROFILE)
    is_vulnerable = classified(models.BooleanField(_("vulnerable"), default=False), PROFILE)
    tier = classified(models.CharField(_("tier"), max_length=20, blank=True, default=""), PROFILE)
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
    golden = classified(EncryptedJSONField(_("golden record"), blank=True, default=dict), DOCUMENT)
    golden_fingerprint = classified(models.CharField(max_length=32, blank=True, default="", editable=False), TOKEN)
    golden_at = models.DateTimeField(_("golden record of"), null=True, blank=True)
    quality = models.PositiveSmallIntegerField(_("data quality"), null=True, blank=True, help_text=_("0 to 100"))
    search_keys = classified(
        ArrayField(models.CharField(max_length=16), default=list, blank=True, editable=False), TOKEN
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name=_("merged into")
    )
    blocked_at = models.DateTimeField(_("blocked at"), null=True, blank=True)
    blocked_by = models.CharField(_("blocked by"), max_length=60, blank=True, default="")
    blocked_reason = classified(
        EncryptedTextField(_("reason of the block"), max_length=200, blank=True, default=""), FREE_TEXT
    )
    frozen_at = models.DateTimeField(_("online services frozen at"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("customer")
        verbose_name_plural = _("customers")
        permissions = [
            ("watch_quality", _("Can see data quality and intake runs")),
            ("steward_customers", _("Can decide on doubtful matches and quarantined rows")),
            ("manage_sources", _("Can set up sources and start intake")),
        ]
        indexes = [GinIndex(fields=["search_keys"], name="customers_search_keys", fastupdate=False)]

    def __str__(self) -> str:
        return self.number

    @property
    def is_blocked(self) -> bool:
        return self.blocked_at is not None

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None


class CustomerNumber(models.Model):
    """Hands out customer numbers: a row is never written, only its sequence is used."""

    id = models.BigAutoField(primary_key=True)

    class Meta:
        verbose_name = _("customer number")
        verbose_name_plural = _("customer numbers")

    def __str__(self) -> str:
        return str(self.id)


class SurvivorshipRule(Row):
    """The bank's own order of criteria for one attribute, in place of the usual one."""

    attribute = models.CharField(_("attribute"), max_length=60, unique=True)
    criteria = ArrayField(models.CharField(max_length=20), verbose_name=_("criteria, the strongest first"))

    class Meta:
        verbose_name = _("survivorship rule")
        verbose_name_plural = _("survivorship rules")

    def __str__(self) -> str:
        return self.attribute


class SignInCode(Row):
    """One code sent to one phone; it works once, for a few minutes, for a few tries, for whoever asked for it."""

    phone_index = classified(models.CharField(max_length=64), TOKEN)
    asked_by = classified(models.CharField(max_length=60, default=""), TOKEN)
    code_hash = classified(models.CharField(max_length=64), SECRET)
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
    token_hash = classified(models.CharField(max_length=64, unique=True), SECRET)
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    door = models.CharField(_("door"), max_length=20, blank=True, default="")
    device = models.CharField(max_length=16, blank=True, default="")
    device_name = models.CharField(_("device"), max_length=60, blank=True, default="")
    network = models.CharField(_("network"), max_length=45, blank=True, default="")
    is_new_device = models.BooleanField(_("new device"), default=False)
    last_seen_at = models.DateTimeField(_("last seen"), null=True)

    class Meta:
        verbose_name = _("customer session")
        verbose_name_plural = _("customer sessions")
        indexes = [models.Index(fields=["customer"], condition=Q(revoked_at=None), name="customers_session_open")]

    def __str__(self) -> str:
        return str(self.id)
