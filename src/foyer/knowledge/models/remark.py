"""What a colleague says of an article they used: it helped, it is wrong, it is out of date."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row

LONGEST_NOTE = 500


class Remark(Row):
    """One colleague's verdict on one version, for the article's owners; a doubt stays open until one settles it."""

    class Kind(models.TextChoices):
        HELPFUL = "helpful", _("Helpful")
        WRONG = "wrong", _("Wrong")
        OUTDATED = "outdated", _("Out of date")

    version = models.ForeignKey("ArticleVersion", models.CASCADE, related_name="remarks", verbose_name=_("version"))
    kind = models.CharField(_("verdict"), max_length=10, choices=Kind)
    note = models.CharField(_("note"), max_length=LONGEST_NOTE, blank=True, default="")
    lang = models.CharField(_("language"), max_length=2)
    by = models.CharField(_("said by"), max_length=60)
    at = models.DateTimeField(_("said at"), default=clock.now)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)
    settled_by = models.CharField(_("settled by"), max_length=60, blank=True, default="")
    outcome = models.CharField(_("what became of it"), max_length=LONGEST_NOTE, blank=True, default="")

    class Meta:
        verbose_name = _("remark on an article")
        verbose_name_plural = _("remarks on articles")
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["version", "by"], name="knowledge_remark_once"),
            models.CheckConstraint(name="knowledge_doubt_says_why", condition=Q(kind="helpful") | ~Q(note="")),
        ]
        indexes = [
            models.Index(fields=["at"], condition=Q(settled_at=None) & ~Q(kind="helpful"), name="knowledge_doubts")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.version_id}"
