"""Who is at their desk, and who was."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foyer.staff import actions
from foyer.staff.admin.shared import ReadOnlyAdmin, each, me
from foyer.staff.admin.units import visible
from foyer.staff.models import Presence, PresenceChange


@admin.register(Presence)
class PresenceAdmin(ReadOnlyAdmin):
    list_display = ("user", "state", "since", "last_seen_at")
    list_filter = ("state",)
    list_select_related = ("user",)
    search_fields = ("user__username", "user__display_name")
    actions = ("set_away",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Presence]:
        return Presence.objects.filter(user__unit__in=visible(request))

    def has_set_others_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("staff.set_presence_of_others")

    @admin.action(description=_("Set away"), permissions=["set_others"])
    def set_away(self, request: HttpRequest, rows: QuerySet[Presence]) -> None:
        each(request, rows, lambda row: actions.leave(row.user, by=me(request)))


@admin.register(PresenceChange)
class PresenceChangeAdmin(ReadOnlyAdmin):
    list_display = ("at", "user", "before", "state", "by")
    list_filter = ("state",)
    list_select_related = ("user",)
    search_fields = ("user__username", "user__display_name")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PresenceChange]:
        return PresenceChange.objects.filter(user__unit__in=visible(request))
