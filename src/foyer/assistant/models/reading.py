"""What one message of a customer showed, without its words. Never about an employee's message."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedJSONField
from foyer.base.legends import SPECIAL, classified
from foyer.base.models import Row


class MessageReading(Row):
    """Mood, urgency, risks and entities (masked), sealed together: they may tell of health or money.

    Reasons are kinds of words and their places in the message; the words themselves stay with the message.
    """

    conversation = models.ForeignKey(
        "conversations.Conversation", models.CASCADE, related_name="+", db_index=False, verbose_name=_("conversation")
    )
    message_id = models.UUIDField(_("message"), unique=True)
    language = models.CharField(_("language"), max_length=7, blank=True, default="")
    details = classified(EncryptedJSONField(blank=True, default=dict), SPECIAL)
    model = models.CharField(_("model"), max_length=20, blank=True, default="")
    at = models.DateTimeField(_("read at"), default=clock.now)

    class Meta:
        verbose_name = _("reading of a message")
        verbose_name_plural = _("readings of messages")
        indexes = [
            models.Index(fields=["conversation", "-at"], name="assistant_reading_talk"),
            models.Index(fields=["at"], name="assistant_reading_time"),
        ]

    def __str__(self) -> str:
        return self.language

    @property
    def concern(self) -> str:
        return str(self.details.get("concern", ""))

    @property
    def mood(self) -> dict[str, Any]:
        """Emotion, confidence, intensity, sentiment, urgency, and the places of the reasons."""
        found: dict[str, Any] = self.details.get("mood", {})
        return found

    @property
    def emotion(self) -> str:
        return str(self.mood.get("emotion", "calm"))
