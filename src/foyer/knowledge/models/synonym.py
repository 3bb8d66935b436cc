"""Words that mean the same to a customer, and the mark that tells every process that something changed."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row

MOST_TERMS, LONGEST_TERM = 40, 60


class SynonymGroup(Row):
    """Words of both languages for one idea, the bank's own first. Edited in the back office; counts at once."""

    terms = ArrayField(models.CharField(max_length=LONGEST_TERM), verbose_name=_("words"), size=MOST_TERMS)
    is_active = models.BooleanField(_("in use"), default=True)
    shipped = models.CharField(max_length=64, blank=True, default="", editable=False)
    edited_by = models.CharField(_("edited by"), max_length=60)
    edited_at = models.DateTimeField(_("edited at"), default=clock.now)

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["terms"]
        constraints = [
            models.CheckConstraint(name="knowledge_synonyms_two", condition=models.Q(terms__len__gte=2)),
            models.UniqueConstraint(
                fields=["shipped"], condition=~models.Q(shipped=""), name="knowledge_synonyms_shipped_once"
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.terms[:4])


class Stamp(models.Model):
    """One row whose value a trigger changes with every change of what a search may find."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    value = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(name="knowledge_stamp_one", condition=models.Q(id=1))]

    def __str__(self) -> str:
        return str(self.value)
