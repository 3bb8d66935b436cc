"""Which entries count for a rule, in which group and as what. Sweep, replay and learning all ask here."""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q

from foyer.security.audit.reading import first_id
from foyer.security.detection.spec import After, Spec
from foyer.security.detection.traits import judged
from foyer.security.models import AuditEntry

LONGEST = 64
HOUSE = "house"


@dataclass(frozen=True)
class Hit:
    """An entry that counts: for whom, as what (empty where rows are counted), and how much."""

    entry: AuditEntry
    group: str
    item: str
    value: int = 1


def hits(spec: Spec, entries: Iterable[AuditEntry]) -> list[Hit]:
    """Those of the entries that count for the rule, in their order."""
    found = [hit for entry in entries if is_asked(spec, entry) for hit in _hit(spec, entry)]
    for code in spec.traits:
        having = judged(code, [hit.entry for hit in found])
        found = [hit for hit in found if hit.entry.pk in having]
    after = spec.after
    return found if after is None else [hit for hit in found if _came_before(spec, after, hit.entry)]


def is_asked(spec: Spec, entry: AuditEntry) -> bool:
    """Whether the columns of the entry are what the rule looks for."""
    return (
        is_act(spec, entry.act)
        and (not spec.outcomes or entry.outcome in spec.outcomes)
        and (not spec.actors or entry.actor_kind in spec.actors)
        and all(_holds(_read(entry, path), operator, value) for path, operator, value in spec.where)
    )


def is_act(spec: Spec, act: str) -> bool:
    return any(_is(pattern, act) for pattern in spec.acts)


def asked(spec: Spec) -> Q:
    """The same question for the database, as far as an index leads; `is_asked` judges the rest."""
    if "*" in spec.acts:
        return Q()
    acts = Q(act__in=[act for act in spec.acts if not act.endswith("*")])
    for pattern in spec.acts:
        if pattern.endswith("*"):
            acts |= Q(act__startswith=pattern[:-1])
    return acts


def network_of(address: str) -> str:
    """The network an address is in: /24, or /48. There is no register of places here, so a network stands for one."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{address}/{24 if ip.version == 4 else 48}", strict=False))


def in_group(spec: Spec, group: str) -> Q:
    """The entries of one group, where a column says so; a network and the whole house are sorted out afterwards."""
    column = _COLUMNS.get(spec.by)
    return Q(**{column: group}) if column and len(group) < LONGEST else Q()


def _hit(spec: Spec, entry: AuditEntry) -> list[Hit]:
    group = _short(_READ[spec.by](entry))
    if not group:
        return []
    if spec.count == "distinct":
        item = _short(_READ[spec.of](entry))
        return [Hit(entry, group, item)] if item else []
    if spec.count == "sum":
        value = entry.details.get(spec.of)
        return [Hit(entry, group, "", value)] if type(value) is int and value > 0 else []
    return [Hit(entry, group, "")]


def _came_before(spec: Spec, after: After, entry: AuditEntry) -> bool:
    column = _COLUMNS[spec.by]
    earlier = AuditEntry.objects.filter(**{column: getattr(entry, column)}, act__in=after.acts)
    since = first_id(entry.at - timedelta(seconds=after.within))
    earlier = earlier.filter(pk__gte=since, pk__lt=entry.pk)
    earlier = earlier.filter(outcome__in=after.outcomes) if after.outcomes else earlier.exclude(outcome="refused")
    return earlier.exists() if after.times == 1 else earlier[: after.times].count() >= after.times


def _is(pattern: str, act: str) -> bool:
    return act.startswith(pattern[:-1]) if pattern.endswith("*") else act == pattern


def _read(entry: AuditEntry, path: str) -> Any:
    """A column, or "details.…"."""
    first, _, rest = path.partition(".")
    if first != "details":
        return getattr(entry, first, None)
    return entry.details.get(rest)


_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda found, value: bool(found == value),
    "!=": lambda found, value: bool(found != value),
    "<": lambda found, value: bool(found < value),
    "<=": lambda found, value: bool(found <= value),
    ">": lambda found, value: bool(found > value),
    ">=": lambda found, value: bool(found >= value),
    "has": lambda found, value: value in found,
}


def _holds(found: Any, operator: str, value: Any) -> bool:
    try:
        return _OPERATORS[operator](found, value)
    except TypeError:  # nothing is there, or something that cannot be compared
        return False


def _short(text: str) -> str:
    return text if len(text) < LONGEST else hashlib.sha256(text.encode()).hexdigest()


def _text(column: str) -> Callable[[AuditEntry], str]:
    return lambda entry: str(getattr(entry, column) or "")


_COLUMNS = {
    "actor": "actor_id", "address": "address", "session": "session", "device": "device", "subject": "subject",
    "customer": "customer",
}  # fmt: skip
_READ: dict[str, Callable[[AuditEntry], str]] = {
    **{name: _text(column) for name, column in _COLUMNS.items()},
    "act": _text("act"),
    "network": lambda entry: network_of(entry.address),
    "house": lambda _entry: HOUSE,
}
