"""What customers asked and got no good answer to, without anything of the customer; and what is to be written."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from pgvector.django import VectorField

from foyer.base import clock
from foyer.base.models import Row
from foyer.knowledge.models.article import Article, Category
from foyer.knowledge.models.phrasing import DIMENSIONS

LONGEST_QUESTION = 300


class Gap(Row):
    """Questions that mean much the same and that no article answers well: one line of the to-write list."""

    class State(models.TextChoices):
        OPEN = "open", _("To write")
        DRAFTED = "drafted", _("Being written")
        CLOSED = "closed", _("Answered")
        DISMISSED = "dismissed", _("Not for us")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    title = models.CharField(_("question"), max_length=LONGEST_QUESTION)
    lang = models.CharField(_("language"), max_length=2)
    category = models.CharField(_("category"), max_length=20, choices=Category, blank=True, default="")
    centre = VectorField(dimensions=DIMENSIONS, editable=False)
    assignee = models.ForeignKey(
        "staff.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("assigned to")
    )
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="gaps", verbose_name=_("article")
    )
    opened_at = models.DateTimeField(_("opened at"), default=clock.now)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.CharField(_("settled by"), max_length=60, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("knowledge gap")
        verbose_name_plural = _("knowledge gaps")
        ordering = ["-opened_at"]
        permissions = [("work_on_gaps", "Can work on the list of what is to be written")]
        indexes = [models.Index(fields=["state"], name="knowledge_gap_state")]
        constraints = [
            models.CheckConstraint(
                name="knowledge_gap_settled",
                condition=models.Q(state__in=["open", "drafted"], settled_at__isnull=True)
                | models.Q(state__in=["closed", "dismissed"], settled_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state in (Gap.State.OPEN, Gap.State.DRAFTED)


class GapQuestion(Row):
    """One such question: its words with everything personal taken out, and why it counts. Nobody's in particular.

    One that came while the encoder was away has no meaning and belongs to no gap until it is back.
    """

    class Why(models.TextChoices):
        ASKED_AGAIN = "asked_again", _("Not understood")
        HANDED_OVER = "handed_over", _("A person had to answer")
        REFUSED = "refused", _("Nothing of what was offered fitted")
        REPEATED = "repeated", _("Asked again after the answer")
        UNHELPFUL = "unhelpful", _("The article did not help")
        NOTHING_FOUND = "nothing_found", _("The search found nothing")

    gap = models.ForeignKey(Gap, models.CASCADE, null=True, blank=True, related_name="questions", verbose_name=_("gap"))
    text = models.CharField(_("question"), max_length=LONGEST_QUESTION)
    lang = models.CharField(_("language"), max_length=2)
    why = models.CharField(_("why"), max_length=14, choices=Why)
    article_code = models.SlugField(_("article that was given"), max_length=60, blank=True, default="")
    meaning = VectorField(dimensions=DIMENSIONS, null=True, editable=False)
    source = models.CharField(max_length=64, unique=True, editable=False)
    at = models.DateTimeField(_("asked at"), default=clock.now)
    answered_at = models.DateTimeField(_("answered since"), null=True, blank=True)

    class Meta:
        verbose_name = _("question without a good answer")
        verbose_name_plural = _("questions without a good answer")
        indexes = [models.Index(fields=["at"], name="knowledge_gap_question_at")]

    def __str__(self) -> str:
        return self.text
