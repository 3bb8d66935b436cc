"""The register of recipients and what was given to them, in the back office.

A party is entered, described and ended at the desk, where region and contract are checked; what it may be given waits
for a second person here.
"""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from foyer.base.registers import Kept, ToBeRead
from foyer.privacy.models import Disclosure, Recipient, RecipientNotice
from foyer.staff.admin.held import HeldForApproval


@admin.register(Recipient)
class RecipientAdmin(Kept, HeldForApproval, ModelAdmin):
    held_permission = "privacy.manage_disclosures"
    held_fields = ("name", "contact", "role", "purposes", "kinds", "contract", "contract_until", "assessment",
                   "assessed_on", "exit_plan")  # fmt: skip
    list_display = ("code", "name", "role", "status", "region", "contract_until")
    list_filter = ("role", "status")
    search_fields = ("code", "contract")
    exclude = ("tell_secret",)  # entered at the desk, never kept in a proposal
    readonly_fields = ("code", "status", "region", "tell_by", "tell_url", "ended_on", "found_at", "changed_at",
                       "changed_by")  # fmt: skip


@admin.register(Disclosure)
class DisclosureAdmin(ToBeRead, ModelAdmin):
    """A proof: read, never changed. Whose data it was is not shown here."""

    list_display = ("at", "recipient", "purpose", "people_count", "basis", "reference")
    list_filter = ("recipient", "purpose")
    list_select_related = ("recipient", "purpose")
    exclude = ("customer",)
    ordering = ("-at",)


@admin.register(RecipientNotice)
class RecipientNoticeAdmin(ToBeRead, ModelAdmin):
    """Who is still to be told; its verbs are at the desk."""

    list_display = ("recipient", "occasion", "state", "due_at", "closed_at")
    list_filter = ("state", "occasion")
    list_select_related = ("recipient",)
    exclude = ("customer", "content")
    ordering = ("due_at",)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("privacy.view_recipientnotice"))
