"""The back office of this room: queues and canned responses are edited here, everything said is only read."""

from typing import Any

from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminTextInputWidget

from foyer.base.registers import ToBeRead
from foyer.conversations.access import visible_to
from foyer.conversations.models import (
    Assignment,
    CannedResponse,
    Closure,
    Conversation,
    Queue,
    Rating,
    Transfer,
)
from foyer.staff.admin.held import HeldForApproval


@admin.register(Queue)
class QueueAdmin(HeldForApproval, ModelAdmin):
    held_fields = (
        "is_enabled",
        "standard_seconds",
        "standard_target",
        "no_take_seconds",
        "answer_seconds",
        "relax_seconds",
        "inactivity_remind_seconds",
        "inactivity_close_seconds",
    )
    list_display = (
        "code",
        "name",
        "unit",
        "standard_seconds",
        "standard_target",
        "calendar",
        "is_default",
        "is_enabled",
    )
    list_select_related = ("unit", "calendar")
    list_filter = ("is_enabled", "is_default", "is_pushed")
    search_fields = ("code",)
    autocomplete_fields = ("unit", "skills")
    formfield_overrides = {ArrayField: {"widget": UnfoldAdminTextInputWidget}}  # a few short words, not a page


@admin.register(CannedResponse)
class CannedResponseAdmin(ModelAdmin):
    list_display = ("shortcut", "shortcut_zh", "title", "unit", "used_count")
    list_select_related = ("unit",)
    search_fields = ("shortcut", "shortcut_zh")
    autocomplete_fields = ("unit",)
    readonly_fields = ("used_count",)


class AssignmentInline(ToBeRead, TabularInline):
    model = Assignment
    extra = 0
    fields = ("user", "how", "at", "taken_at", "ended_at", "ended_as", "reasons")


class TransferInline(ToBeRead, TabularInline):
    model = Transfer
    extra = 0
    fields = ("from_queue", "to_queue", "from_user", "to_user", "reason", "note", "at")


class ClosureInline(ToBeRead, TabularInline):
    model = Closure
    extra = 0
    fields = ("disposition", "summary", "by", "at", "reopened_at")


@admin.register(Conversation)
class ConversationAdmin(ToBeRead, ModelAdmin):
    list_display = ("number", "status", "channel", "language", "queue", "assignee", "opened_at", "closed_at")
    list_select_related = ("queue", "assignee")
    list_filter = ("status", "channel", "language", "queue")
    search_fields = ("number",)
    date_hierarchy = "opened_at"
    inlines = (AssignmentInline, TransferInline, ClosureInline)
    fields = (
        "number", "status", "channel", "language", "topic", "customer", "visitor", "previous", "owner", "queue", "unit",
        "assignee", "offered_to", "priority", "is_elderly", "is_vulnerable", "assurance_level", "opened_at",
        "waiting_since", "assigned_at", "first_response_at", "awaiting_since", "snoozed_until", "last_at", "closed_at",
    )  # fmt: skip
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Conversation]:
        """What the signed-in colleague may see, here as everywhere."""
        everything: Any = super().get_queryset(request)
        return everything.filter(pk__in=visible_to(request.user).values("pk"))


@admin.register(Rating)
class RatingAdmin(ToBeRead, ModelAdmin):
    list_display = ("conversation", "score", "agent", "at")
    list_select_related = ("conversation", "agent")
    list_filter = ("score",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Rating]:
        everything: Any = super().get_queryset(request)
        return everything.filter(conversation__in=visible_to(request.user))
