"""What the stages of one run share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from foyer.base.actors import Actor
from foyer.base.jobs import Progress
from foyer.customers.intake.planning import TablePlan
from foyer.customers.models import IntakeRun
from foyer.customers.sources.shapes import Source
from foyer.customers.standard import STANDARD

Tell = Callable[[str], None]


def nobody(_step: str) -> None:
    """Hears of the steps and does nothing."""


@dataclass
class Work:
    """One run on its way. `plans` is what landing found to do; it is kept in the run's row."""

    run: IntakeRun
    source: Source
    at: str | None
    tell: Tell = nobody
    is_resolving: bool = True
    edges: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def progress(self) -> Progress:
        """What a person watches: the rows landed so far."""
        return Progress.start("customers.intake", None, self.by)

    @property
    def brings_nothing(self) -> bool:
        """Nothing new came, and no run before this one stopped half-way."""
        return not self.run.plan and not self.run.resumed_count

    @property
    def by(self) -> Actor:
        return Actor.parse(self.run.by)

    @property
    def plans(self) -> dict[str, TablePlan]:
        return {name: TablePlan(**given) for name, given in self.run.plan.items()}

    def keep(self, plans: dict[str, TablePlan]) -> None:
        self.run.plan = {name: asdict(plan) for name, plan in plans.items()}
        self.run.save()

    @cached_property
    def steps(self) -> list[tuple[str, str]]:
        """(table, entity) in the order in which rows may refer to each other: parties first."""
        plans = self.plans
        wanted = [
            (name, gives.entity) for name, table in self.source.tables.items() if name in plans for gives in table.gives
        ]
        order = list(STANDARD.entities)
        return sorted(dict.fromkeys(wanted), key=lambda step: order.index(step[1]))

    def count(self, group: str, name: str, **numbers: int) -> None:
        """Note numbers of this run, for people. Noted twice, they are the same."""
        self.run.counts.setdefault(group, {}).setdefault(name, {}).update(numbers)
        self.run.save()
