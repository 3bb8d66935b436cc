"""The register of what a language model was asked and wrote: read, never changed, and each reading is told."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from foyer.assistant.models import Draft, Translation, WriterState
from foyer.assistant.writing import acts
from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.registers import ToBeRead


@admin.register(Draft)
class DraftAdmin(ToBeRead, ModelAdmin):
    list_display = ("at", "state", "why", "model", "sentences", "tokens_in", "tokens_out", "first_ms", "shown_ms")
    list_filter = ("state", "why", "lang")
    search_fields = ("message_id",)
    date_hierarchy = "at"
    fields = (
        "at", "ended_at", "state", "why", "lang", "message_id", "written_by", "decision", "prompt", "output", "shown",
        "verdicts", "tokens_in", "tokens_out", "first_ms", "shown_ms",
    )  # fmt: skip

    @admin.display(description=_("model"))
    def model(self, draft: Draft) -> str:
        return str(draft.written_by.get("model", ""))

    @admin.display(description=_("sentences that held"))
    def sentences(self, draft: Draft) -> str:
        held = sum(not verdict["why"] for verdict in draft.verdicts)
        return f"{held}/{len(draft.verdicts)}"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("prompt", "output", "shown")

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **more: Any) -> Any:
        """Whoever opens one reads what was said between the house and its model."""
        draft = self.get_object(request, object_id)
        if draft is not None and self.has_view_permission(request, draft):
            on, customer = f"conversation:{draft.conversation_id}", draft.conversation.customer_id
            audit.record(acts.READ, by=Actor.staff(request.user), on=on, customer=customer, fields=("prompt", "output"))
        return super().change_view(request, object_id, *args, **more)


@admin.register(Translation)
class TranslationAdmin(ToBeRead, ModelAdmin):
    list_display = ("at", "source", "target", "why", "by", "tokens_in", "tokens_out", "took_ms")
    list_filter = ("target", "why")
    search_fields = ("message_id",)
    date_hierarchy = "at"
    fields = ("at", "by", "source", "target", "why", "message_id", "written_by", "prompt", "output", "tokens_in",
              "tokens_out", "took_ms")  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).defer("prompt", "output")

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **more: Any) -> Any:
        """Told like the reading of an answer."""
        kept = self.get_object(request, object_id)
        if kept is not None and self.has_view_permission(request, kept):
            on, customer = f"conversation:{kept.conversation_id}", kept.conversation.customer_id
            audit.record(acts.READ, by=Actor.staff(request.user), on=on, customer=customer, fields=("prompt", "output"))
        return super().change_view(request, object_id, *args, **more)


@admin.register(WriterState)
class WriterStateAdmin(ToBeRead, ModelAdmin):
    list_display = ("__str__", "failures", "trips", "rests_until", "probe_until")
