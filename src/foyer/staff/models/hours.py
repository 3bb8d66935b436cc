"""When a unit or one user works: several blocks a day, in the local time of the owner."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base.models import Row


class WorkingHours(Row):
    """One block of a weekday. A user's own blocks replace those of the unit."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    unit = models.ForeignKey(
        "staff.Unit", models.CASCADE, null=True, blank=True, related_name="hours", verbose_name=_("unit")
    )
    user = models.ForeignKey(
        "staff.User", models.CASCADE, null=True, blank=True, related_name="hours", verbose_name=_("user")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    start = models.TimeField(_("from"))
    end = models.TimeField(_("to"))

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        ordering = ["weekday", "start"]
        constraints = [
            models.CheckConstraint(
                name="staff_hours_have_one_owner",
                condition=models.Q(unit=None, user__isnull=False) | models.Q(unit__isnull=False, user=None),
            ),
            models.CheckConstraint(name="staff_hours_start_before_end", condition=models.Q(start__lt=models.F("end"))),
            models.CheckConstraint(name="staff_hours_weekday", condition=models.Q(weekday__lte=6)),
            models.UniqueConstraint(fields=["user", "weekday", "start"], name="staff_hours_user_once"),
            models.UniqueConstraint(fields=["unit", "weekday", "start"], name="staff_hours_unit_once"),
        ]

    def __str__(self) -> str:
        return f"{self.Weekday(self.weekday).label} {self.start:%H:%M}–{self.end:%H:%M}"
