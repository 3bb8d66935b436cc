"""Each decision of the machine about one message, with its reasons and no words."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row


class Turn(Row):
    """One decision of the machine about one message, kept whether or not it was allowed to speak."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("Answered")
        OFFER = "offer", _("Offered")
        HAND_OVER = "hand_over", _("Handed over")
        ASK_AGAIN = "ask_again", _("Asked again")
        COURTESY = "courtesy", _("Courtesy")
        SERVICE = "service", _("Service")
        NONE = "none", _("Nothing")

    class Outcome(models.TextChoices):
        SAID = "said", _("Said")
        SUPERSEDED = "superseded", _("A newer message was answered instead")
        NOT_MY_TURN = "not_my_turn", _("Somebody else had taken over")

    conversation = models.ForeignKey(
        "conversations.Conversation", models.CASCADE, related_name="+", db_index=False, verbose_name=_("conversation")
    )
    message_id = models.UUIDField(_("message"), unique=True)
    kind = models.CharField(_("decision"), max_length=10, choices=Kind)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    reason = models.CharField(_("hand-over reason"), max_length=20, blank=True, default="")
    article_code = models.SlugField(_("article"), max_length=60, blank=True, default="")
    article_version = models.PositiveIntegerField(_("version"), null=True, blank=True)
    offered = ArrayField(models.SlugField(max_length=60), verbose_name=_("offered"), default=list, blank=True)
    lang = models.CharField(_("language"), max_length=2, blank=True, default="")
    confidence = models.FloatField(_("confidence"), null=True, blank=True)
    reasons = ArrayField(models.CharField(max_length=40), verbose_name=_("reasons"), default=list, blank=True)
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    calibration = models.CharField(_("calibration"), max_length=20, blank=True, default="")
    waited_ms = models.PositiveIntegerField(_("milliseconds until it was said"), null=True, blank=True)
    intents = models.JSONField(_("intents"), default=list, blank=True)
    intents_version = models.PositiveIntegerField(_("reader of intents"), null=True, blank=True)
    at = models.DateTimeField(_("decided at"), default=clock.now)

    class Meta:
        verbose_name = _("decision of the assistant")
        verbose_name_plural = _("decisions of the assistant")
        indexes = [
            models.Index(fields=["conversation", "at"], name="assistant_turn_talk"),
            models.Index(fields=["at"], name="assistant_turn_time"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.article_code}".strip()
