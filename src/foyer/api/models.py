"""What this face remembers: how much of a limit somebody has used, and who is told of which facts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Allowance(models.Model):
    """How far ahead of the clock one caller has got on one limit; see `foyer.api.allowance`.

    `key` is a keyed hash of the limit's name and the caller: no address and no token can be read from it.
    """

    key = models.CharField(max_length=64, primary_key=True)
    used_until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("allowance")
        verbose_name_plural = _("allowances")

    def __str__(self) -> str:
        return self.key[:8]


from foyer.api.webhooks.models import Webhook, WebhookLetter  # noqa: E402

__all__ = ["Allowance", "Webhook", "WebhookLetter"]
