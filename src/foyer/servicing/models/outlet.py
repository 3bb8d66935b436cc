"""What a customer must know to find an outlet."""

from datetime import time

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from foyer.base.models import Row
from foyer.base.text import BilingualField


class Outlet(Row):
    """Address, hours and services of one outlet of the organisation."""

    unit = models.OneToOneField("staff.Unit", models.CASCADE, related_name="+", verbose_name=_("unit"))
    city = BilingualField(verbose_name=_("city"))
    district = BilingualField(verbose_name=_("district"))
    address = BilingualField(verbose_name=_("address"))
    hours = BilingualField(verbose_name=_("opening hours"))
    phone = models.CharField(_("phone"), max_length=24, blank=True, default="")
    services = ArrayField(models.SlugField(max_length=40), verbose_name=_("services"), default=list, blank=True)
    bookable_from = models.TimeField(_("bookable from"), default=time(9))
    bookable_to = models.TimeField(_("bookable to"), default=time(17))
    slot_minutes = models.PositiveSmallIntegerField(_("minutes of a slot"), default=30)
    places = models.PositiveSmallIntegerField(_("places a slot"), default=0, help_text=_("0 takes no appointments."))
    is_open = models.BooleanField(_("receives customers"), default=True)

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")
        ordering = ["unit__code"]

    def __str__(self) -> str:
        return str(self.unit)
