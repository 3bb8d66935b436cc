"""When an aid of the house was away, and why. No words of anybody: the name of the aid, the kind of error."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.ids import new_id


class Outage(models.Model):
    """One aid away, from the moment a process left it alone until one found it back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    aid = models.CharField(_("aid"), max_length=120)
    since = models.DateTimeField(_("away since"), default=clock.now)
    failed_at = models.DateTimeField(_("last tried in vain"), default=clock.now)
    failed_count = models.PositiveIntegerField(_("tries in vain"), default=1)
    error = models.CharField(_("last error"), max_length=80)
    ended_at = models.DateTimeField(_("back since"), null=True, blank=True)

    class Meta:
        db_table = "base_outage"
        verbose_name = _("outage of an aid")
        verbose_name_plural = _("outages of aids")
        ordering = ["-since"]
        constraints = [
            models.UniqueConstraint(fields=["aid"], condition=Q(ended_at__isnull=True), name="one_open_outage_an_aid")
        ]

    def __str__(self) -> str:
        return self.aid
