"""What the pages of data quality say: entities, rules, dimensions, states of held rows."""

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from foyer.customers.standard import STANDARD

Words = dict[str, str | Promise]
ENTITIES: Words = {
    "party": _("Customer"),
    "identifier": _("Document"),
    "contact_point": _("Contact point"),
    "address": _("Address"),
    "account": _("Account"),
    "account_party": _("Party to an account"),
    "holding": _("Product held"),
    "transaction": _("Transaction"),
    "behaviour_event": _("Behaviour event"),
    "service_interaction": _("Service interaction"),
    "external_attribute": _("External attribute"),
    "relation": _("Relation"),
}
RULES: Words = {
    "required": _("not given"),
    "readable": _("cannot be read"),
    "one_of": _("nothing given"),
    "in_codes": _("unknown code"),
    "matches": _("wrong pattern"),
    "length": _("wrong length"),
    "range": _("out of range"),
    "unique": _("occurs twice"),
    "not_before": _("too early"),
    "not_future": _("in the future"),
    "not_older": _("out of date"),
    "present_when": _("missing here"),
    "agrees_with_id": _("contradicts the ID"),
    "refers_to": _("points nowhere"),
    "in_reference": _("not in the reference"),
    "within": _("not in that place"),
}
DIMENSIONS: Words = {
    "completeness": _("Completeness"),
    "validity": _("Validity"),
    "uniqueness": _("Uniqueness"),
    "consistency": _("Consistency"),
    "timeliness": _("Timeliness"),
    "accuracy": _("Accuracy"),
}
HELD_STATES: Words = {
    "waiting": _("Waiting"),
    "corrected": _("Corrected"),
    "released": _("Released"),
    "discarded": _("Discarded"),
    "mended": _("Mended at the source"),
}
RELEASE_REASONS = [_("The rule does not fit this case"), _("Confirmed with the source's owner")]
DISCARD_REASONS = [_("Test data"), _("Nothing in it can be used"), _("Entered again elsewhere")]
STOPPING = sorted(
    {rule.code for one in STANDARD.entities.values() for each in one.fields.values() for rule in each.rules
     if rule.severity == "reject"} | {rule.code for one in STANDARD.entities.values() for rule in one.rules}
)  # fmt: skip
"""The rules that can hold a row back."""


def field_name(entity: str, field: str) -> str:
    """A field of the standard in the reader's words."""
    known = STANDARD[entity].fields if entity in STANDARD else {}
    return known[field].meaning.of(get_language() or "en") if field in known else field


def rule_meaning(entity: str, field: str, code: str) -> str:
    """How the rule is broken, and what it asks of this field as the standard says it."""
    known = STANDARD[entity].fields if entity in STANDARD else {}
    rules = [*(known[field].rules if field in known else ()), *(STANDARD[entity].rules if entity in STANDARD else ())]
    found = [rule.meaning.of(get_language() or "en") for rule in rules if rule.code == code]
    return " · ".join([str(RULES.get(code, code)), *found[:1]])
