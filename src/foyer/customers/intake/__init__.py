"""From a source's rows to what is the case now, losing nothing.

    run(source, at="…", by=SYSTEM)       land → convert → check and store → resolve → publish

Rows land in the lake as they came, once (`landing`); conversion is Ibis expressions (`converting`, `values`,
`looking_up`, `reading`) on either engine; what passes the gate is merged into the current-state datasets (`storing`).
Every stage can be cut off anywhere and begun again. `trying` does the same for the first rows, in memory, for people
who write a mapping; `wizard` helps them to begin.
"""

from typing import TYPE_CHECKING, Any

from foyer.base.actors import Actor
from foyer.customers.intake.errors import IntakeBusy

if TYPE_CHECKING:
    from foyer.customers.models import IntakeRun
    from foyer.customers.sources.shapes import Source

__all__ = ["IntakeBusy", "run"]


def run(source: "Source", *, at: str | None = None, by: Actor, **others: Any) -> "IntakeRun":
    """Take in what is new in a source. Told in full by `running.run`; a process that never does it loads no engine."""
    from foyer.customers.intake.running import run as take_in

    return take_in(source, at=at, by=by, **others)
