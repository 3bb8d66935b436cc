"""The story of who handled a conversation and how it ended: kept as records, never overwritten."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedTextField
from foyer.base.legends import FREE_TEXT, classified
from foyer.base.models import Row


class Participant(Row):
    """Someone who took part: the customer's side, an agent, or a supervisor who watched."""

    class Role(models.TextChoices):
        CUSTOMER = "customer", _("Customer")
        AGENT = "agent", _("Agent")
        ASSISTANT = "assistant", _("Assistant")
        WATCHER = "watcher", _("Watcher")

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="participants")
    actor = models.CharField(max_length=60)
    role = models.CharField(max_length=10, choices=Role)
    joined_at = models.DateTimeField(default=clock.now)
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [models.UniqueConstraint(fields=["conversation", "actor", "role"], name="participant_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.actor}"


class Assignment(Row):
    """A conversation in one agent's hands: offered, perhaps taken, and ended for a reason."""

    class How(models.TextChoices):
        OFFERED = "offered", _("Offered by routing")
        TAKEN = "taken", _("Taken from the queue")
        ASSIGNED = "assigned", _("Assigned by a colleague")
        TRANSFERRED = "transferred", _("Transferred")
        TAKEN_OVER = "taken_over", _("Taken over by a supervisor")
        REOPENED = "reopened", _("Reopened")

    class End(models.TextChoices):
        LAPSED = "lapsed", _("Not taken in time")
        DECLINED = "declined", _("Declined")
        NO_REPLY = "no_reply", _("Not answered in time")
        AWAY = "away", _("Agent went away")
        RETURNED = "returned", _("Returned to the queue")
        TO_ASSISTANT = "to_assistant", _("Returned to the assistant")
        SUPERSEDED = "superseded", _("Given to another")
        TRANSFERRED = "transferred", _("Transferred")
        CLOSED = "closed", _("Closed")

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("agent"))
    queue = models.ForeignKey("Queue", models.PROTECT, related_name="+", verbose_name=_("queue"))
    how = models.CharField(_("how"), max_length=12, choices=How)
    by = models.CharField(max_length=60)
    reasons = models.JSONField(_("reasons"), default=list)
    explanation = models.JSONField(_("who else was considered"), default=dict)
    at = models.DateTimeField(default=clock.now)
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_as = models.CharField(_("end"), max_length=12, choices=End, blank=True, default="")

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"], condition=Q(ended_at=None), name="assignment_one_at_a_time"
            )
        ]
        indexes = [models.Index(fields=["user", "-at"], name="assignment_user")]

    def __str__(self) -> str:
        return f"{self.conversation_id} → {self.user_id}"


class Transfer(Row):
    """A hand-over from one person or queue to another, with its reason and a word for the next one."""

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="transfers")
    from_queue = models.ForeignKey("Queue", models.PROTECT, related_name="+")
    to_queue = models.ForeignKey("Queue", models.PROTECT, null=True, related_name="+")
    from_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    to_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=40)
    note = classified(EncryptedTextField(_("note"), blank=True, default=""), FREE_TEXT)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.reason}"


class Closure(Row):
    """How a conversation ended; reopening keeps it and adds who and when."""

    class Disposition(models.TextChoices):
        SOLVED = "solved", _("Solved")
        ANSWERED = "answered", _("Answered by the assistant")
        FOLLOW_UP = "follow_up", _("Follow-up agreed")
        NOT_SOLVED = "not_solved", _("Not solved")
        INACTIVE = "inactive", _("Customer went silent")
        ABANDONED = "abandoned", _("Customer left before an answer")
        SPAM = "spam", _("Spam")
        ABUSE = "abuse", _("Abuse")

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="closures")
    disposition = models.CharField(_("disposition"), max_length=12, choices=Disposition)
    summary = classified(EncryptedTextField(_("summary"), blank=True, default=""), FREE_TEXT)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        constraints = [
            models.UniqueConstraint(fields=["conversation"], condition=Q(reopened_at=None), name="closure_one_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.disposition}"


class Rating(Row):
    """What the customer thought of it; a second thought replaces the first."""

    conversation = models.OneToOneField("Conversation", models.CASCADE, related_name="rating")
    score = models.PositiveSmallIntegerField(_("score"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    comment = classified(EncryptedTextField(_("comment"), blank=True, default=""), FREE_TEXT)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("agent")
    )
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [models.CheckConstraint(name="rating_one_to_five", condition=Q(score__gte=1, score__lte=5))]

    def __str__(self) -> str:
        return f"{self.conversation_id} {self.score}"
