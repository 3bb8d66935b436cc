"""When and how often somebody may be written to, what was sent, and what the gates refused."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row
from foyer.privacy.models.consents import Purpose

__all__ = ["Contact", "ContactRule", "GateRefusal"]


class ContactRule(Row):
    """The bank's limits on writing to people: the hours of a calendar, and at most so many times in so many days.

    `group` and `channel` empty: any. Every rule that fits applies, so that the strictest wins.
    """

    group = models.CharField(_("group of purposes"), max_length=12, choices=Purpose.Group, blank=True, default="")
    channel = models.CharField(_("channel"), max_length=12, blank=True, default="")
    calendar = models.CharField(
        _("hours"), max_length=40, blank=True, default="", help_text=_("Code of a calendar; empty: at any hour.")
    )
    most = models.PositiveIntegerField(_("at most"), null=True, blank=True)
    days = models.PositiveIntegerField(_("in days"), null=True, blank=True)
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name = _("rule for contact")
        verbose_name_plural = _("rules for contact")
        ordering = ["group", "channel"]
        constraints = [
            models.UniqueConstraint(fields=["group", "channel"], name="privacy_contact_rule_once"),
            models.CheckConstraint(
                name="privacy_contact_cap_whole", condition=Q(most=None, days=None) | Q(most__gt=0, days__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group or '*'} · {self.channel or '*'}"


class Contact(Row):
    """Somebody was written to or called, for a purpose: what the limits count."""

    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, related_name="+", db_index=False, verbose_name=_("customer")
    )
    purpose = models.ForeignKey(Purpose, models.PROTECT, related_name="+", verbose_name=_("purpose"))
    channel = models.CharField(_("channel"), max_length=12)
    at = models.DateTimeField(_("at"), default=clock.now)
    by = models.CharField(_("by"), max_length=60)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [models.Index(fields=["customer", "-at"], name="privacy_contact_of")]

    def __str__(self) -> str:
        return str(self.id)


class GateRefusal(Row):
    """How often a gate said no, by purpose, channel, reason and who asked, on one day. No person is in it."""

    day = models.DateField(_("day"))
    purpose = models.CharField(_("purpose"), max_length=40)
    channel = models.CharField(_("channel"), max_length=12, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=30)
    asker = models.CharField(_("who asked"), max_length=12)
    count = models.PositiveBigIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("refusal of a gate")
        verbose_name_plural = _("refusals of the gates")
        ordering = ["-day", "purpose", "reason"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "purpose", "channel", "reason", "asker"], name="privacy_refusal_once"
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.day} {self.purpose} {self.reason}"
