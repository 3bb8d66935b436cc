"""What was translated for a colleague, and by which model: kept sealed, without personal data."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedTextField
from foyer.base.legends import FREE_TEXT, classified
from foyer.base.models import Row


class Translation(Row):
    """One text that a language model was asked to put into the other language; `message_id` where a customer wrote it.

    `why` says why nothing came of it; empty where it was given to the colleague.
    """

    conversation = models.ForeignKey(
        "conversations.Conversation", models.CASCADE, related_name="+", verbose_name=_("conversation")
    )
    message_id = models.UUIDField(_("message"), null=True, blank=True)
    by = models.CharField(_("asked by"), max_length=60)
    source = models.CharField(_("language of the original"), max_length=2)
    target = models.CharField(_("language of the translation"), max_length=2)
    prompt = classified(EncryptedTextField(_("prompt"), blank=True, default=""), FREE_TEXT)
    output = classified(EncryptedTextField(_("output"), blank=True, default=""), FREE_TEXT)
    why = models.CharField(_("why nothing came of it"), max_length=20, blank=True, default="")
    written_by = models.JSONField(_("written by"), default=dict, blank=True)
    tokens_in = models.PositiveIntegerField(_("tokens read"), default=0)
    tokens_out = models.PositiveIntegerField(_("tokens written"), default=0)
    took_ms = models.PositiveIntegerField(_("took (ms)"), default=0)
    at = models.DateTimeField(_("asked at"), default=clock.now)

    class Meta:
        verbose_name = _("translation by a language model")
        verbose_name_plural = _("translations by a language model")
        indexes = [
            models.Index(fields=["at"], name="assistant_transl_time"),
            models.Index(fields=["message_id", "target"], name="assistant_transl_message"),
            models.Index(fields=["conversation", "at"], name="assistant_transl_talk"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
