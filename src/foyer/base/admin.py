"""The back office of the house's mechanisms: the dead-letter register here, the others beside what they show."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from foyer.base.aids import admin as aids_admin
from foyer.base.clocks import admin as clocks_admin
from foyer.base.events import discard, replay
from foyer.base.events.models import Delivery
from foyer.base.jobs import admin as jobs_admin
from foyer.base.registers import ToBeRead

__all__ = ["DeliveryAdmin", "aids_admin", "clocks_admin", "jobs_admin"]


@admin.register(Delivery)
class DeliveryAdmin(ToBeRead, ModelAdmin):
    """What could not be handed over, why, and the buttons to hand it over again or to give it up."""

    list_display = ("fact_name", "handler", "key", "state", "attempts", "last_error_line", "next_try_at", "settled_at")
    list_filter = ("state", "handler")
    search_fields = ("key", "handler", "fact__name")
    list_select_related = ("fact",)
    ordering = ("-id",)
    actions = ("replay_chosen", "discard_chosen")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return super().get_queryset(request).exclude(state=Delivery.State.DONE)

    @admin.display(description=_("fact"), ordering="fact__name")
    def fact_name(self, delivery: Delivery) -> str:
        return delivery.fact.name

    @admin.display(description=_("last error"))
    def last_error_line(self, delivery: Delivery) -> str:
        return delivery.last_error[:120]

    def has_replay_permission(self, request: HttpRequest) -> bool:
        """Whoever may replay may also give up: `base.replay_delivery`."""
        return request.user.has_perm("base.replay_delivery")

    @admin.action(description=_("Hand over once more"), permissions=["replay"])
    def replay_chosen(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        count = replay(list(chosen.values_list("pk", flat=True)))
        told = ngettext("%d dead letter will be handed over.", "%d dead letters will be handed over.", count)
        messages.success(request, told % count)

    @admin.action(description=_("Give up for good"), permissions=["replay"])
    def discard_chosen(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        count = discard(list(chosen.values_list("pk", flat=True)))
        messages.success(request, ngettext("%d dead letter given up.", "%d dead letters given up.", count) % count)
