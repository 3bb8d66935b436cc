"""What every template may use: icons, initials and times that read well in both languages."""

import re
from datetime import datetime
from functools import lru_cache

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from foyer.base import clock as house_clock
from foyer.base import house

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An outline icon of Tabler's, inlined; with a `label` it speaks, without one it is decoration."""
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return mark_safe(_drawing(name).replace("<svg", f'<svg class="icon" {spoken}', 1))  # noqa: S308  our own package


@lru_cache
def _drawing(name: str) -> str:
    path = settings.LIBRARIES / "@tabler/icons/icons/outline" / f"{name}.svg"
    text = re.sub(r"<!--.*?-->", "", path.read_text(), flags=re.S).strip()
    return re.sub(r'\s(?:class|width|height)="[^"]*"', "", text.replace("\n", " "), count=3)


@register.simple_tag
def house_name() -> str:
    """What the house is called, in the reader's language."""
    return str(house.name())


@register.simple_tag
def house_phone() -> str:
    """The number that can always be called, if there is one."""
    return house.phone()


@register.filter
def clock(seconds: float | None) -> str:
    """Seconds as minutes and seconds: 161 → "2:41", hours when there are any."""
    if seconds is None:
        return "–"
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@register.filter
def ago(instant: datetime | None) -> str:
    """How long ago, in one unit; the date once it is more than a week."""
    if instant is None:
        return ""
    seconds = int((house_clock.now() - instant).total_seconds())
    if seconds < 60:
        return _("just now")
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if minutes < 60:
        return ngettext("%d minute ago", "%d minutes ago", minutes) % minutes
    if hours < 24:
        return ngettext("%d hour ago", "%d hours ago", hours) % hours
    if days < 7:
        return ngettext("%d day ago", "%d days ago", days) % days
    return date_format(timezone.localtime(instant), "SHORT_DATE_FORMAT")


@register.filter
def initials(name: str) -> str:
    """What stands in a person's round picture: the first character in Chinese, two letters in English."""
    words = str(name).split()
    if not words:
        return "?"
    if not words[0].isascii():
        return words[0][0]
    return "".join(word[0] for word in words[:2]).upper()
