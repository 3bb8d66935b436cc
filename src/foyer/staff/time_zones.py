"""The names of time zones that units and users may choose."""

from functools import cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


@cache
def known() -> frozenset[str]:
    """Every zone with a place in its name, and UTC."""
    return frozenset(name for name in available_timezones() if "/" in name and not name.startswith("Etc/")) | {"UTC"}


def check_time_zone(name: str) -> None:
    """Refuse what is not in the IANA list."""
    if name not in known():
        raise ValidationError(_("“%(name)s” is not a time zone. Use a name such as Asia/Shanghai.") % {"name": name})


def choices() -> list[tuple[str, str]]:
    """For a list box: sorted, underscores read as spaces."""
    return [(name, name.replace("_", " ")) for name in sorted(known())]
