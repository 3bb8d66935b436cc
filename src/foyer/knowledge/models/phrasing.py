"""The sentences an article is found by."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _
from pgvector.django import VectorField

from foyer.base.models import Row

DIMENSIONS = 512


class Kind(models.TextChoices):
    QUESTION = "question", _("Question")
    TITLE = "title", _("Title")
    PASSAGE = "passage", _("Passage of the answer")


class Phrasing(Row):
    """One sentence of a version: a way to ask, its title, or a passage of its answer, with its meaning and its words.

    Meanings are compared one by one in the memory of each process (`shelf/`), beyond some 50,000 sentences by an HNSW
    index on this table, which a job makes when the knowledge has grown that far. A sentence that was written while the
    encoder was away waits for its meaning, and is found by its words until then.
    """

    Kind = Kind

    version = models.ForeignKey("ArticleVersion", models.CASCADE, related_name="phrasings")
    lang = models.CharField(_("language"), max_length=2)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.QUESTION)
    text = models.TextField(_("text"))
    embedding = VectorField(dimensions=DIMENSIONS, null=True, editable=False)
    tokens = models.TextField(editable=False)
    words = models.GeneratedField(
        expression=SearchVector("tokens", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    class Meta:
        verbose_name = _("phrasing")
        verbose_name_plural = _("phrasings")
        constraints = [
            models.UniqueConstraint(fields=["version", "lang", "kind", "text"], name="phrasing_once_a_version")
        ]
        indexes = [
            GinIndex(fields=["words"], name="phrasing_words", fastupdate=False),
            models.Index(fields=["version"], name="phrasing_waits", condition=models.Q(embedding__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.text
