"""Looking at what was newly sealed: each entry exactly once, however many relays there are.

The cursor is one row. Who holds it reads the seals after its number, counts them, raises what is exceeded and moves
it, all in one transaction: killed before the end, nothing happened, and the next one does the same again.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from foyer.base import clock
from foyer.security.detection import counting
from foyer.security.detection.alerting import Exceeded, raise_alert
from foyer.security.detection.chain import look_at_seals
from foyer.security.detection.matching import Hit, hits, is_act
from foyer.security.detection.watched import Watched, watched
from foyer.security.models import AuditEntry, AuditSeal, DetectionCursor

AT_ONCE = 2_000


def look() -> int:
    """Look at everything that was sealed since the last time; returns how many entries that were."""
    done = 0
    while count := _look_at_some():
        done += count
        if count < AT_ONCE:
            break
    return done


@transaction.atomic
def _look_at_some() -> int:
    cursor = DetectionCursor.objects.select_for_update(skip_locked=True).first()
    if cursor is None:
        return 0
    seals = list(AuditSeal.objects.filter(seq__gt=cursor.seq).order_by("seq")[:AT_ONCE])
    if not seals:
        return 0
    rows = AuditEntry.objects.in_bulk([seal.entry for seal in seals])
    entries = [rows[seal.entry] for seal in seals if seal.entry in rows]
    rules = watched()
    for one in rules:
        count(one, entries)
    look_at_seals(rules, seals, rows)
    cursor.seq, cursor.at = seals[-1].seq, clock.now()
    cursor.save(update_fields=["seq", "at"])
    return len(seals)


def count(one: Watched, entries: Iterable[AuditEntry]) -> None:
    """Count the entries for one rule, part by part, and raise what is exceeded at the end of each part."""
    parts: dict[int, list[Hit]] = {}
    for hit in hits(one.spec, [entry for entry in entries if is_act(one.spec, entry.act)]):
        parts.setdefault(counting.part_of(one.spec, hit.entry.at), []).append(hit)
    for part in sorted(parts):
        counting.add(one.rule.pk, one.spec, parts[part])
        _judge(one, part, {hit.group: hit for hit in parts[part]})


def _judge(one: Watched, part: int, last: dict[str, Hit]) -> None:
    for group, reached in sorted(counting.totals(one.rule.pk, one.spec, last, part).items()):
        entry = last[group].entry
        limit, usual = one.limit_for(entry.actor_roles if one.spec.by == "actor" else ())
        if reached > limit:
            raise_alert(Exceeded(one.rule, one.spec, group, reached, limit, usual, entry))
