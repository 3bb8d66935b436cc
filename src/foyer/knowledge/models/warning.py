"""What owners were warned of."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row


class OwnerWarning(Row):
    """A date that comes near or has passed; one row for each date, `days_left` as it was last told."""

    class Kind(models.TextChoices):
        EXPIRY = "expiry", _("It expires")
        REVIEW = "review", _("It is due for review")
        READING = "reading", _("Not everyone has confirmed reading it")

    article = models.ForeignKey("Article", models.CASCADE, related_name="warnings", verbose_name=_("article"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    due_on = models.DateField(_("due on"))
    days_left = models.IntegerField(_("days left"))
    at = models.DateTimeField(_("told at"), default=clock.now)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("warning to owners")
        verbose_name_plural = _("warnings to owners")
        ordering = ["due_on"]
        constraints = [models.UniqueConstraint(fields=["article", "kind", "due_on"], name="article_warned_once")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.kind} {self.due_on}"
