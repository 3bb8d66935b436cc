"""What a rule would have found in the past, before anybody is troubled by it. Nothing is counted or raised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from foyer.base import clock
from foyer.security.audit.reading import first_id
from foyer.security.detection.counting import part_of
from foyer.security.detection.matching import Hit, asked, hits
from foyer.security.detection.spec import Spec
from foyer.security.detection.watched import Watched
from foyer.security.models import AuditEntry, DetectionRule, RuleBaseline

AT_ONCE, MOST, EXAMPLES = 2_000, 200_000, 10


@dataclass
class Found:
    """An alert that there would have been."""

    group: str
    at: datetime
    count: int
    limit: int
    entry: str
    last_at: datetime

    def as_json(self) -> dict[str, Any]:
        return {"group": self.group, "at": self.at.isoformat(), "count": self.count, "limit": self.limit,
                "entry": self.entry}  # fmt: skip


@dataclass
class Replay:
    """`looked_at` entries in the last `days`; `is_cut` when there were more than are looked at."""

    days: int
    looked_at: int = 0
    counted: int = 0
    is_cut: bool = False
    found: list[Found] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        examples = [one.as_json() for one in self.found[:EXAMPLES]]
        return {"days": self.days, "looked_at": self.looked_at, "counted": self.counted, "alerts": len(self.found),
                "groups": len({one.group for one in self.found}), "is_cut": self.is_cut,
                "examples": examples}  # fmt: skip


def replay(spec: Spec, *, days: int, rule: DetectionRule | None = None) -> Replay:
    """Go through the trail of the last days as the sweep would have done."""
    done, memory = Replay(days), _Memory(spec)
    usual = {
        line.role: line.value
        for line in RuleBaseline.objects.filter(rule=rule)
        if rule is not None and line.samples >= spec.samples
    }
    held = Watched(rule or DetectionRule(), spec, usual)
    for entries in entries_since(spec, clock.now() - timedelta(days=days)):
        done.looked_at += len(entries)
        for hit in hits(spec, entries):
            done.counted += 1
            _judge(done, held, hit, memory.reached(hit))
        if done.looked_at >= MOST:
            done.is_cut = True
            break
    return done


def _judge(done: Replay, held: Watched, hit: Hit, reached: int) -> None:
    spec, entry = held.spec, hit.entry
    limit, _usual = held.limit_for(entry.actor_roles if spec.by == "actor" else ())
    if reached <= limit:
        return
    last = next((one for one in reversed(done.found) if one.group == hit.group), None)
    if last is not None and entry.at - last.last_at < timedelta(seconds=spec.cooldown):
        last.count, last.last_at = max(last.count, reached), entry.at
    else:
        done.found.append(Found(hit.group, entry.at, reached, limit, str(entry.pk), entry.at))


class _Memory:
    """The same counters as in the database, in memory."""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.seen: dict[str, dict[str, tuple[int, int]]] = {}

    def reached(self, hit: Hit) -> int:
        """Count a hit; what its group has reached with it."""
        spec, part = self.spec, part_of(self.spec, hit.entry.at)
        slots = self.seen.setdefault(hit.group, {})
        slot = hit.item or str(part)
        before, value = slots.get(slot, (part, 0))
        slots[slot] = (max(before, part), 1 if spec.count == "distinct" else value + hit.value)
        for old in [name for name, (last, _value) in slots.items() if last <= part - spec.parts]:
            del slots[old]
        return sum(value for _last, value in slots.values())


def entries_since(spec: Spec, since: datetime) -> Iterator[list[AuditEntry]]:
    """The entries that may count, in the order of their time, some at once. What a drill played teaches nothing."""
    after = first_id(since)
    while True:
        rows = AuditEntry.objects.filter(asked(spec), pk__gt=after).exclude(details__has_key="drill").order_by("pk")
        some = list(rows[:AT_ONCE])
        if some:
            yield some
            after = some[-1].pk
        if len(some) < AT_ONCE:
            return
