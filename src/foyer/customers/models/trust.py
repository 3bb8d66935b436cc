"""What a customer does for their own safety, and what the bank warns them of."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row
from foyer.base.text import BilingualField
from foyer.customers.models.people import Customer


class Freeze(Row):
    """A customer's online services stood still: since when, why, and who opened them again, how."""

    class Reason(models.TextChoices):
        LOST_PHONE = "lost_phone", _("Lost phone")
        FRAUD = "fraud", _("Suspected fraud")
        UNSURE = "unsure", _("To be on the safe side")

    class How(models.TextChoices):
        COUNTER = "counter", _("At the counter, with the identity document")
        STEPPED_UP = "stepped_up", _("After a stepped-up identity check")

    customer = models.ForeignKey(Customer, models.CASCADE, related_name="freezes", verbose_name=_("customer"))
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    frozen_at = models.DateTimeField(_("frozen at"), default=clock.now)
    frozen_by = models.CharField(_("frozen by"), max_length=60)
    lifted_at = models.DateTimeField(_("opened again at"), null=True)
    lifted_by = models.CharField(_("opened again by"), max_length=60, blank=True, default="")
    lifted_how = models.CharField(_("how"), max_length=12, choices=How, blank=True, default="")
    about = models.CharField(_("about"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("freeze")
        verbose_name_plural = _("freezes")
        ordering = ["-frozen_at"]
        permissions = [("unfreeze_customer", "May open a customer's online services again")]
        constraints = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(lifted_at=None), name="customers_frozen_once"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)


class RiskNotice(Row):
    """A warning of the bank to its customers: written by one colleague, published by another."""

    class Level(models.TextChoices):
        NOTE = "note", _("Good to know")
        WARNING = "warning", _("Warning")
        URGENT = "urgent", _("Urgent")

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("Everyone")
        SIGNED_IN = "signed_in", _("Signed-in customers")
        ELDERLY = "elderly", _("Elderly customers")

    class Part(models.TextChoices):
        """Of the customer's pages. Signing in, the security page and reaching a person are never held back."""

        CHAT = "chat", _("Chat")
        HELP = "help", _("Help articles")
        DATA = "data", _("My data and privacy")

    title = BilingualField(verbose_name=_("title"))
    text = BilingualField(verbose_name=_("text"), multiline=True)
    level = models.CharField(_("level"), max_length=8, choices=Level, default=Level.WARNING)
    audience = models.CharField(_("for"), max_length=10, choices=Audience, default=Audience.EVERYONE)
    valid_from = models.DateTimeField(_("shown from"), default=clock.now)
    valid_until = models.DateTimeField(_("shown until"))
    must_acknowledge = models.BooleanField(_("must be confirmed"), default=False)
    parts = ArrayField(
        models.CharField(max_length=8, choices=Part), verbose_name=_("parts that wait for it"), default=list,
        blank=True, help_text=_("Where it must be confirmed before going on; none means all of them."),
    )  # fmt: skip
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"), default=clock.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("published by")
    )
    published_at = models.DateTimeField(_("published at"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    class Meta:
        verbose_name = _("risk notice")
        verbose_name_plural = _("risk notices")
        ordering = ["-written_at"]
        permissions = [
            ("write_notice", "May write and withdraw risk notices to customers"),
            ("publish_notice", "May publish another's risk notice to customers"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_by=None) | ~Q(published_by=F("written_by")), name="customers_notice_two_people"
            ),
            models.CheckConstraint(condition=Q(valid_until__gt=F("valid_from")), name="customers_notice_has_an_end"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class NoticeReading(Row):
    """A customer was shown a notice, and perhaps confirmed it."""

    notice = models.ForeignKey(RiskNotice, models.CASCADE, related_name="readings", verbose_name=_("risk notice"))
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="+", verbose_name=_("customer"))
    shown_at = models.DateTimeField(_("shown at"), default=clock.now)
    acknowledged_at = models.DateTimeField(_("confirmed at"), null=True)

    class Meta:
        verbose_name = _("reading of a notice")
        verbose_name_plural = _("readings of notices")
        constraints = [models.UniqueConstraint(fields=["notice", "customer"], name="customers_notice_read_once")]

    def __str__(self) -> str:
        return str(self.id)
