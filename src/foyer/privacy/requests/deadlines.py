"""When a request must be answered: each active law pack gives a day, and the earliest wins.

cn   15 working days (the practice under PIPL 50; GB/T 35273 allows 30 days, the rules for apps 15 working days),
     once longer by as many
eu   one month, longer by two (GDPR 12(3))

The day it comes in is not counted; a last day that is a holiday moves to the next workday (Civil Code 200-204).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from foyer.base import clocks
from foyer.base.clocks import legal
from foyer.base.clocks.china import is_rest_day
from foyer.base.errors import Sentence
from foyer.base.text import Bilingual

ZONE = "Asia/Shanghai"
DAY = 24 * 3600
WARN = (5 * DAY, 2 * DAY)


@dataclass(frozen=True)
class Pack:
    """A law's limits: when it must be answered, and until when it may be extended, each from the day it came in."""

    code: str
    name: Sentence
    answer: Callable[[datetime], datetime]
    extended: Callable[[datetime], datetime]


def working_days(received_at: datetime, days: int) -> datetime:
    """The end of the so-and-so-many-th working day after the day of receipt, by China's published arrangement."""
    day = received_at.astimezone(ZoneInfo(ZONE)).date()
    while days:
        day += timedelta(days=1)
        days -= not is_rest_day(day)
    return datetime.combine(day + timedelta(days=1), time(), ZoneInfo(ZONE))


def _months(months: int) -> Callable[[datetime], datetime]:
    return lambda received_at: legal.deadline(received_at, months=months, holidays=legal.WITH_WEEKENDS)


PACKS = {
    "cn": Pack("cn", _("China: 15 working days"), lambda at: working_days(at, 15), lambda at: working_days(at, 30)),
    "eu": Pack("eu", _("European Union: one month"), _months(1), _months(3)),
}


def active() -> list[Pack]:
    """The packs that this bank switched on; China's where it said nothing."""
    codes = [code for code in getattr(settings, "FOYER_LAW_PACKS", ("cn",)) if code in PACKS]
    return [PACKS[code] for code in codes or ("cn",)]


def due(received_at: datetime) -> tuple[str, datetime]:
    """(the pack that decides, the deadline)."""
    return min(((pack.code, pack.answer(received_at)) for pack in active()), key=lambda each: each[1])


def longest(received_at: datetime) -> datetime:
    """Until when it may be extended."""
    return min(pack.extended(received_at) for pack in active())


def policy_of(pack: str) -> str:
    return f"privacy.request.{pack}"


def start(number: str, pack: str, due_at: datetime, *, at: datetime) -> None:
    """Let the clock of a request run; of one that was extended, the new one."""
    clocks.define(
        policy_of(pack), name=Bilingual("个人信息权利请求", "Subject request"), calendar=clocks.always(), seconds=None,
        warn_before=WARN,
    )  # fmt: skip
    clocks.stop(subject(number))
    clocks.start(policy_of(pack), subject(number), at=at, due_at=due_at)


def stop(number: str) -> None:
    clocks.stop(subject(number))


def subject(number: str) -> str:
    """By the request's number, which says nothing of the person."""
    return f"request:{number}"
