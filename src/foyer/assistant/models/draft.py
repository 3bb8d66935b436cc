"""What a language model was asked and what it wrote: the work in hand, and afterwards the record of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedTextField
from foyer.base.legends import FREE_TEXT, classified
from foyer.base.models import Row


class Draft(Row):
    """One answer that a language model was asked to write. Prompt and output are kept sealed, without personal data.

    Until `deadline_at` somebody works on it; whatever became of it, the customer gets an answer by then.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        WRITING = "writing", _("Being written")
        SAID = "said", _("Said")
        BUILT_IN = "built_in", _("Answered without the model")
        SUPERSEDED = "superseded", _("A newer message was answered instead")
        NOT_MY_TURN = "not_my_turn", _("Somebody else had taken over")

    conversation = models.ForeignKey(
        "conversations.Conversation", models.CASCADE, related_name="+", verbose_name=_("conversation")
    )
    message_id = models.UUIDField(_("message"), unique=True)
    epoch = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    why = models.CharField(_("why without the model"), max_length=20, blank=True, default="")
    lang = models.CharField(_("language"), max_length=2)
    decision = models.JSONField(_("decision"), default=dict)
    prompt = classified(EncryptedTextField(_("prompt"), blank=True, default=""), FREE_TEXT)
    output = classified(EncryptedTextField(_("output"), blank=True, default=""), FREE_TEXT)
    shown = classified(EncryptedTextField(_("what was shown"), blank=True, default=""), FREE_TEXT)
    verdicts = models.JSONField(_("verdicts on its sentences"), default=list, blank=True)
    written_by = models.JSONField(_("written by"), default=dict, blank=True)
    tokens_in = models.PositiveIntegerField(_("tokens read"), default=0)
    tokens_out = models.PositiveIntegerField(_("tokens written"), default=0)
    first_ms = models.PositiveIntegerField(_("first word after (ms)"), null=True, blank=True)
    shown_ms = models.PositiveIntegerField(_("first sentence shown after (ms)"), null=True, blank=True)
    at = models.DateTimeField(_("asked at"), default=clock.now)
    deadline_at = models.DateTimeField(_("at the latest"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer by a language model")
        verbose_name_plural = _("answers by a language model")
        indexes = [
            models.Index(fields=["at"], name="assistant_draft_time"),
            models.Index(fields=["conversation", "at"], name="assistant_draft_talk"),
            models.Index(
                fields=["deadline_at"],
                condition=models.Q(state__in=["waiting", "writing"]),
                name="assistant_draft_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.why}".strip()

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.WAITING, self.State.WRITING)

    @property
    def client_id(self) -> str:
        """Of the message it becomes: the same as the built-in answer's, so that only one of them is ever said."""
        return f"answer-{self.message_id}"


class WriterState(models.Model):
    """Whether the language model may be asked now: its circuit breaker. One row."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    trips = models.PositiveIntegerField(_("times left alone in a row"), default=0)
    rests_until = models.DateTimeField(_("left alone until"), null=True, blank=True)
    probe_until = models.DateTimeField(_("one trial until"), null=True, blank=True)

    class Meta:
        verbose_name = _("state of the language model")
        verbose_name_plural = _("state of the language model")
        constraints = [models.CheckConstraint(name="assistant_writer_one_row", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return "resting" if self.rests_until else "ready"
