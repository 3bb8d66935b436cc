"""Which day it is for the bank: articles are valid by the calendar of the bank's time zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from foyer.base import clock


def bank_day(at: datetime | None = None) -> date:
    """The bank's date at an instant, by default now."""
    return (at or clock.now()).astimezone(ZoneInfo(settings.TIME_ZONE)).date()
