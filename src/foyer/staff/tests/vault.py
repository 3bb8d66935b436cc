"""The data of a room that asks for approvals, for tests of the engine."""

from typing import Any

from foyer.base.actors import Actor
from foyer.staff import approvals
from foyer.staff.models import User

LIMIT, TRANSFER = "tests.limit", "tests.transfer"
MAKE = {"limit": 200}


class Vault:
    """Two rows; a limit takes one signature, a transfer two."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[str, Any]] = {"a": {"limit": 100, "owner": "u"}, "b": {"limit": 5, "owner": "u"}}
        self.applied: list[tuple[str, dict[str, Any]]] = []

    def current(self, subject: str) -> dict[str, Any]:
        return self.rows[subject]

    def apply(self, subject: str, change: dict[str, Any], *, by: Actor) -> None:
        self.rows[subject] = {**self.rows[subject], **change}
        self.applied.append((subject, change))

    def declare(self, kind: str, *permissions: str, **options: Any) -> None:
        approvals.kind(kind, permission=permissions, current=self.current, apply=self.apply, **options)


def by(user: User) -> Actor:
    return Actor.staff(user)
