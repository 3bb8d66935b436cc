"""Which messages each door has had, for as long as one could be played again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock


class SeenMessage(models.Model):
    """A message that was taken; `key` is a hash of the door and the message's identifier."""

    key = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("received message")
        verbose_name_plural = _("received messages")

    def __str__(self) -> str:
        return self.key[:8]
