"""Times at an outlet that can be booked, and who has one. A slot never holds more than its places."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.models import Row


class Slot(Row):
    """A time at an outlet with so many places."""

    unit = models.ForeignKey("staff.Unit", models.CASCADE, related_name="+", verbose_name=_("outlet"))
    begins_at = models.DateTimeField(_("begins"))
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=30)
    capacity = models.PositiveSmallIntegerField(_("places"), default=2)

    class Meta:
        verbose_name = _("bookable time")
        verbose_name_plural = _("bookable times")
        constraints = [models.UniqueConstraint(fields=["unit", "begins_at"], name="servicing_slot_once")]
        indexes = [models.Index(fields=["begins_at"], name="servicing_slot_time")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.begins_at:%Y-%m-%d %H:%M}"


class Appointment(Row):
    """A place that a customer holds; nobody holds two at the same time."""

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="appointments", verbose_name=_("time"))
    order = models.OneToOneField("Order", models.CASCADE, related_name="appointment", verbose_name=_("servicing order"))
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+", verbose_name=_("customer"))
    begins_at = models.DateTimeField(_("begins"))
    topic = models.SlugField(_("about"), max_length=40, blank=True, default="")
    booked_at = models.DateTimeField(_("booked at"), default=clock.now)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "begins_at"], condition=Q(cancelled_at=None), name="servicing_one_place_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.begins_at:%Y-%m-%d %H:%M}"
