"""The back office of background work: all of it to be read, none of it to be typed over."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from foyer.base.jobs.models import Heartbeat, Progress, SweepState
from foyer.base.registers import ToBeRead


@admin.register(SweepState)
class SweepAdmin(ToBeRead, ModelAdmin):
    list_display = ("name", "started_at", "seconds", "next_at", "failed_count", "last_error")
    ordering = ("name",)


@admin.register(Progress)
class ProgressAdmin(ToBeRead, ModelAdmin):
    list_display = ("name", "state", "done", "total", "started_at", "moved_at", "beat_at", "finished_at", "note")
    list_filter = ("state", "name")
    ordering = ("-started_at",)


@admin.register(Heartbeat)
class HeartbeatAdmin(ToBeRead, ModelAdmin):
    list_display = ("process", "loop", "started_at", "beat_at")
    ordering = ("-beat_at",)
