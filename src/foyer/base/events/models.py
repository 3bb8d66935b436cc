"""The outbox: each fact once, and one delivery for each of its subscribers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock


class OutboxFact(models.Model):
    """A fact as it was published."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(_("fact"), max_length=120)
    key = models.CharField(_("key"), max_length=120)
    payload = models.JSONField(_("content"))
    published_at = models.DateTimeField(_("published at"), default=clock.now)

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        indexes = [models.Index(fields=["published_at"], name="fact_by_time")]

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class Delivery(models.Model):
    """One fact on its way to one subscriber."""

    class State(models.TextChoices):
        DUE = "due", _("due")
        DONE = "done", _("delivered")
        DEAD = "dead", _("dead letter")
        DISCARDED = "discarded", _("discarded")

    id = models.BigAutoField(primary_key=True)
    fact = models.ForeignKey(OutboxFact, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(_("subscriber"), max_length=200)
    key = models.CharField(_("key"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DUE)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try at"), default=clock.now)
    last_error = models.TextField(_("last error"), blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        permissions = [("replay_delivery", "Can replay dead letters")]
        indexes = [
            models.Index(fields=["id"], condition=models.Q(state="due"), name="delivery_due"),
            models.Index(fields=["handler", "key", "id"], condition=models.Q(state="due"), name="delivery_due_order"),
            models.Index(fields=["settled_at"], condition=models.Q(state="done"), name="delivery_done"),
            models.Index(fields=["-id"], condition=models.Q(state="dead"), name="delivery_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.fact_id} → {self.handler}"
