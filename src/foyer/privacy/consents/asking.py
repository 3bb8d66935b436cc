"""Asking for a consent without harassing: not within the cool-down after a no, and not twice in a session."""

from datetime import datetime, timedelta
from typing import Any

from foyer.base import clock
from foyer.privacy.gates.persons import person
from foyer.privacy.models import Asked, AskPolicy, Purpose

USUAL_DAYS = 90


def not_before(code: str, answer: str, answered_at: datetime | None) -> datetime | None:
    """The earliest moment to ask again; None where nobody said no."""
    if answer not in ("refused", "withdrawn") or answered_at is None:
        return None
    return answered_at + timedelta(days=cool_down_days(code))


def cool_down_days(code: str) -> int:
    """Days without asking: the purpose's own line, else the usual one."""
    rows = AskPolicy.objects.filter(purpose__code=code) | AskPolicy.objects.filter(purpose=None)
    days = {row.purpose_id is not None: row.cool_down_days for row in rows}
    return days.get(True, days.get(False, USUAL_DAYS))


def was_asked(code: str, session: str) -> bool:
    return Asked.objects.filter(purpose__code=code, session=session[:64]).exists()


def asked(who: Any, code: str, session: str) -> None:
    """Remember that somebody was asked in a session. Twice is once."""
    found = person(who)
    Asked.objects.bulk_create(
        [Asked(purpose_id=Purpose.objects.values_list("pk", flat=True).get(code=code), session=session[:64],
               **found.keys())],
        ignore_conflicts=True,
    )  # fmt: skip


def forget_asked() -> int:
    """Sessions end: what was asked two days ago is dropped. The answers stay in the ledger."""
    return Asked.objects.filter(at__lt=clock.now() - timedelta(days=2)).delete()[0]
