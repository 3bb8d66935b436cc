"""What the pages of security say: instants as the reader writes them, codes by their names."""

from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from foyer.base import audit
from foyer.base.text import Bilingual
from foyer.desk import security_words as words
from foyer.security.detection import owning, responses, rules, traits

register = template.Library()


@register.filter
def moment(at: Any) -> str:
    """Day, hours and minutes in the reader's zone and way of writing."""
    return _written(at, "H:i")


@register.filter
def second(at: Any) -> str:
    """The same to the second, where the order of things counts."""
    return _written(at, "H:i:s")


@register.filter
def act_name(code: str) -> str:
    """What an act is called; "customers.*" stays a pattern."""
    kind = audit.kinds().get(code)
    return str(kind.name) if kind else code


@register.filter
def trait_name(code: str) -> str:
    return str(traits.names().get(code, code))


@register.filter
def group_name(code: str) -> str:
    return str(words.GROUPS.get(code, code))


@register.filter
def outcome_name(code: str) -> str:
    return str(words.VALUES.get(code, code))


@register.filter
def owner_name(owner: str) -> str:
    return owning.name_of(owner)


@register.filter
def is_rule(code: str) -> bool:
    return code in _rules()


@register.filter
def rule_title(code: str) -> str:
    """What a shipped rule is called."""
    return str(_rules().get(code, code))


@register.filter
def response_name(code: str) -> str:
    kinds = responses.registered()
    return str(kinds[code].name) if code in kinds else code


@register.filter
def ended_because(why: str) -> str:
    """Codes of the house in words; what a person wrote as written."""
    return str(words.ENDED.get(why, why))


@register.filter
def detail_name(name: str) -> str:
    return words.detail(name)


@register.filter
def detail_value(value: Any) -> str:
    return words.value(value)


@register.filter
def subject_kind(subject: str) -> str:
    return words.subject(subject)[0]


@register.filter
def subject_which(subject: str) -> str:
    return words.subject(subject)[1]


@register.simple_tag
def condition(path: str, operator: str, wanted: Any) -> str:
    return words.condition(path, operator, wanted)


@cache
def _rules() -> dict[str, Bilingual]:
    return {said["code"]: Bilingual(**said["name"]) for said in rules.shipped()}


def _written(at: Any, clock: str) -> str:
    if not at:
        return ""
    instant = timezone.localtime(datetime.fromisoformat(at) if isinstance(at, str) else at)
    day = "SHORT_DATE_FORMAT" if get_language() == "en" else "Y-m-d"
    return f"{date_format(instant, day)} {date_format(instant, clock)}"
