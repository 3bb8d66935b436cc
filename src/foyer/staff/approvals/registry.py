"""What may be proposed: one rule a kind, declared by the room that owns the data."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder

from foyer.base.actors import Actor
from foyer.base.errors import Sentence
from foyer.staff.approvals import deadlines
from foyer.staff.errors import UnknownKind

Json = dict[str, Any]
Current = Callable[[str], Json]
UnitOf = Callable[[str], UUID | None]


class Apply(Protocol):
    def __call__(self, subject: str, change: Json, /, *, by: Actor) -> Any: ...


@dataclass(frozen=True)
class Rule:
    """How one kind of change is decided.

    `permissions`: one signature each, in order. `current` reads the data that the change is judged against, and
    should claim its row, so that it cannot move between the comparison and the change. `unit` names the unit whose
    people may decide; without it the whole house may. `deadline` is the code of a policy of `base.clocks` that each
    step is held to.
    """

    code: str
    permissions: tuple[str, ...]
    current: Current
    apply: Apply
    name: Sentence
    unit: UnitOf | None = None
    deadline: str = ""


_rules: dict[str, Rule] = {}


def kind(
    code: str,
    *,
    permission: str | Sequence[str],
    current: Current,
    apply: Apply | None = None,
    name: Sentence = "",
    unit: UnitOf | None = None,
    deadline: str = "",
) -> Callable[[Apply], Apply]:
    """Declare a kind of change, with `apply` given or as the decorated function."""
    permissions = (permission,) if isinstance(permission, str) else tuple(permission)

    if deadline:
        deadlines.watch(deadline)

    def register(function: Apply) -> Apply:
        _rules[code] = Rule(code, permissions, current, function, name or code, unit, deadline)
        return function

    if apply is not None:
        register(apply)
    return register


def rule_of(code: str) -> Rule:
    """The rule of a kind, or `UnknownKind`."""
    try:
        return _rules[code]
    except KeyError:
        raise UnknownKind(kind=code) from None


def rules() -> list[Rule]:
    """Every rule of the house, by code."""
    return [_rules[code] for code in sorted(_rules)]


def plain(data: Json) -> Json:
    """The data as JSON would give it back, so that comparing is exact."""
    value: Json = json.loads(json.dumps(data, cls=DjangoJSONEncoder))
    return value
