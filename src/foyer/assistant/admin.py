"""The register of what the assistant decided: to be read, never changed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from foyer.assistant.explaining import explain
from foyer.assistant.models import Turn


@admin.register(Turn)
class TurnAdmin(ModelAdmin):
    list_display = ("at", "kind", "outcome", "article_code", "confidence", "reason", "lang")
    list_filter = ("kind", "outcome", "reason", "lang")
    search_fields = ("article_code", "message_id")
    date_hierarchy = "at"
    readonly_fields = ("why",)

    @admin.display(description=_("why"))
    def why(self, turn: Turn) -> str:
        return " ".join(explain(turn))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
