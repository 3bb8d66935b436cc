"""What the bank owes somebody after an order: a call, an answer to a complaint, a decision."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedTextField
from foyer.base.legends import CONTACT, FREE_TEXT, classified
from foyer.base.models import Row


class Promise(Row):
    """One thing promised, with its last moment; kept by a colleague who says so."""

    class Kind(models.TextChoices):
        CALLBACK = "callback", _("Call back")
        COMPLAINT = "complaint", _("Complaint")
        DISPUTE = "dispute", _("Disputed transaction")
        LIMIT = "limit", _("Credit limit")

    order = models.OneToOneField("Order", models.CASCADE, related_name="promise", verbose_name=_("servicing order"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    text = classified(EncryptedTextField(_("in their words"), blank=True, default=""), FREE_TEXT)
    phone = classified(EncryptedTextField(_("phone"), blank=True, default=""), CONTACT)
    wanted = models.CharField(_("when it suits them"), max_length=20, blank=True, default="")
    made_at = models.DateTimeField(_("promised at"), default=clock.now)
    due_at = models.DateTimeField(_("due"))
    kept_at = models.DateTimeField(_("kept at"), null=True, blank=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("kept by")
    )

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        permissions = [("keep_promise", _("May see and keep what was promised to customers"))]
        indexes = [models.Index(fields=["due_at"], condition=Q(kept_at=None), name="servicing_promise_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.order_id}"
