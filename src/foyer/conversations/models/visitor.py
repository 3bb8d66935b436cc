"""Someone at a door, not necessarily identified."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedTextField
from foyer.base.legends import FREE_TEXT, TOKEN, classified
from foyer.base.models import Row


class Language(models.TextChoices):
    CHINESE = "zh", _("Chinese")
    ENGLISH = "en", _("English")


class Visitor(Row):
    """One browser; it holds the token, the table only its hash. Revoking the token ends what it may read.

    `session` is the sign-in by which we know whose it is; when that ends, so does the token.
    """

    token_hash = classified(models.CharField(max_length=64, unique=True), TOKEN)
    channel = models.CharField(_("channel"), max_length=20)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.CHINESE)
    customer = models.ForeignKey(
        "customers.Customer", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    session = models.ForeignKey("customers.CustomerSession", models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(_("created at"), default=clock.now)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    blocked_at = models.DateTimeField(_("blocked at"), null=True, blank=True)
    blocked_by = models.CharField(_("blocked by"), max_length=60, blank=True, default="")
    blocked_reason = classified(
        EncryptedTextField(_("reason of the block"), max_length=200, blank=True, default=""), FREE_TEXT
    )

    class Meta:
        verbose_name = _("visitor")
        verbose_name_plural = _("visitors")

    def __str__(self) -> str:
        return str(self.id)
