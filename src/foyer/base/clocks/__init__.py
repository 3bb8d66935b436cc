"""Deadlines: every promise with a time in it is one kind of thing, a clock.

A **calendar** says when somebody works (several blocks a day, dates that differ both ways, any time zone). A
**policy** says how much business time a thing may take on a calendar and when to warn; its versions are never
changed, and a running clock keeps the version it was started with. A **clock** runs for one subject; its story
(start, pause, resume, stop, warned, due) is append-only, and `next_due` is the one indexed instant at which something
must happen next. The relay process looks twice a second.

    terms = {"calendar": office, "seconds": 8 * 3600, "warn_before": [3600]}
    define("staff.approval", name=Bilingual("审批时限", "Approval"), **terms)

    start("staff.approval", "approval_step:42")          # asked twice, started once
    pause("approval_step:42"); resume("approval_step:42"); stop("approval_step:42")
    remaining(of("approval_step:42"))                    # business seconds, negative when late

    @on_due("staff.approval")                            # runs once for each warning and once when due
    def remind(due: Due) -> None: ...

The handler runs in the transaction that notes the point as passed, so it happens once; when it fails, it is tried
again. `is_open`, `opens_at`, `business_seconds` and `add_business_seconds` answer for a calendar alone. `legal`
counts the days of China's Civil Code."""

from foyer.base.clocks.actions import define, pause, resume, start, stop
from foyer.base.clocks.calendars import (
    add_business_seconds,
    always,
    business_seconds,
    calendar,
    closes_at,
    fill_china_year,
    is_open,
    opens_at,
    recalculate,
    set_day,
)
from foyer.base.clocks.errors import CannotPause, NotPublished, UnknownDeadline
from foyer.base.clocks.firing import Due, due_before, on_due, run_due
from foyer.base.clocks.hours import Hours, NeverOpen
from foyer.base.clocks.models import Calendar, Clock, ClockPolicy
from foyer.base.clocks.time_left import elapsed, of, remaining

__all__ = [
    "Calendar",
    "CannotPause",
    "Clock",
    "ClockPolicy",
    "Due",
    "Hours",
    "NeverOpen",
    "NotPublished",
    "UnknownDeadline",
    "add_business_seconds",
    "always",
    "business_seconds",
    "calendar",
    "closes_at",
    "define",
    "due_before",
    "elapsed",
    "fill_china_year",
    "is_open",
    "of",
    "on_due",
    "opens_at",
    "pause",
    "recalculate",
    "remaining",
    "resume",
    "run_due",
    "set_day",
    "start",
    "stop",
]
