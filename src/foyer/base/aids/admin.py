"""The back office's register of outages: read, never typed over; and the word about them on its first page."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from foyer.base.aids.aid import known
from foyer.base.aids.models import Outage
from foyer.base.aids.telling import Missing, now_away
from foyer.base.registers import ToBeRead


@admin.register(Outage)
class OutageAdmin(ToBeRead, ModelAdmin):
    list_display = ("aid_name", "since", "failed_at", "failed_count", "error", "ended_at")
    list_filter = ("ended_at",)
    ordering = ("-since",)

    @admin.display(description=Outage._meta.get_field("aid").verbose_name, ordering="aid")
    def aid_name(self, outage: Outage) -> str:
        aid = known().get(outage.aid)
        return str(aid.name) if aid else outage.aid


def warn(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """django-unfold's dashboard callback: who may read the register is told at the door what is away."""
    if request.user.has_perm("base.view_outage"):
        for missing in now_away():
            messages.warning(request, _told(missing))
    return context


def _told(missing: Missing) -> str:
    since = date_format(localtime(missing.since), "SHORT_DATETIME_FORMAT")
    told = _("%(aid)s has been away since %(since)s.") % {"aid": missing.name, "since": since}
    return f"{told} {missing.without}"
