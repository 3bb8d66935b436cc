"""Whether an article helped the person who read it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row


class Rating(Row):
    """One reader's verdict on one version; the same reader may change it."""

    version = models.ForeignKey("ArticleVersion", models.CASCADE, related_name="ratings", verbose_name=_("version"))
    is_helpful = models.BooleanField(_("helpful"))
    comment = models.CharField(_("comment"), max_length=500, blank=True, default="")
    lang = models.CharField(_("language"), max_length=2)
    by = models.CharField(_("rated by"), max_length=60)
    at = models.DateTimeField(_("rated at"), default=clock.now)

    class Meta:
        verbose_name = _("article rating")
        verbose_name_plural = _("article ratings")
        constraints = [models.UniqueConstraint(fields=["version", "by"], name="article_rating_once")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.is_helpful}"
