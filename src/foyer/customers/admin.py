"""The register of customers: masked, read for what is known, changed only where no other room decides."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from foyer.base.actors import Actor
from foyer.base.registers import Kept, NotAdded
from foyer.customers import actions
from foyer.customers.collecting import admin as collecting  # noqa: F401  its registers
from foyer.customers.masking import masked_name, masked_phone
from foyer.customers.models import Customer, CustomerSession
from foyer.customers.profile import admin as profile  # noqa: F401  its registers


@admin.register(Customer)
class CustomerAdmin(Kept, ModelAdmin):
    list_display = ("number", "masked", "masked_number", "tier", "unit", "is_elderly", "is_vulnerable", "blocked_at")
    list_filter = ("tier", "is_elderly", "is_vulnerable", "language")
    list_select_related = ("unit",)
    search_fields = ("number",)
    autocomplete_fields = ("unit", "dedicated_agent")
    fields = (
        "number", "masked", "masked_number", "language", "birth_year", "is_elderly", "is_vulnerable", "tier", "unit",
        "dedicated_agent", "joined_at", "blocked_at", "blocked_by", "blocked_reason",
    )  # fmt: skip
    readonly_fields = ("number", "masked", "masked_number", "joined_at", "blocked_at", "blocked_by", "blocked_reason")
    actions = ("block_for_abuse", "unblock")

    @admin.display(description=_("name"))
    def masked(self, customer: Customer) -> str:
        return masked_name(customer.name)

    @admin.display(description=_("phone"))
    def masked_number(self, customer: Customer) -> str:
        return masked_phone(customer.phone)

    @admin.action(description=_("Block for abuse"), permissions=["change"])
    def block_for_abuse(self, request: HttpRequest, customers: QuerySet[Customer]) -> None:
        for customer in customers:
            actions.block(customer.id, reason="back office", by=Actor.staff(request.user))

    @admin.action(description=_("Unblock"), permissions=["change"])
    def unblock(self, request: HttpRequest, customers: QuerySet[Customer]) -> None:
        for customer in customers:
            actions.unblock(customer.id, by=Actor.staff(request.user))


@admin.register(CustomerSession)
class CustomerSessionAdmin(NotAdded, ModelAdmin):
    list_display = ("customer", "created_at", "expires_at", "revoked_at")
    list_select_related = ("customer",)
    readonly_fields = ("customer", "created_at", "expires_at", "revoked_at")
    exclude = ("token_hash",)
