"""What one place of a message names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

Value = dict[str, Any]


@dataclass(frozen=True)
class Entity:
    """`start` and `end` are places in the customer's text. `value` is the normal form; what identifies somebody (a
    card, a document, a phone) is masked in it already. `reason` is a code for how it was recognised."""

    kind: str
    start: int
    end: int
    value: Value
    confidence: float
    reason: str

    def of(self, text: str) -> str:
        """The words themselves, for whoever must act on them. They are kept nowhere but in the message."""
        return text[self.start : self.end]

    def moved(self, by: int) -> Entity:
        return replace(self, start=self.start + by, end=self.end + by)

    def as_json(self) -> Value:
        return {
            "kind": self.kind, "start": self.start, "end": self.end, "value": self.value,
            "confidence": round(self.confidence, 2), "reason": self.reason,
        }  # fmt: skip


RANKS = {
    "resident_id": 95, "card": 94, "document": 90, "email": 89, "phone": 88, "reference": 86, "tail": 85, "account": 84,
    "dates": 76, "date": 74, "rate": 66, "amount": 64, "term": 60, "branch": 50, "product": 45,
}  # fmt: skip
"""Of two readings of the same place the one of the higher rank stays, then the longer one."""


def settled(found: list[Entity]) -> tuple[Entity, ...]:
    """No place is read twice, except that a product or a branch may stand beside anything it does not touch."""
    kept: list[Entity] = []
    for one in sorted(found, key=lambda one: (-RANKS[one.kind], one.start - one.end, -one.confidence, one.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda one: one.start))
