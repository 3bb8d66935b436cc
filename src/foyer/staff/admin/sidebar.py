"""The sidebar of the back office: a group for each room, with the registers this person may view."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

ROOMS = ("conversations", "knowledge", "assistant", "customers", "privacy", "security", "staff", "api", "base")
GUESTS = {
    "auth": "staff",
    "axes": "staff",
    "procrastinate": "base",
}  # registers of libraries, and the room that shows them
TITLES = {"base": _("Running the house"), "auth.group": _("Roles")}
ICONS = {
    "staff.user": "person",
    "staff.unit": "account_tree",
    "staff.skill": "school",
    "staff.presence": "sensor_occupied",
    "staff.presencechange": "history",
    "staff.approvalrequest": "rule",
    "auth.group": "badge",
    "axes.accessattempt": "lock_person",
    "conversations.conversation": "forum",
    "conversations.queue": "format_list_numbered",
    "conversations.cannedresponse": "quickreply",
    "knowledge.article": "menu_book",
    "customers.customer": "groups",
    "base.delivery": "outbox",
    "base.outage": "power_off",
    "api.webhook": "webhook",
    "api.webhookletter": "forward_to_inbox",
}


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """django-unfold's sidebar for this person, empty groups left out."""
    groups: dict[str, list[dict[str, Any]]] = {room: [] for room in ROOMS}
    for model, register in admin.site._registry.items():
        room = GUESTS.get(model._meta.app_label, model._meta.app_label)
        if room in groups and register.has_view_permission(request):
            groups[room].append(_item(model))
    return [
        {"title": TITLES.get(room) or apps.get_app_config(room).verbose_name, "separator": True, "items": items}
        for room, items in groups.items()
        if items
    ]


def _item(model: Any) -> dict[str, Any]:
    label = model._meta.label_lower
    return {
        "title": TITLES.get(label) or str(model._meta.verbose_name_plural).capitalize(),
        "icon": ICONS.get(label, "table_rows"),
        "link": reverse(f"admin:{label.replace('.', '_')}_changelist"),
    }
