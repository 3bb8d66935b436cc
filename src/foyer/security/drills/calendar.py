"""How often there must be a drill: a technical one every quarter, the leak of personal data every half year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from foyer.base import clock, live
from foyer.base.text import Bilingual
from foyer.security.drills.planning import PLAN
from foyer.security.models import Drill
from foyer.staff import queries as staff

REMIND_BEFORE = timedelta(days=14)


@dataclass(frozen=True)
class Duty:
    """One promise of the calendar: which drills count, and how long after the last the next is due."""

    code: str
    name: Bilingual
    every: timedelta

    def drills(self) -> QuerySet[Drill]:
        rows = Drill.objects.exclude(started_at=None)
        if self.code == "leak":
            return rows.filter(scenario__code="data-leak")
        return rows.filter(scenario__kind="technical")


DUTIES = (
    Duty("technical", Bilingual("技术演练（每季度至少一次）", "A technical drill each quarter"), timedelta(days=92)),
    Duty("leak", Bilingual("数据泄露告知演练（每半年一次）", "A data-leak drill each half year"), timedelta(days=183)),
)


@dataclass(frozen=True)
class Due:
    """A duty, when it was last done, when it is due next, and the drill that is planned for it."""

    duty: Duty
    last_at: datetime | None
    due_at: datetime
    planned: Drill | None

    @property
    def is_late(self) -> bool:
        return clock.now() > self.due_at

    @property
    def is_soon(self) -> bool:
        return clock.now() > self.due_at - REMIND_BEFORE


def duties() -> list[Due]:
    """Each duty as it stands. A house that never held one owes it from today on."""
    found = []
    for duty in DUTIES:
        last = duty.drills().aggregate(last=Max("started_at"))["last"]
        due_at = last + duty.every if last else clock.now()
        kinds = {"scenario__code": "data-leak"} if duty.code == "leak" else {"scenario__kind": "technical"}
        planned = Drill.objects.filter(state__in=("planned", "approved"), closes_at__gt=clock.now(), **kinds)
        found.append(Due(duty, last, due_at, planned.order_by("opens_at").first()))
    return found


@transaction.atomic
def remind() -> int:
    """Tell the planners what is due within two weeks and not planned; returns how many duties that are."""
    waiting = [one for one in duties() if one.is_soon and one.planned is None]
    for user_id in staff.permitted(PLAN).values_list("pk", flat=True) if waiting else ():
        codes = [one.duty.code for one in waiting]
        live.publish(f"staff:{user_id}", "security.drills_due", {"duties": codes})
    return len(waiting)
