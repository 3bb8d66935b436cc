"""What the pages of data say: money, attributes, holdings and their states in the reader's words."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from babel import Locale
from babel.numbers import format_currency, format_decimal
from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from foyer.customers.standard import STANDARD
from foyer.customers.standard.saying import said
from foyer.desk import data_match_words as match_words
from foyer.desk import data_quality_words as quality_words
from foyer.desk import data_source_words as source_words
from foyer.desk import source_titles
from foyer.desk.choices import TIERS
from foyer.desk.data_words import (
    ATTRIBUTE_VALUES,
    HOLDING_ICONS,
    HOLDINGS,
    MOVEMENTS,
    PARTY_ROLES,
    RELATIONS,
    RULES,
    STATUSES,
)
from foyer.desk.event_words import event_words
from foyer.staff import queries as staff

register = template.Library()
register.filter(event_words)


@register.filter
def money(amount: Any, currency: str = "") -> str:
    """An amount as the reader writes it: ¥1,050.25, CZK 800.00."""
    try:
        number = Decimal(str(amount))
    except InvalidOperation:
        return ""
    locale = "en" if get_language() == "en" else "zh_Hans_CN"
    if not currency:
        return str(format_decimal(number, "#,##0.00", locale=locale))
    return str(format_currency(number, currency, locale=locale))


@register.filter
def is_out(amount: Any) -> bool:
    return str(amount).startswith("-")


@register.filter
def local_day(value: Any) -> str:
    """The day of an instant, in the reader's time zone; a date as it is."""
    if not value:
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if len(value) > 10 else date.fromisoformat(value)
    if isinstance(value, datetime):
        value = timezone.localtime(value) if value.tzinfo else value
    return date_format(value, "Y-m-d")


@register.simple_tag(takes_context=True)
def source_title(context: template.Context, code: str) -> str:
    """What a source is called."""
    return source_titles.title(code, source_titles.titles(context["request"]))


@register.filter
def percent(share: float) -> str:
    return f"{round(share * 100)}%"


@register.filter
def unlocalised(number: float) -> str:
    """A number for a machine: a point, no thousands."""
    return f"{number:.4f}"


@register.filter
def quality_parts(quality: dict[str, Any]) -> list[tuple[str, float]]:
    """The three parts of a profile's score, with their names."""
    return [
        (_("Completeness"), quality["completeness"]),
        (_("Accuracy"), quality["accuracy"]),
        (_("Consistency"), quality["consistency"]),
    ]


@register.filter
def attribute_value(value: str, attribute: str) -> str:
    """A value in words: our own, else the standard's; a country, an outlet by its name, a tier as on the whole desk."""
    if attribute == "nationality":
        return str(Locale("en" if get_language() == "en" else "zh").territories.get(value, value))
    if attribute == "branch_code":
        return staff.unit_name(value)
    if attribute == "segment":
        return str(TIERS.get(value, value))
    known = ATTRIBUTE_VALUES.get(attribute, {}).get(value)
    if known is None and attribute in STANDARD["party"].fields:
        return said("party", attribute, value)
    return str(known or value)


@register.filter
def rule_name(rule: str) -> str:
    return str(RULES.get(rule, rule))


@register.filter
def holding_name(kind: str) -> str:
    return str(HOLDINGS.get(kind) or said("holding", "kind", kind))


@register.filter
def holding_icon(kind: str) -> str:
    return HOLDING_ICONS.get(kind, "wallet")


@register.filter
def role_name_of_party(role: str) -> str:
    return str(PARTY_ROLES.get(role, role))


@register.filter
def status_name(status: str) -> str:
    return str(STATUSES.get(status) or said("holding", "status", status))


@register.filter
def movement_name(kind: str) -> str:
    """A kind of movement in words; what a source wrote of its own stays as written."""
    return str(MOVEMENTS.get(kind) or said("transaction", "kind", kind))


@register.filter
def relation_name(kind: str) -> str:
    return str(RELATIONS.get(kind, kind))


@register.filter
def entry_url(entry: dict[str, Any]) -> str:
    """Where an entry of the timeline leads, if this face has a page for it."""
    if entry["kind"] == "conversations.conversation" and entry["about"]:
        return reverse("desk:conversation", args=[entry["about"]])
    return ""


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """What a mapping holds under a key that the template knows."""
    return mapping.get(key, "") if mapping else ""


@register.filter
def comparison_name(comparison: str) -> str:
    return str(match_words.COMPARISONS.get(comparison, comparison))


@register.filter
def step_name(bar: dict[str, Any]) -> str:
    """How the two records agree in one comparison, or what a bar without steps means."""
    step = bar["step"]
    return str(match_words.STEPS.get(step, step) if step else match_words.EXPLAINED.get(bar["comparison"], ""))


@register.filter
def weight_words(bits: float) -> str:
    return match_words.weighed(bits)


@register.filter
def chance(probability: float) -> str:
    return match_words.chance(probability)


@register.filter
def pair_state(state: str) -> str:
    return str(match_words.PAIR_STATES.get(state, state))


@register.filter
def change_name(kind: str) -> str:
    return str(match_words.CHANGES.get(kind, kind))


@register.filter
def entity_name(entity: str) -> str:
    return str(quality_words.ENTITIES.get(entity, entity))


@register.filter
def field_of(field: str, entity: str) -> str:
    return quality_words.field_name(entity, field)


@register.filter
def broken_rule(rule: str) -> str:
    """A rule as a list names it when it is broken: "cannot be read"."""
    return str(quality_words.RULES.get(rule, rule))


@register.filter
def dimension_name(dimension: str) -> str:
    return str(quality_words.DIMENSIONS.get(dimension, dimension))


@register.filter
def held_state(state: str) -> str:
    return str(quality_words.HELD_STATES.get(state, state))


@register.filter
def last_part(path: str) -> str:
    """The name of a file without its folders."""
    return path.rsplit("/", 1)[-1]


@register.filter
def run_state(state: str) -> str:
    return str(source_words.RUN_STATES.get(state, state))


@register.filter
def schedule_words(schedule: str) -> str:
    return source_words.schedule(schedule)


@register.filter
def place_name(place: str) -> str:
    return str(source_words.PLACES.get(place, place))


@register.filter
def basis_name(basis: str) -> str:
    return str(source_words.BASES.get(basis, basis))


@register.filter
def count_group(group: str) -> str:
    return str(source_words.COUNT_GROUPS.get(group, group))


@register.filter
def count_name(name: str) -> str:
    """What a run counted: a table of the source, or what came of one, as "users · contact points"."""
    table, _slash, entity = name.partition("/")
    if name == "all":
        return _("all")
    return f"{table} · {entity_name(entity)}" if entity and entity != table else table


@register.filter
def count_word(word: str) -> str:
    return str(source_words.COUNTS.get(word, word))
