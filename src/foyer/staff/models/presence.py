"""Whether someone is at their desk. One row a user says what is true now; the log keeps what was."""

from datetime import timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row

GONE_AFTER = timedelta(seconds=60)  # an agent whose browser has been silent this long is away


class PresenceState(models.TextChoices):
    AVAILABLE = "available", _("Available")
    BUSY = "busy", _("Busy")
    BREAK = "break", _("On a break")
    AWAY = "away", _("Away")


class Presence(Row):
    """The present state of one user; `last_seen_at` moves while a browser is open."""

    State = PresenceState

    user = models.OneToOneField("staff.User", models.CASCADE, related_name="presence", verbose_name=_("user"))
    state = models.CharField(_("state"), max_length=10, choices=PresenceState, default=PresenceState.AWAY)
    since = models.DateTimeField(_("since"), default=clock.now)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, blank=True)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presence")
        indexes = [models.Index(fields=["last_seen_at"], name="staff_presence_gone", condition=~models.Q(state="away"))]

    def __str__(self) -> str:
        return f"{self.user_id} {self.state}"


class PresenceChange(Row):
    """One line of the log: append-only."""

    user = models.ForeignKey("staff.User", models.CASCADE, related_name="presence_changes", verbose_name=_("user"))
    before = models.CharField(_("before"), max_length=10, choices=PresenceState)
    state = models.CharField(_("state"), max_length=10, choices=PresenceState)
    at = models.DateTimeField(_("at"))
    by = models.CharField(_("by"), max_length=60)

    class Meta:
        verbose_name = _("change of presence")
        verbose_name_plural = _("changes of presence")
        ordering = ["-at"]
        indexes = [models.Index(fields=["user", "-at"], name="staff_presence_log")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.before} → {self.state}"
