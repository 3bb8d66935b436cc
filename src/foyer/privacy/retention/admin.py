"""The retention schedule in the back office: two people change it, and never below what the law asks."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from foyer.base.registers import Kept, ToBeRead
from foyer.privacy.models import RetentionReport, RetentionRule
from foyer.staff.admin.held import HeldForApproval

AGREE = "privacy.approve_retention"


@admin.register(RetentionRule)
class RetentionRuleAdmin(Kept, HeldForApproval, ModelAdmin):
    """Every field waits for a second person; `RetentionRule.clean` refuses less than the law asks for."""

    held_permission = AGREE
    list_display = ("code", "name", "basis", "months", "days", "action", "survives_request", "obeys_hold")
    list_filter = ("basis", "action")
    search_fields = ("code",)
    readonly_fields = ("code", "basis", "at_least", "start", "room")


@admin.register(RetentionReport)
class RetentionReportAdmin(ToBeRead, ModelAdmin):
    """What each run did."""

    ordering = ("-pk",)
