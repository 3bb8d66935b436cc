"""The list of reasons and the rules of roles, in the back office; every change is in the trail."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.registers import NotDeleted
from foyer.privacy.access import acts
from foyer.privacy.models import AccessReason, AccessRule
from foyer.staff.admin.held import HeldForApproval


class Kept(ModelAdmin):
    """Changes are written to the trail, in their transaction."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        audit.record(
            acts.RULE_CHANGED, by=Actor.staff(request.user), on=f"{obj._meta.label_lower}:{obj.pk}",
            fields=tuple(form.changed_data),
        )  # fmt: skip


@admin.register(AccessReason)
class AccessReasonAdmin(NotDeleted, Kept):
    """What was once given as a reason stays readable; it can be made inactive."""

    list_display = ("use", "code", "name", "about", "place", "is_active")
    list_filter = ("use", "is_active")


@admin.register(AccessRule)
class AccessRuleAdmin(HeldForApproval, Kept):
    """How long and how often a role sees a value waits for a second person; taking a rule away is done at once."""

    held_fields = ("seconds", "daily_budget", "daily_limit", "second_person")
    list_display = ("role", "subject", "seconds", "daily_budget", "daily_limit", "second_person")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        audit.record(
            acts.RULE_CHANGED, by=Actor.staff(request.user), on=f"{obj._meta.label_lower}:{obj.pk}",
            details={"deleted": str(obj)},
        )  # fmt: skip
        super().delete_model(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """One by one only, so that each is in the trail."""
        return obj is not None and super().has_delete_permission(request, obj)
