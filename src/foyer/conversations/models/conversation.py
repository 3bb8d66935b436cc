"""The conversation: in whose hands it is, how far it has come, and what is due next.

Invariants, kept by constraints: the owner follows from the status; there is an assignee exactly while an agent owns it;
`last_seq` is the number of its newest message; `owner_epoch` grows with each change of owner.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.base import clock
from foyer.base.crypto import EncryptedTextField
from foyer.base.legends import FREE_TEXT, SPECIAL, classified
from foyer.base.models import Row
from foyer.conversations.models.visitor import Language
from foyer.conversations.states import OWNER_OF, Owner, Status


class Channel(models.TextChoices):
    PORTAL = "portal", _("Portal")
    WEB = "web", _("Web chat")
    APP = "app", _("Mobile bank")
    WECHAT = "wechat", _("WeChat")
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")
    PHONE = "phone", pgettext_lazy("channel", "Phone")
    KIOSK = "kiosk", _("Kiosk")
    BRANCH = "branch", pgettext_lazy("channel", "Branch")


class Assurance(models.IntegerChoices):
    """How surely we know who is speaking."""

    ANONYMOUS = 0, _("Anonymous")
    CLAIMED = 1, _("Claimed")
    VERIFIED = 2, _("Verified")
    STEPPED_UP = 3, _("Stepped up")


def _user(name: Any) -> "models.ForeignKey":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=name,
        db_index=False,
    )  # fmt: skip


class Conversation(Row):
    """One talk between the bank and someone at a door."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    visitor = models.ForeignKey(
        "Visitor", models.PROTECT, related_name="conversations", db_index=False, verbose_name=_("visitor")
    )
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("customer"),
    )  # fmt: skip
    previous = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("previous")
    )
    channel = models.CharField(_("channel"), max_length=20, choices=Channel)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.CHINESE)
    topic = models.SlugField(_("topic"), max_length=40, blank=True, default="")

    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ASSISTED)
    owner = models.CharField(_("owner"), max_length=10, choices=Owner, default=Owner.ASSISTANT)
    owner_epoch = models.PositiveIntegerField(default=1)
    queue = models.ForeignKey("Queue", models.PROTECT, related_name="+", verbose_name=_("queue"))
    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="+", db_index=False, verbose_name=_("unit"))
    assignee = _user(_("agent"))
    offered_to = _user(_("offered to"))
    offered_at = models.DateTimeField(null=True, blank=True)

    priority = models.PositiveSmallIntegerField(_("priority"), default=0)
    concern = classified(EncryptedTextField(max_length=12, blank=True, default=""), SPECIAL)
    is_elderly = models.BooleanField(_("elderly"), default=False)
    is_vulnerable = models.BooleanField(_("vulnerable"), default=False)

    assurance_level = models.PositiveSmallIntegerField(_("assurance"), choices=Assurance, default=Assurance.ANONYMOUS)
    assurance_method = models.CharField(max_length=40, blank=True, default="")
    assurance_at = models.DateTimeField(null=True, blank=True)
    assurance_until = models.DateTimeField(null=True, blank=True)

    opened_at = models.DateTimeField(_("opened at"), default=clock.now)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, blank=True)
    rank_at = models.DateTimeField(null=True, blank=True, help_text=_("The wait, less the head start of its priority."))
    assigned_at = models.DateTimeField(_("assigned at"), null=True, blank=True)
    first_response_at = models.DateTimeField(_("first response at"), null=True, blank=True)
    last_customer_at = models.DateTimeField(null=True, blank=True)
    last_staff_at = models.DateTimeField(null=True, blank=True)
    awaiting_since = models.DateTimeField(
        _("unanswered since"),
        null=True,
        blank=True,
        help_text=_("When the customer wrote and nobody has answered yet."),
    )
    reminded_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(_("snoozed until"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    next_due_at = models.DateTimeField(null=True, blank=True)

    last_seq = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(_("last message at"), default=clock.now)
    last_text = classified(EncryptedTextField(max_length=140, blank=True, default=""), FREE_TEXT)
    customer_delivered_seq = models.PositiveIntegerField(default=0)
    customer_read_seq = models.PositiveIntegerField(default=0)
    staff_delivered_seq = models.PositiveIntegerField(default=0)
    staff_read_seq = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        permissions = [("block_customer", "May block customers for abuse")]
        constraints = [
            models.CheckConstraint(
                name="conversation_owner_follows_status",
                condition=models.Q(
                    *[Q(status=status, owner=owner) for status, owner in OWNER_OF.items()], _connector=Q.OR
                ),
            ),
            models.CheckConstraint(
                name="conversation_agent_has_assignee",
                condition=Q(owner=Owner.AGENT, assignee__isnull=False) | (~Q(owner=Owner.AGENT) & Q(assignee=None)),
            ),
            models.CheckConstraint(
                name="conversation_offered_only_while_waiting", condition=Q(offered_to=None) | Q(status=Status.WAITING)
            ),
        ]
        indexes = [  # a foreign key with db_index=False has one here that begins with it
            models.Index(fields=["queue", "rank_at"], condition=Q(status=Status.WAITING), name="conversation_waiting"),
            models.Index(fields=["next_due_at"], condition=~Q(status=Status.CLOSED), name="conversation_due"),
            models.Index(fields=["assignee", "-last_at"], condition=~Q(assignee=None), name="conversation_assignee"),
            models.Index(fields=["offered_to"], condition=~Q(offered_to=None), name="conversation_offered"),
            models.Index(fields=["unit", "-opened_at"], name="conversation_unit"),
            models.Index(fields=["visitor", "-opened_at"], name="conversation_visitor"),
            models.Index(fields=["customer", "-opened_at"], name="conversation_customer"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_closed(self) -> bool:
        return self.status == Status.CLOSED

    @property
    def is_waiting(self) -> bool:
        return self.status == Status.WAITING
