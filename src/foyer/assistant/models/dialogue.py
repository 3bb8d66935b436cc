"""Where one conversation stands with the assistant."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock


class Dialogue(models.Model):
    """Where one conversation stands with the assistant."""

    conversation = models.OneToOneField(
        "conversations.Conversation", models.CASCADE, primary_key=True, related_name="+", verbose_name=_("conversation")
    )
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    offered = ArrayField(models.SlugField(max_length=60), verbose_name=_("offered"), default=list, blank=True)
    answered = models.SlugField(_("answered"), max_length=60, blank=True, default="", db_index=False)
    updated_at = models.DateTimeField(_("updated at"), default=clock.now)

    class Meta:
        verbose_name = _("dialogue")
        verbose_name_plural = _("dialogues")

    def __str__(self) -> str:
        return str(self.conversation_id)
