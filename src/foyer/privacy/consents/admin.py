"""Purposes and notices in the back office. Putting a purpose to use, and publishing, are verbs of the desk."""

from django.contrib import admin
from unfold.admin import ModelAdmin

from foyer.base.registers import Kept, ToBeRead
from foyer.privacy.models import AskPolicy, ContactRule, PrivacyNotice, Purpose
from foyer.staff.admin.held import HeldForApproval

AGREE = "privacy.approve_notice"


@admin.register(Purpose)
class PurposeAdmin(Kept, HeldForApproval, ModelAdmin):
    """What a purpose covers decides what the gates allow: every field waits for a second person."""

    held_permission = AGREE
    list_display = ("code", "name", "group", "basis", "rule", "active_at")
    list_filter = ("group", "basis", "rule")
    search_fields = ("code",)
    readonly_fields = ("code", "active_at", "assessment")


@admin.register(AskPolicy)
class AskPolicyAdmin(Kept, HeldForApproval, ModelAdmin):
    """How long nobody is asked again after a no."""

    held_permission = AGREE


@admin.register(ContactRule)
class ContactRuleAdmin(Kept, HeldForApproval, ModelAdmin):
    """Hours of contact and how often somebody may be contacted."""

    held_permission = AGREE
    list_display = ("__str__", "group", "channel", "most", "days", "calendar", "is_active")
    list_filter = ("group", "channel")


@admin.register(PrivacyNotice)
class PrivacyNoticeAdmin(ToBeRead, ModelAdmin):
    """Drafted, agreed to and published at the desk; here to be read."""

    list_display = ("version", "status", "published_at", "digest")
    list_filter = ("status",)
    ordering = ("-version",)
