"""The bank's own survivorship rules: whose word counts for an attribute, where it is not the usual order."""

from itertools import permutations
from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSelectWidget

from foyer.customers.models import SurvivorshipRule
from foyer.customers.profile.survivorship import CRITERIA, ORDERS, USUAL
from foyer.customers.profile.view import CONTACT, IDENTITY, LABELS
from foyer.staff.admin.held import HeldForApproval

WORDS = {
    "verified": _("verified by the bank"),
    "trust": _("the more trusted source"),
    "recency": _("the later word"),
    "frequency": _("what most records say"),
}


def in_words(order: tuple[str, ...]) -> Any:
    """verified by the bank › the later word › …"""
    return format_lazy(" › ".join(["{}"] * len(order)), *(WORDS[criterion] for criterion in order))


class RuleForm(forms.ModelForm):
    attribute = forms.ChoiceField(
        label=_("attribute"),
        choices=lambda: [(name, LABELS[name]) for name in (*IDENTITY, *CONTACT)],
        widget=UnfoldAdminSelectWidget,
    )
    criteria = forms.TypedChoiceField(
        label=_("criteria, the strongest first"),
        choices=lambda: [(",".join(order), in_words(order)) for order in permutations(CRITERIA)],
        coerce=lambda chosen: chosen.split(","),
        help_text=_("The first criterion at which two values differ decides. It counts from the next run on."),
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = SurvivorshipRule
        fields = ("attribute", "criteria")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["criteria"] = ",".join(self.instance.criteria or USUAL)


@admin.register(SurvivorshipRule)
class SurvivorshipRuleAdmin(HeldForApproval, ModelAdmin):
    """Whose word counts decides what the bank believes of everybody: two people agree to it."""

    held_fields = ("criteria",)
    form = RuleForm
    list_display = ("named", "order", "usual_order")

    def save_model(self, request: HttpRequest, obj: SurvivorshipRule, form: Any, change: bool) -> None:
        """A new rule begins with the usual order, until another is agreed to."""
        obj.criteria = obj.criteria or list(ORDERS.get(obj.attribute, USUAL))
        super().save_model(request, obj, form, change)

    @admin.display(description=_("attribute"), ordering="attribute")
    def named(self, rule: SurvivorshipRule) -> str:
        return str(LABELS.get(rule.attribute, rule.attribute))

    @admin.display(description=_("criteria, the strongest first"))
    def order(self, rule: SurvivorshipRule) -> str:
        return str(in_words(tuple(rule.criteria)))

    @admin.display(description=_("in place of"))
    def usual_order(self, rule: SurvivorshipRule) -> str:
        return str(in_words(ORDERS.get(rule.attribute, USUAL)))
