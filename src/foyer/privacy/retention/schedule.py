"""The rules of retention and their arithmetic."""

from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.apps import AppConfig
from django.apps import apps as installed
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foyer.base import clock
from foyer.base.clocks.legal import last_day
from foyer.base.text import Bilingual
from foyer.privacy.models import RetentionRule


@cache
def shipped() -> list[dict[str, Any]]:
    """The schedule as it comes with the house; the bank may make its own of it."""
    rows: list[dict[str, Any]] = yaml.safe_load(
        files("foyer.privacy").joinpath("fixtures/retention.yaml").read_text(encoding="utf-8")
    )
    return rows


def enter_after_migrate(sender: AppConfig, using: str, apps: Any = installed, **_signal: Any) -> None:
    """Enter the rules that are missing; one that the bank changed stays as it is."""
    try:
        rules = apps.get_model("privacy", "RetentionRule").objects.using(using)
    except LookupError:
        return
    known = set(rules.values_list("code", flat=True))
    for place, row in enumerate(shipped()):
        if row["code"] not in known:
            words = {name: Bilingual(**row[name]) for name in ("name", "law", "start_name")}
            rules.create(place=place, **{**row, **words})


def rules() -> list[RetentionRule]:
    return list(RetentionRule.objects.all())


def rule(code: str) -> RetentionRule:
    return RetentionRule.objects.get(code=code)


def check(changed: RetentionRule) -> None:
    """ValidationError where a line would keep something shorter than the law it names, or drop what a law protects."""
    first = next((row for row in shipped() if row["code"] == changed.code), None)
    if first is None:
        return
    if first.get("at_least") and _days(changed.months, changed.days) < _days(first.get("months"), first.get("days")):
        raise ValidationError(_("The law asks for at least as long as the schedule came with."), code="too_short")
    if first.get("survives_request") and not changed.survives_request:
        raise ValidationError(_("The law keeps this after a request for deletion."), code="law_keeps")


def _days(months: int | None, days: int | None) -> int:
    return months * 30 if months else days or 0


def outliving() -> set[str]:
    """The rules of law that restrict what a person asked to delete, instead of letting it go."""
    return set(RetentionRule.objects.filter(survives_request=True).values_list("code", flat=True))


def ends_on(of: RetentionRule, begins_on: date) -> date:
    """The last day on which it is kept."""
    if of.months:
        return last_day(begins_on, months=of.months, holidays=lambda _day: False)
    return begins_on + timedelta(days=of.days or 0)


def over_before(of: RetentionRule) -> datetime:
    """What began before this instant has been kept long enough."""
    today = timezone.localdate(clock.now())
    first = _months_back(today, of.months) if of.months else today - timedelta(days=of.days or 0)
    return datetime.combine(first, time(), ZoneInfo(settings.TIME_ZONE))


def _months_back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first_of_next = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_of_next - timedelta(days=1)).day))
