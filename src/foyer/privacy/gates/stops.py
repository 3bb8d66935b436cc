"""Stops: what makes data unusable whatever was agreed, such as a restriction that a subject request brought.

    stop(Stop("restricted", _("…"), _("…"), customers=lambda: Restriction.objects.filter(…).values("customer")))

`customers` gives the ids of those it holds for, as a query, so that it also narrows queries. Purposes of the groups in
`spares` go on: what the law demands always, unless a stop says otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from foyer.base.errors import Sentence


@dataclass(frozen=True)
class Stop:
    code: str
    message: Sentence
    mend: Sentence
    customers: Callable[[], Any]
    spares: frozenset[str] = field(default=frozenset({"law"}))


_stops: dict[str, Stop] = {}


def stop(new: Stop) -> Stop:
    """Register a stop; called at start by the part that keeps its rows."""
    _stops[new.code] = new
    return new


def registered() -> list[Stop]:
    return list(_stops.values())


def for_group(group: str) -> list[Stop]:
    """The stops that purposes of a group must ask."""
    return [one for one in _stops.values() if group not in one.spares]
