"""Documents brought in, before anything of them is an article."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row


class ImportBatch(Row):
    """One document and the articles it proposes. Nothing of it speaks for the bank; an editor takes drafts from it."""

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        READY = "ready", _("Ready to be looked at")
        FAILED = "failed", _("Could not be read")
        DONE = "done", _("Drafts were made")

    name = models.CharField(_("file"), max_length=140)
    kind = models.CharField(_("kind"), max_length=10)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READING)
    proposals = models.JSONField(_("proposals"), default=list)
    problems = models.JSONField(_("problems"), default=list)
    drafts = models.JSONField(_("drafts made"), default=list)
    by = models.CharField(_("brought in by"), max_length=60)
    at = models.DateTimeField(_("brought in at"), default=clock.now)

    class Meta:
        verbose_name = _("imported document")
        verbose_name_plural = _("imported documents")
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.name
