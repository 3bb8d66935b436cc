"""The register of what the assistant decided: to be read, never changed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from foyer.assistant.explaining import explain
from foyer.assistant.models import Turn
from foyer.assistant.writing.admin import DraftAdmin, WriterStateAdmin
from foyer.base.registers import ToBeRead
from foyer.base.text import in_a_row

__all__ = ["DraftAdmin", "TurnAdmin", "WriterStateAdmin"]


@admin.register(Turn)
class TurnAdmin(ToBeRead, ModelAdmin):
    list_display = ("at", "kind", "outcome", "article_code", "confidence", "reason", "lang")
    list_filter = ("kind", "outcome", "reason", "lang")
    search_fields = ("article_code", "message_id")
    date_hierarchy = "at"
    readonly_fields = ("why",)

    @admin.display(description=_("why"))
    def why(self, turn: Turn) -> str:
        return in_a_row(explain(turn))
