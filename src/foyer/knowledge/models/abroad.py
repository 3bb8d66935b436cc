"""What tells an article from all others where it is asked for in the language it is not written in."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from pgvector.django import VectorField

from foyer.knowledge.models.phrasing import DIMENSIONS


class DirectionAbroad(models.Model):
    """The direction of a version in one language alone, learned with its questions translated word by word too.

    `learned_from` marks what all of them were learned from together: where it is another now, a job learns them anew.
    """

    version = models.OneToOneField("ArticleVersion", models.CASCADE, primary_key=True, related_name="+")
    direction = VectorField(dimensions=DIMENSIONS, editable=False)
    offset = models.FloatField(editable=False)
    learned_from = models.CharField(max_length=64, editable=False)

    class Meta:
        verbose_name = _("direction in the other language")
        verbose_name_plural = _("directions in the other language")

    def __str__(self) -> str:
        return str(self.version_id)
