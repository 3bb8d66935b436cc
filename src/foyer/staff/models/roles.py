"""What the house itself has granted to a role, once: what a bank then takes away stays away."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row


class RoleGrant(Row):
    """A line of the table in `roles.py` that has been carried out."""

    role = models.CharField(_("role"), max_length=40)
    permission = models.CharField(_("permission"), max_length=160)
    granted_at = models.DateTimeField(_("granted"), default=clock.now)

    class Meta:
        verbose_name = _("granted permission")
        verbose_name_plural = _("granted permissions")
        constraints = [models.UniqueConstraint(fields=["role", "permission"], name="staff_rolegrant_once")]

    def __str__(self) -> str:
        return f"{self.role}: {self.permission}"
