"""The back office of collecting: write keys, what was refused, and who was joined with whom."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from foyer.base.actors import Actor
from foyer.base.registers import Kept, NotDeleted
from foyer.customers.collecting.draining import MOST_ATTEMPTS
from foyer.customers.collecting.errors import PROBLEMS
from foyer.customers.collecting.joining import separate
from foyer.customers.collecting.keys import disable_write_key, new_write_key
from foyer.customers.models import AnonymousIdentity, CollectedBatch, WriteKey
from foyer.staff.admin.held import HeldForApproval


class ReadOnly(Kept, ModelAdmin):
    """A register that is read; what changes it are its actions."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return obj is None and super().has_change_permission(request)


@admin.register(WriteKey)
class WriteKeyAdmin(NotDeleted, HeldForApproval, ModelAdmin):
    """That what a site says counts as true (`is_trusted`) is agreed to by two people."""

    held_fields = ("is_trusted",)
    list_display = ("name", "source", "tail", "is_trusted", "created_at", "created_by", "disabled_at", "disabled_by")
    list_filter = ("is_trusted",)
    search_fields = ("name", "source")
    actions = ("disable",)
    told = ("source", "name", "is_trusted", "user_source")
    kept = ("tail", "created_at", "created_by", "disabled_at", "disabled_by")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return (*self.told, *self.kept) if obj else self.told

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("source", "is_trusted", "user_source", *self.kept) if obj else ()

    def save_model(self, request: HttpRequest, obj: WriteKey, form: Any, change: bool) -> None:
        """A new key is made by the action and shown this once; of an old one only the name changes."""
        if change:
            obj.save(update_fields=["name"])
            return
        told = {name: form.cleaned_data[name] for name in self.told}
        made = new_write_key(**told, by=Actor.staff(request.user))
        obj.pk, obj._state.adding = made.write_key.pk, False
        notice = gettext("Keep this write key now, it is not shown again:")
        self.message_user(request, format_html("{} <code>{}</code>", notice, made.secret), messages.WARNING)

    @admin.action(description=_("Disable"), permissions=["change"])
    def disable(self, request: HttpRequest, keys: QuerySet[WriteKey]) -> None:
        for key in keys:
            disable_write_key(key.pk, by=Actor.staff(request.user))


@admin.register(CollectedBatch)
class CollectedBatchAdmin(ReadOnly):
    """Requests with a message that could not be used, and those that could not be read at all."""

    list_display = ("received_at", "write_key", "kind", "why", "attempt_count")
    list_filter = ("write_key",)
    list_select_related = ("write_key",)
    fields = ("received_at", "write_key", "kind", "drained_at", "why")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[CollectedBatch]:
        wrong = ~Q(refused=[]) | Q(attempt_count__gte=MOST_ATTEMPTS, drained_at=None)
        return super().get_queryset(request).filter(wrong).defer("payload")

    @admin.display(description=_("refused"))
    def why(self, batch: CollectedBatch) -> str:
        if not batch.refused:
            return gettext("It cannot be read.")
        said = [f"{one['position'] + 1}: {PROBLEMS[one['problem']]}" for one in batch.refused[:5]]
        more = len(batch.refused) - len(said)
        return "; ".join(said) + (ngettext(" and %d more", " and %d more", more) % more if more else "")


@admin.register(AnonymousIdentity)
class AnonymousIdentityAdmin(ReadOnly):
    list_display = ("linked_at", "customer", "level", "method", "linked_by", "unlinked_at", "unlinked_by")
    list_filter = ("level", "method")
    list_select_related = ("customer",)
    search_fields = ("customer__number",)
    fields = (
        "customer", "level", "method", "covers_from", "linked_at", "linked_by", "unlinked_at", "unlinked_by",
        "unlinked_reason",
    )  # fmt: skip
    readonly_fields = fields
    actions = ("separate",)

    @admin.action(description=_("Separate from the customer"), permissions=["change"])
    def separate(self, request: HttpRequest, links: QuerySet[AnonymousIdentity]) -> None:
        for link in links:
            separate(link.pk, by=Actor.staff(request.user), reason="back office")
