"""The back office of security: how long the trail is kept, changed by two people."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from foyer.base.registers import Kept
from foyer.security.models import AuditPolicy
from foyer.staff.admin.held import HeldForApproval


@admin.register(AuditPolicy)
class AuditPolicyAdmin(Kept, HeldForApproval, ModelAdmin):
    """One row, there from the beginning; nobody adds or removes it."""

    held_fields = ("years",)
