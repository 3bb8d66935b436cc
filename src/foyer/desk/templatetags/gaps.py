"""What the to-write list shows of numbers."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

WIDTH, GAP, HEIGHT = 7, 2, 22


@register.simple_tag
def weekly(weeks: list[int]) -> SafeString:
    """Counts of the last weeks as small bars, the newest in the accent colour, with the same in words."""
    most = max([*weeks, 1])
    bars = [_bar(place, count, most, is_last=place == len(weeks) - 1) for place, count in enumerate(weeks)]
    words = _("By week, oldest first: %(counts)s") % {"counts": ", ".join(map(str, weeks))}
    width = len(weeks) * (WIDTH + GAP)
    drawn = format_html_join("", '<rect class="{}" x="{}" y="{}" width="{}" height="{}" rx="1.5"/>', bars)
    return format_html(
        '<svg class="weekly" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="{2}">{3}</svg>',
        width, HEIGHT, words, drawn,
    )  # fmt: skip


def _bar(place: int, count: int, most: int, *, is_last: bool) -> tuple[str, int, int, int, int]:
    height = max(2, round(HEIGHT * count / most))
    kind = "now" if is_last else "some" if count else "none"
    return kind, place * (WIDTH + GAP), HEIGHT - height, WIDTH, height


@register.filter
def signed(number: int) -> str:
    """A difference with its sign; a true minus."""
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "±0"
