"""What the checks found: broken links, figures that contradict each other, one question with two answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row


class Finding(Row):
    """One doubt about one article (and perhaps another): mended, accepted with a reason, or still open."""

    class Kind(models.TextChoices):
        LINK = "link", _("Broken link")
        FIGURES = "figures", _("Two articles give different figures")
        LANGUAGES = "languages", _("Chinese and English give different figures")
        QUESTION = "question", _("One question, two articles")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        MENDED = "mended", _("Mended")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    key = models.CharField(max_length=64, unique=True)
    article = models.ForeignKey("Article", models.CASCADE, related_name="findings", verbose_name=_("article"))
    other = models.ForeignKey(
        "Article", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("other article")
    )
    details = models.JSONField(_("details"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(_("found at"), default=clock.now)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.CharField(_("settled by"), max_length=60, blank=True, default="")
    reason = models.CharField(_("accepted because"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-found_at"]
        indexes = [models.Index(fields=["state", "kind"], name="knowledge_finding_open")]
        constraints = [
            models.CheckConstraint(
                name="knowledge_accepted_because",
                condition=~models.Q(state="accepted") | (~models.Q(reason="") & ~models.Q(settled_by="")),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.article_id}"


class CheckRun(Row):
    """When the checks looked, and whether they asked pages elsewhere."""

    at = models.DateTimeField(_("at"), default=clock.now)
    with_pages = models.BooleanField(_("pages elsewhere were asked"), default=False)
    seconds = models.FloatField(_("seconds"), default=0.0)

    class Meta:
        verbose_name = _("check of the knowledge")
        verbose_name_plural = _("checks of the knowledge")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
