"""Files sent in a conversation, and transcripts asked for by e-mail."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedTextField
from foyer.base.legends import CONTACT, FREE_TEXT, classified
from foyer.base.models import Row


class Attachment(Row):
    """A file whose type was read from its bytes. It has no public address: every reading is checked."""

    conversation = models.ForeignKey("Conversation", models.PROTECT, related_name="attachments")
    message = models.OneToOneField("Message", models.PROTECT, null=True, related_name="attachment")
    name = classified(EncryptedTextField(_("name"), max_length=200), FREE_TEXT)
    type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    thumbnail_path = models.CharField(max_length=200, blank=True, default="")
    is_internal = models.BooleanField(default=False)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes = [models.Index(fields=["at"], condition=Q(message=None), name="attachment_unsent")]

    def __str__(self) -> str:
        return self.name


class TranscriptRequest(Row):
    """A transcript to be sent to an address; the address is readable by the sender only and forgotten once sent."""

    conversation = models.ForeignKey("Conversation", models.CASCADE, related_name="+")
    address = classified(EncryptedTextField(blank=True, default=""), CONTACT)
    language = models.CharField(max_length=2)
    by = models.CharField(max_length=60)
    at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("transcript request")
        verbose_name_plural = _("transcript requests")

    def __str__(self) -> str:
        return str(self.id)
