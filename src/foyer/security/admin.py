"""The back office of security: how long the trail is kept, changed by two people."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from foyer.security.models import AuditPolicy
from foyer.staff.admin.held import HeldForApproval


@admin.register(AuditPolicy)
class AuditPolicyAdmin(HeldForApproval, ModelAdmin):
    """One row, there from the beginning; nobody adds or removes it."""

    held_fields = ("years",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
