"""The back office: outlets, their times and published rates are edited; orders and promises are only read."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from foyer.base.registers import ToBeRead
from foyer.servicing.models import Order, Outlet, Rate, Slot


@admin.register(Outlet)
class OutletAdmin(ModelAdmin):
    list_display = ("unit", "city", "district", "hours", "phone", "places", "is_open")
    list_select_related = ("unit",)


@admin.register(Slot)
class SlotAdmin(ModelAdmin):
    list_display = ("unit", "begins_at", "minutes", "capacity")
    list_filter = ("unit",)
    list_select_related = ("unit",)
    date_hierarchy = "begins_at"


@admin.register(Rate)
class RateAdmin(ModelAdmin):
    list_display = ("kind", "code", "name", "months_from", "months_to", "percent", "version", "valid_from")
    list_filter = ("kind", "version")


@admin.register(Order)
class OrderAdmin(ToBeRead, ModelAdmin):
    """What is filled stays out of sight here: it stands beside the conversation, for who serves it."""

    list_display = ("number", "process", "state", "door", "begun_at", "finished_at", "outcome")
    list_filter = ("process", "state", "door")
    fields = (
        "number", "process", "version", "state", "door_begun", "door", "begun_at", "touched_at", "finished_at",
        "outcome", "reference",
    )  # fmt: skip
