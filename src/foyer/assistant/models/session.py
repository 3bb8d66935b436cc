"""One conversation with the assistant's part in it: the unit of every share that evaluation shows."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AssistantSession(models.Model):
    """What became of a conversation that began with the assistant. Codes and times, no words.

    `intervention` says how a person came in, empty where none did; `is_contained` is decided when the time for coming
    back is over: nobody helped, nobody came back about the same within it, and no bad rating.
    """

    class Intervention(models.TextChoices):
        ASKED_AT_ONCE = "asked_at_once", _("Asked for a person at once")
        ASKED_AFTER = "asked_after", _("Asked for a person after an attempt")
        SYSTEM = "system", _("The house decided: risk, rule or a colleague")
        FAILURE = "failure", _("The assistant could not help")

    conversation = models.OneToOneField(
        "conversations.Conversation", models.CASCADE, primary_key=True, related_name="+", verbose_name=_("conversation")
    )
    unit = models.ForeignKey("staff.Unit", models.PROTECT, related_name="+", verbose_name=_("unit"))
    channel = models.CharField(_("channel"), max_length=20)
    lang = models.CharField(_("language"), max_length=2, blank=True, default="")
    subject = models.CharField(_("subject"), max_length=60, blank=True, default="")
    version = models.CharField(_("version"), max_length=80, blank=True, default="")
    trial = models.ForeignKey("assistant.Trial", models.SET_NULL, null=True, related_name="sessions", db_index=False)
    is_new_arm = models.BooleanField(_("has the new version"), default=False)

    began_at = models.DateTimeField(_("began at"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    disposition = models.CharField(_("disposition"), max_length=12, blank=True, default="")
    intervention = models.CharField(
        _("how a person came in"), max_length=14, choices=Intervention, blank=True, default=""
    )
    intervened_at = models.DateTimeField(_("when a person came in"), null=True)
    came_back_at = models.DateTimeField(_("came back at"), null=True)
    rating = models.PositiveSmallIntegerField(_("rating"), null=True)
    is_contained = models.BooleanField(_("solved without a person"), null=True)

    class Meta:
        verbose_name = _("session of the assistant")
        verbose_name_plural = _("sessions of the assistant")
        permissions = [
            ("watch_assistant", "May watch how the assistant does"),
            ("review_answers", "May review answers of the assistant"),
            ("try_versions", "May try two versions of the assistant"),
        ]
        indexes = [
            models.Index(fields=["began_at"], name="assistant_session_time"),
            models.Index(
                fields=["closed_at"],
                condition=Q(is_contained=None, closed_at__isnull=False),
                name="assistant_session_unsettled",
            ),
            models.Index(fields=["trial"], condition=~Q(trial=None), name="assistant_session_trial"),
        ]
        constraints = [
            models.CheckConstraint(
                name="assistant_session_intervened",
                condition=Q(intervention="", intervened_at=None)
                | (~Q(intervention="") & Q(intervened_at__isnull=False)),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.conversation_id)
