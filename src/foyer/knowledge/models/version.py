"""What the bank says, from one day to another."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from pgvector.django import VectorField

from foyer.base import clock
from foyer.base.models import Row
from foyer.base.text import BilingualField
from foyer.knowledge.models.article import Article
from foyer.knowledge.models.phrasing import DIMENSIONS


class VersionStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")


class Audience(models.TextChoices):
    """Whom a wording is for. What is for staff only never reaches a customer, by whatever way."""

    PUBLIC = "public", _("Everyone")
    STAFF = "staff", _("Staff only")


class Channel(models.TextChoices):
    """Channels that may have a shorter text of their own; the main text speaks where they have none."""

    WECHAT = "wechat", _("WeChat")
    PHONE = "phone", _("Phone")
    KIOSK = "kiosk", _("Kiosk")


def no_steps() -> dict[str, list[str]]:
    return {"zh": [], "en": []}


class ArticleVersion(Row):
    """One wording of an article. Once published its words never change: an answer that cites it stays readable."""

    Status = VersionStatus

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions", verbose_name=_("article"))
    number = models.PositiveIntegerField(_("version"))
    status = models.CharField(_("status"), max_length=10, choices=VersionStatus, default=VersionStatus.DRAFT)
    title = BilingualField(_("title"))
    answer = BilingualField(_("answer"), multiline=True)
    steps = models.JSONField(_("steps"), default=no_steps)
    variants = models.JSONField(_("texts for channels"), default=dict, blank=True)
    audience = models.CharField(_("audience"), max_length=10, choices=Audience, default=Audience.PUBLIC)
    files: "models.ManyToManyField[Any, Any]" = models.ManyToManyField(
        "ArticleFile", related_name="versions", blank=True, verbose_name=_("attachments")
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    stale_language = models.CharField(
        _("translation to check"),
        max_length=2,
        blank=True,
        default="",
        help_text=_("The language that was left as it was when the other one changed."),
    )
    in_step = models.JSONField(
        _("last brought in step"),
        default=dict,
        blank=True,
        help_text=_("For each language the version in which it was last written or confirmed."),
    )
    translation_checked_by = models.CharField(_("translation checked by"), max_length=60, blank=True, default="")
    translation_checked_at = models.DateTimeField(_("translation checked at"), null=True, blank=True)
    fingerprint = models.CharField(max_length=64, editable=False)
    written_by = models.CharField(_("written by"), max_length=60)
    written_at = models.DateTimeField(_("written at"), default=clock.now)
    approved_by = models.CharField(_("approved by"), max_length=60, blank=True, default="")
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    direction = VectorField(dimensions=DIMENSIONS, null=True, editable=False)
    direction_offset = models.FloatField(default=0.0, editable=False)

    class Meta:
        verbose_name = _("article version")
        verbose_name_plural = _("article versions")
        ordering = ["article", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_number_once"),
            models.UniqueConstraint(
                fields=["article"], condition=Q(status__in=["draft", "review"]), name="article_one_open_draft"
            ),
            models.CheckConstraint(
                name="article_version_dates", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from"))
            ),
        ]
        indexes = [models.Index(fields=["valid_from"], condition=Q(status="published"), name="article_version_live")]

    def __str__(self) -> str:
        return f"{self.article.code} v{self.number}"

    def text_for(self, channel: str, language: str) -> str:
        """The answer as `channel` gives it: its own shorter text where there is one in this language."""
        return self.short_text(channel, language) or str(self.answer.in_(language))

    def short_text(self, channel: str, language: str) -> str:
        """The text for a channel alone; empty where the main text speaks there too."""
        own: dict[str, dict[str, str]] = self.variants
        return own.get(channel, {}).get(self.written_in(language), "")

    def written_in(self, language: str) -> str:
        """The language a reader of `language` is shown: theirs, or the other where it is written in that one alone."""
        other = "en" if language == "zh" else "zh"
        return other if not getattr(self.answer, language, "") and getattr(self.answer, other) else language

    @property
    def only_language(self) -> str:
        """The language it is written in alone; empty where it is in both."""
        written = [language for language in ("zh", "en") if getattr(self.answer, language)]
        return written[0] if len(written) == 1 else ""

    @property
    def is_open(self) -> bool:
        """Whether its words may still be changed."""
        return self.status == VersionStatus.DRAFT

    def steps_in(self, language: str) -> list[str]:
        steps: dict[str, Any] = self.steps
        return list(steps.get(language) or steps.get("en" if language == "zh" else "zh") or [])
