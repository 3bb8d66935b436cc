"""The back office of time: calendars that a person edits, deadlines in versions, clocks to be read."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin, TabularInline

from foyer.base import clock as wall
from foyer.base.clocks import china
from foyer.base.clocks.actions import define
from foyer.base.clocks.calendars import fill_china_year, recalculate
from foyer.base.clocks.models import DAYS, Calendar, CalendarDay, Clock, ClockEvent, ClockPolicy
from foyer.base.registers import NotChanged, NotDeleted, ToBeRead


class CalendarDayInline(TabularInline):
    model = CalendarDay
    fields = ("on", "kind", "blocks", "reason")
    extra = 0


@admin.register(Calendar)
class CalendarAdmin(ModelAdmin):
    """Edit a week and its differing days; the deadlines that run follow at once."""

    list_display = ("name", "code", "zone", *DAYS)
    search_fields = ("code",)
    fields = ("code", "name", "zone", *DAYS)
    inlines = (CalendarDayInline,)
    actions = ("fill_china",)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        recalculate(form.instance)

    @admin.action(description=_("Enter China's published holidays and make-up workdays"), permissions=["change"])
    def fill_china(self, request: HttpRequest, chosen: QuerySet[Calendar]) -> None:
        year = wall.now().year
        years = [known for known in (year, year + 1) if china.is_published(known)]
        count = sum(fill_china_year(calendar, known) for calendar in chosen for known in years)
        messages.success(request, ngettext("%d day entered.", "%d days entered.", count) % count)


@admin.register(ClockPolicy)
class ClockPolicyAdmin(NotChanged, NotDeleted, ModelAdmin):
    """A new entry under a known code is its next version; clocks that run keep the version they began with."""

    list_display = ("code", "version", "name", "calendar", "seconds", "warn_before", "made_at")
    list_select_related = ("calendar",)
    search_fields = ("code",)
    ordering = ("code", "-version")
    fields = ("code", "name", "calendar", "seconds", "warn_before")

    def save_model(self, request: HttpRequest, obj: ClockPolicy, form: ModelForm, change: bool) -> None:
        kept = define(obj.code, name=obj.name, calendar=obj.calendar, seconds=obj.seconds, warn_before=obj.warn_before)
        obj.pk, obj.version = kept.pk, kept.version
        obj._state.adding = False


class ClockEventInline(ToBeRead, TabularInline):
    model = ClockEvent
    fields = ("kind", "at", "noted_at")
    extra = 0


@admin.register(Clock)
class ClockAdmin(ToBeRead, ModelAdmin):
    """Every deadline that runs or ran, with its story."""

    list_display = ("code", "subject", "state", "started_at", "due_at", "next_due", "stopped_at", "attempts")
    list_filter = ("state", "code")
    search_fields = ("subject", "code")
    ordering = ("-started_at",)
    inlines = (ClockEventInline,)
    show_full_result_count = False
