"""The back office of background work: all of it to be read, none of it to be typed over."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from foyer.base.jobs.models import Heartbeat, Progress, SweepState


class ReadOnly:
    """To be read here; changed by the house only."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(SweepState)
class SweepAdmin(ReadOnly, ModelAdmin):
    list_display = ("name", "started_at", "seconds", "next_at", "failed_count", "last_error")
    ordering = ("name",)


@admin.register(Progress)
class ProgressAdmin(ReadOnly, ModelAdmin):
    list_display = ("name", "state", "done", "total", "started_at", "moved_at", "finished_at", "note")
    list_filter = ("state", "name")
    ordering = ("-started_at",)


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnly, ModelAdmin):
    list_display = ("process", "loop", "started_at", "beat_at")
    ordering = ("-beat_at",)
