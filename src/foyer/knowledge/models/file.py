"""Files that go with an article."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row


class ArticleFile(Row):
    """A form, a price list: examined when it came in, shown to whoever may read a version that carries it."""

    article = models.ForeignKey("Article", models.CASCADE, related_name="files", verbose_name=_("article"))
    name = models.CharField(_("name"), max_length=140)
    type = models.CharField(_("type"), max_length=100)
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    by = models.CharField(_("attached by"), max_length=60)
    at = models.DateTimeField(_("attached at"), default=clock.now)

    class Meta:
        verbose_name = _("article attachment")
        verbose_name_plural = _("article attachments")

    def __str__(self) -> str:
        return self.name
