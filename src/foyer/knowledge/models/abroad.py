"""What is known of articles in one language alone, for questions in the other."""

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


class SentencesAbroad(models.Model):
    """The sentences of a version in one language alone, as the opinion across languages sees them.

    `meanings` holds a row of half-precision numbers for each sentence, in the order of the sentences' ids.
    """

    version = models.OneToOneField("ArticleVersion", models.CASCADE, primary_key=True, related_name="+")
    encoder = models.CharField(max_length=100, editable=False)
    meanings = models.BinaryField(editable=False)

    class Meta:
        verbose_name = _("sentences for the other language")
        verbose_name_plural = _("sentences for the other language")

    def __str__(self) -> str:
        return str(self.version_id)
