"""What was said. Append-only: a message is never changed and never deleted by this room."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.base import clock
from foyer.base.crypto import EncryptedJSONField, EncryptedTextField, HashedWordsField
from foyer.base.legends import FREE_TEXT, PERSONAL, TOKEN, classified
from foyer.base.models import Row

WORDS = "conversations.words"


class MessageKind(models.TextChoices):
    TEXT = "text", _("Text")
    ATTACHMENT = "attachment", _("Attachment")
    CHOICES = "choices", _("Choices")
    EVENT = "event", _("Event")
    NOTE = "note", _("Note")
    RATING = "rating", _("Rating")


class AuthorKind(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    AGENT = "agent", _("Agent")
    ASSISTANT = "assistant", _("Assistant")
    SYSTEM = "system", pgettext_lazy("author", "System")


class Message(Row):
    """One message, note or event; `seq` orders it for every watcher, `client_id` makes sending it twice harmless.

    `text` is what everyone is shown, its phone and document numbers masked; `original` is the same with them in full,
    empty where there are none. Card numbers are in neither.
    """

    conversation = models.ForeignKey("Conversation", models.PROTECT, related_name="messages", db_index=False)
    seq = models.PositiveIntegerField()
    client_id = models.CharField(max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=MessageKind, default=MessageKind.TEXT)
    author_kind = models.CharField(_("author"), max_length=10, choices=AuthorKind)
    author_id = models.UUIDField(null=True)
    author_name = classified(EncryptedTextField(max_length=80, blank=True, default=""), PERSONAL)
    text = classified(EncryptedTextField(_("text"), blank=True, default=""), FREE_TEXT)
    original = classified(EncryptedTextField(blank=True, default="", editable=False), FREE_TEXT)
    payload = classified(EncryptedJSONField(default=dict), FREE_TEXT)
    lang = models.CharField(max_length=2, blank=True, default="")
    is_machine = models.BooleanField(_("written by a machine"), default=False)
    is_internal = models.BooleanField(_("for staff only"), default=False)
    sent_at = models.DateTimeField(_("sent at"), default=clock.now)
    search = classified(HashedWordsField(source="text", purpose=WORDS), TOKEN)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["conversation", "seq"], name="message_one_a_number"),
            models.UniqueConstraint(fields=["conversation", "author_kind", "client_id"], name="message_sent_once"),
        ]
        indexes = [GinIndex(fields=["search"], name="message_words", fastupdate=False)]

    def __str__(self) -> str:
        return f"{self.conversation_id}#{self.seq}"


class Mention(Row):
    """A colleague called into a note."""

    message = models.ForeignKey("Message", models.CASCADE, related_name="mentions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.message_id} @{self.user_id}"
