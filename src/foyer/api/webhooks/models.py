"""Who is told what, and each letter on its way."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.crypto import EncryptedTextField
from foyer.base.models import Row


class Webhook(Row):
    """A subscription: an address that is told of facts. Without any fact named it is told of all."""

    class State(models.TextChoices):
        ACTIVE = "active", _("active")
        PAUSED = "paused", _("paused")

    name = models.CharField(_("name"), max_length=80, unique=True)
    url = models.URLField(_("address"), max_length=500)
    facts = ArrayField(models.CharField(max_length=120), verbose_name=_("facts"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.ACTIVE)
    secret = EncryptedTextField(_("secret"))
    old_secret = EncryptedTextField(_("secret before"), blank=True)
    old_secret_until = models.DateTimeField(_("secret before is good until"), null=True, blank=True)
    made_by = models.CharField(_("set up by"), max_length=60)
    made_at = models.DateTimeField(_("set up at"), default=clock.now)
    queued_at = models.DateTimeField(null=True, blank=True)
    succeeded_at = models.DateTimeField(_("last answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def secrets(self) -> list[str]:
        """What to sign with now: the secret, and for a while the one before it."""
        is_good = self.old_secret and self.old_secret_until and self.old_secret_until > clock.now()
        return [self.secret, self.old_secret] if is_good else [self.secret]


class WebhookLetter(models.Model):
    """One fact on its way to one subscription."""

    class State(models.TextChoices):
        DUE = "due", _("due")
        DONE = "done", _("delivered")
        DEAD = "dead", _("dead letter")
        DISCARDED = "discarded", _("discarded")

    id = models.BigAutoField(primary_key=True)
    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="letters", verbose_name=_("webhook"))
    fact_id = models.BigIntegerField(_("number of the fact"))
    fact = models.CharField(_("fact"), max_length=120)
    key = models.CharField(_("key"), max_length=120)
    payload = models.JSONField(_("content"))
    told_at = models.DateTimeField(_("told at"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, db_default="due")
    attempts = models.PositiveSmallIntegerField(_("attempts"), db_default=0)
    next_try_at = models.DateTimeField(_("next try at"))
    last_answer = models.CharField(_("last answer"), max_length=120, db_default="", blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("webhook letter")
        verbose_name_plural = _("webhook letters")
        permissions = [("replay_webhookletter", "May send dead letters of webhooks once more")]
        indexes = [
            models.Index(fields=["webhook", "id"], condition=models.Q(state="due"), name="webhook_letter_due"),
            models.Index(fields=["-id"], condition=models.Q(state="dead"), name="webhook_letter_dead"),
            models.Index(fields=["settled_at"], condition=models.Q(state="done"), name="webhook_letter_done"),
        ]
        constraints = [models.UniqueConstraint(fields=["webhook", "fact_id"], name="webhook_letter_once")]

    def __str__(self) -> str:
        return f"{self.fact} {self.fact_id}"
