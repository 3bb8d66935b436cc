"""What the pages of the assistant's measures say."""

from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from foyer.assistant.evaluation.queries import FAULTS
from foyer.assistant.evaluation.trials import Standing
from foyer.base.templatetags.foyer import clock
from foyer.conversations import queries as conversations
from foyer.desk.assistant_words import BY, OUTCOMES
from foyer.desk.templatetags.desk import language_name, share, topic_name

register = template.Library()
_MINUTE = 60


@register.simple_tag
def dimensions() -> list[tuple[str, Any]]:
    return list(BY.items())


@register.filter
def dimension_word(name: str) -> str:
    return str(BY.get(name, name))


@register.filter
def value_word(value: str, name: str) -> str:
    """A channel, subject or language in words."""
    if name == "channel":
        return conversations.channel_name(value)
    if name == "subject":
        return topic_name(value)
    return language_name(value) if name == "lang" else value


@register.filter
def as_query(only: tuple[tuple[str, str], ...]) -> str:
    return f"&{urlencode(only)}" if only else ""


@register.filter
def of(part: int, whole: int) -> str:
    """A share with what it is of; a dash for nothing of nothing."""
    return f"{share(part / whole)}" if whole else "–"


@register.filter
def share2(ratio: float | None) -> str:
    """0.99653 as 99.65%: availability is told apart in its last digits."""
    return "–" if ratio is None else f"{100 * ratio:.2f}%"


@register.filter
def seconds_of(seconds: float | None) -> str:
    """As short as it can be read: 18 ms, 1.2 s, 2:05."""
    if seconds is None:
        return "–"
    if seconds < 1:
        return _("%(n)d ms") % {"n": round(1000 * seconds)}
    return _("%(n)s s") % {"n": f"{seconds:.1f}"} if seconds < _MINUTE else clock(seconds)


@register.filter
def hours_of(hours: float) -> str:
    return _("%(n)s h") % {"n": f"{hours:.1f}"} if hours >= 1 else _("%(n)s min") % {"n": f"{60 * hours:.1f}"}


@register.filter
def fault_word(code: str) -> str:
    return str(FAULTS.get(code, code))


@register.filter
def outcome_word(code: str) -> str:
    return str(dict(OUTCOMES).get(code, code))


@register.filter
def variation_words(variation: dict[str, float]) -> str:
    """What the new version does otherwise."""
    names = {"answer_at": _("answers from %(value)s on"), "offer_at": _("offers from %(value)s on")}
    return "; ".join(names[name] % {"value": f"{value:.2f}"} for name, value in variation.items() if name in names)


@register.filter
def became(session: Any) -> str:
    """What became of a session, in a few words."""
    if session.closed_at is None:
        return pgettext("session", "open")
    if session.came_back_at is not None:
        return _("came back")
    if session.is_contained is None:
        return _("closed, not yet certain")
    return _("stayed solved") if session.is_contained else pgettext("session", "closed")


@register.filter
def trial_conclusion(standing: Standing) -> str:
    """What the test says so far, in a sentence."""
    verdict = standing.verdict
    if verdict.difference is None or verdict.low is None or verdict.high is None:
        return _("Too few conversations to say anything yet: fifty of each are needed.")
    bounds = {"by": verdict.difference, "low": verdict.low, "high": verdict.high}
    points = {name: f"{100 * value:+.1f}" for name, value in bounds.items()}
    if not verdict.is_decided:
        return _("No difference is certain yet: %(by)s points, between %(low)s and %(high)s.") % points
    if verdict.difference > 0:
        return _("The new version is better by %(by)s points, between %(low)s and %(high)s.") % points
    return _("The new version is worse by %(by)s points, between %(low)s and %(high)s.") % points


@register.simple_tag(takes_context=True)
def querystring_with(context: Any, **changes: Any) -> str:
    """The address's own query with some values changed."""
    given = context["request"].GET.copy()
    for name, value in changes.items():
        given[name] = value
    return str(given.urlencode())
