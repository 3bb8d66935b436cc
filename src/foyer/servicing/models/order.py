"""One running service of the bank: how far it has come, what was given, and every step of it.

Invariants, kept by constraints: a conversation has one live order at most; an act has one key and is done once; a
finished order has its instant. Steps are only ever added (a trigger refuses to change one).
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedJSONField
from foyer.base.legends import CONTACT, FINANCE, classified
from foyer.base.models import Row


class State(models.TextChoices):
    COLLECTING = "collecting", _("Collecting")
    CONFIRMING = "confirming", _("To be confirmed")
    AUTHENTICATING = "authenticating", _("Identity to be proved")
    ACTING = "acting", _("Being carried out")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


LIVE = (State.COLLECTING, State.CONFIRMING, State.AUTHENTICATING, State.ACTING)


class Order(Row):
    """A servicing order 服务单. `filled` holds the values and `labels` how each reads, `proving` where a code was
    sent, `result` what came of it.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    process = models.SlugField(_("service"), max_length=40)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.COLLECTING)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("customer")
    )
    conversation = models.ForeignKey(
        "conversations.Conversation", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("conversation"),
    )  # fmt: skip
    door_begun = models.CharField(_("begun at"), max_length=20, default="portal")
    door = models.CharField(_("door"), max_length=20, default="portal")
    language = models.CharField(_("language"), max_length=2, default="zh")
    filled = classified(EncryptedJSONField(_("values"), default=dict, blank=True), FINANCE)
    labels = classified(EncryptedJSONField(default=dict, blank=True), FINANCE)
    open_field = models.SlugField(max_length=40, blank=True, default="")
    misses = models.PositiveSmallIntegerField(default=0)
    confirmed_for = models.CharField(max_length=64, blank=True, default="")
    proving = classified(EncryptedJSONField(default=dict, blank=True), CONTACT)
    proof_codes = models.PositiveSmallIntegerField(default=0)
    proof_failures = models.PositiveSmallIntegerField(default=0)
    proved_for = models.CharField(max_length=64, blank=True, default="")
    proved_until = models.DateTimeField(null=True, blank=True)
    action_key = models.CharField(max_length=80, unique=True, null=True, blank=True)
    outcome = models.SlugField(_("outcome"), max_length=40, blank=True, default="")
    reference = models.CharField(_("reference"), max_length=40, blank=True, default="")
    result = classified(EncryptedJSONField(default=dict, blank=True), FINANCE)
    begun_at = models.DateTimeField(_("begun"), default=clock.now)
    touched_at = models.DateTimeField(_("last moved"), default=clock.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("agent")
    )

    class Meta:
        verbose_name = _("servicing order")
        verbose_name_plural = _("servicing orders")
        permissions = [("approve_contact_change", _("May agree to a customer's new phone number"))]
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(state__in=LIVE), name="servicing_one_live_order"
            ),
            models.CheckConstraint(
                name="servicing_finished_has_its_instant",
                condition=Q(state__in=LIVE, finished_at=None) | (~Q(state__in=LIVE) & Q(finished_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=LIVE), name="servicing_order_due"),
            models.Index(fields=["customer", "-begun_at"], name="servicing_order_customer"),
            models.Index(fields=["conversation", "-begun_at"], name="servicing_order_talk"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class OrderStep(Row):
    """One step of an order: what happened, by whom, at which door, on which fields. Names of fields, never values."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="steps", verbose_name=_("servicing order"))
    seq = models.PositiveIntegerField()
    at = models.DateTimeField(_("at"), default=clock.now)
    by = models.CharField(_("by"), max_length=60)
    door = models.CharField(_("door"), max_length=20)
    what = models.CharField(_("step"), max_length=24)
    fields = ArrayField(models.CharField(max_length=40), verbose_name=_("fields"), default=list, blank=True)
    note = models.CharField(_("remark"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("step of an order")
        verbose_name_plural = _("steps of an order")
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["order", "seq"], name="servicing_step_one_a_number")]

    def __str__(self) -> str:
        return f"{self.order_id}#{self.seq}"
