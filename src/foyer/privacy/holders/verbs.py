"""What is done across all rooms: counting, showing, correcting, erasing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from foyer.privacy.holders.registry import Holder, Rows, holders
from foyer.privacy.holders.subject import Subject

Told = Callable[[Holder, int], None]


def trace(subject: Subject) -> dict[str, int]:
    """How much each holder has of the person, by its code; also those that have nothing."""
    return {holder.code: holder.trace(subject) for holder in holders()}


def export(subject: Subject) -> dict[str, Rows]:
    """What the person may have, by holder; without those that have nothing to show."""
    shown = {holder.code: holder.export(subject) for holder in holders() if holder.export is not None}
    return {code: rows for code, rows in shown.items() if rows}


def kept_by_law(subject: Subject, rules: set[str]) -> dict[str, dict[str, Rows]]:
    """What these rules keep after a deletion: {rule: {holder: rows}}."""
    kept: dict[str, dict[str, Rows]] = {}
    for holder in holders():
        if holder.rule in rules and holder.for_law is not None and (rows := holder.for_law(subject)):
            kept.setdefault(holder.rule, {})[holder.code] = rows
    return kept


def erase(subject: Subject, *, told: Told | None = None) -> dict[str, int]:
    """Remove everything, holder by holder; how much each had. What a law keeps must have been kept before."""
    gone: dict[str, int] = {}
    for holder in holders():
        gone[holder.code] = holder.erase(subject)
        if told is not None:
            told(holder, gone[holder.code])
    return gone


def correct(subject: Subject, values: dict[str, str]) -> dict[str, int]:
    """Have every holder that can put these values right; how many rows each changed."""
    done: dict[str, Any] = {}
    for holder in holders():
        if holder.correct is not None and (count := holder.correct(subject, values)):
            done[holder.code] = count
    return done
