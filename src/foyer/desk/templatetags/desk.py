"""What the desk's templates say: states, channels, topics and times in the reader's words."""

import json
from datetime import datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.base import clock as house_clock
from foyer.base.templatetags.foyer import clock, icon
from foyer.desk.choices import (
    ASSURANCES,
    CHANNEL_ICONS,
    CONCERNS,
    DOTS,
    LANGUAGES,
    LINK_FAULTS,
    MODES,
    STATES,
    TIERS,
    TOPICS,
    URGENT_TOPICS,
    VERBS,
)

register = template.Library()


@register.filter
def state_name(state: str) -> str:
    return str(dict(STATES).get(state, state))


@register.filter
def state_dot(state: str) -> str:
    return DOTS.get(state, "")


@register.filter
def channel_icon(channel: str) -> SafeString:
    return icon(CHANNEL_ICONS.get(channel, "message"))


@register.filter
def topic_name(topic: str) -> str:
    return str(TOPICS.get(topic, topic.replace("-", " ").replace("_", " ")))


@register.filter
def concern_chip(concern: str) -> SafeString:
    """Why somebody who has waited less stands first; nothing for what needs no word."""
    name, tone = CONCERNS.get(concern, ("", ""))
    return format_html('<span class="chip {}">{}</span>', tone, name) if name else SafeString("")


@register.filter
def tier_name(tier: str) -> str:
    return str(TIERS.get(tier, tier))


@register.filter
def language_name(language: str) -> str:
    return LANGUAGES.get(language, language)


@register.filter
def assurance_name(level: int) -> str:
    return str(ASSURANCES[level][0])


@register.filter
def mode_name(mode: str) -> str:
    return str(MODES[mode][0])


@register.filter
def mode_send(mode: str) -> str:
    return str(MODES[mode][1])


@register.filter
def mode_placeholder(mode: str) -> str:
    return str(MODES[mode][2])


@register.filter
def share(ratio: float | None) -> str:
    """0.864 as 86.4%."""
    return "–" if ratio is None else f"{100 * ratio:.1f}%"


@register.filter
def score(mean: float | None) -> str:
    return "–" if mean is None else f"{mean:.2f}"


@register.filter
def as_json(value: Any) -> str:
    """For a data attribute; the template escapes it."""
    return json.dumps(value, ensure_ascii=False)


@register.filter
def since_clock(at: str) -> str:
    """How long ago, as m:ss; the script goes on from there."""
    return clock((house_clock.now() - datetime.fromisoformat(at)).total_seconds()) if at else ""


@register.filter
def local_time(at: Any) -> str:
    """Hours and minutes today, the day otherwise."""
    instant = _local(at)
    if instant is None:
        return ""
    same_day = instant.date() == timezone.localtime(house_clock.now()).date()
    return f"{instant:%H:%M}" if same_day else f"{instant:%m-%d}"


@register.filter
def local_date(at: Any) -> str:
    instant = _local(at)
    return f"{instant:%Y-%m-%d}" if instant else ""


def _local(at: Any) -> datetime | None:
    if not at:
        return None
    return timezone.localtime(datetime.fromisoformat(at) if isinstance(at, str) else at)


@register.inclusion_tag("desk/parts/item.html", takes_context=True)
def item_row(context: Any, card: dict[str, Any]) -> dict[str, Any]:
    """One conversation of the left pane."""
    request = context.get("request")
    me = str(request.user.pk) if request else ""
    has_chips = (
        card["is_offer"] or card["topic"] in URGENT_TOPICS or card["elderly"] or card["vulnerable"]
        or card["concern"] in CONCERNS or card["status"] == "closed"
        or (card["assignee"] and card["assignee"]["id"] != me)
    )  # fmt: skip
    return {"card": card, "me": me, "urgent_topics": URGENT_TOPICS, "has_chips": has_chips}


METHODS = {
    "sms_code": gettext_lazy("text message"),
    "session": gettext_lazy("signed in"),
    "password": gettext_lazy("password"),
    "passkey": gettext_lazy("passkey"),
}


@register.simple_tag
def assurance_chip(level: int, method: str = "") -> SafeString:
    """How surely we know who is speaking, in words."""
    name, tone = ASSURANCES[level]
    how = METHODS.get(method, method)
    return format_html('<span class="chip {}">{}{}</span>', tone, name, f" · {how}" if how and level > 1 else "")


@register.simple_tag
def verb_buttons(verbs: list[str], mine: bool) -> SafeString:
    """The most wanted verbs as buttons, the others in a menu behind three dots; in another's hands none stands out."""
    shown = [verb for verb in verbs if VERBS[verb].is_first]
    rest = [verb for verb in verbs if not VERBS[verb].is_first]
    buttons = format_html_join("", "{}", ((_button(verb, mine),) for verb in shown))
    return format_html("{}{}", buttons, _menu(rest)) if rest else buttons


def _button(verb: str, mine: bool) -> SafeString:
    row = VERBS[verb]
    tone = " btn-primary" if row.is_main and (mine or verb in ("take", "reopen")) else ""
    title = f"{row.name} ({row.key})" if row.key else row.name
    return format_html(
        '<button class="btn{}" type="button" data-verb="{}" title="{}">{}</button>', tone, verb, title, row.name
    )


def _menu(verbs: list[str]) -> SafeString:
    rows = format_html_join(
        "",
        '<button class="menu-item{}" type="button" data-verb="{}">{}{}</button>',
        ((" text-danger" if verb == "block" else "", verb, icon(VERBS[verb].icon), VERBS[verb].name) for verb in verbs),
    )
    return format_html(
        '<button class="btn btn-quiet" type="button" popovertarget="verb-menu" aria-expanded="false">{}</button>'
        '<div class="menu verb-menu" id="verb-menu" popover>{}</div>',
        icon("dots", _("More")),
        rows,
    )


@register.filter
def link_fault(why: str) -> str:
    """What is wrong with a link, in words."""
    return str(LINK_FAULTS.get(why) or _("The page answered with %s.") % why.removeprefix("status_"))
