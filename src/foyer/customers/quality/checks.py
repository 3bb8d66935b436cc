"""Each rule of the standard as one expression that is true where it is broken (`standard.rules` tells what each means).

A check sees the row as `Seen`: a field's value in its type, its text as given. It never is null. A rule that cannot be
asked here (its other field is not mapped, its reference table is not there) gives None and is not counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis

from foyer.customers.quality.reference import Reference
from foyer.customers.standard import Entity, Field, Rule

if TYPE_CHECKING:
    import ibis.expr.types as ir

HAS = "__has_"
LENGTH_OF_ID = 18


@dataclass(frozen=True)
class Seen:
    """The table under judgement: converted rows, joined with what the rules compare them with."""

    table: ir.Table
    entity: Entity
    reference: Reference

    def has(self, name: str) -> bool:
        return name in self.table.columns

    def value(self, name: str) -> ir.Value:
        return self.table[name]

    def raw(self, name: str) -> ir.Value:
        return raw_of(self.table, name)


def raw_of(table: ir.Table, name: str) -> ir.Value:
    """The text as given; a value that intake made itself is its own text."""
    return table[f"{name}__raw"] if f"{name}__raw" in table.columns else table[name].cast("string")


Check = Callable[[Seen, Field, Rule], Any]
CHECKS: dict[str, Check] = {}


def check(code: str) -> Callable[[Check], Check]:
    def register(function: Check) -> Check:
        CHECKS[code] = function
        return function

    return register


def broken(seen: Seen, field: Field, rule: Rule) -> Any:
    """Where the rule is broken: a boolean that is never null, or None when it cannot be asked of this table."""
    found = CHECKS[rule.code](seen, field, rule)
    return None if found is None else found.fill_null(False)


@check("required")
def required(seen: Seen, field: Field, rule: Rule) -> Any:
    return seen.raw(field.name).isnull()


@check("readable")
def readable(seen: Seen, field: Field, rule: Rule) -> Any:
    return seen.raw(field.name).notnull() & seen.value(field.name).isnull()


@check("one_of")
def one_of(seen: Seen, field: Field, rule: Rule) -> Any:
    return ibis.and_(*(seen.raw(name).isnull() for name in rule.params["fields"] if seen.has(name)))


@check("present_when")
def present_when(seen: Seen, field: Field, rule: Rule) -> Any:
    other = rule.params["field"]
    if not seen.has(other):
        return None
    return seen.value(other).isin(list(rule.params["values"])) & seen.raw(field.name).isnull()


@check("in_codes")
def in_codes(seen: Seen, field: Field, rule: Rule) -> Any:
    return seen.value(field.name).notin(list(rule.params["codes"]))


@check("matches")
def matches(seen: Seen, field: Field, rule: Rule) -> Any:
    return ~seen.value(field.name).re_search(f"^(?:{rule.params['pattern']})$")


@check("length")
def length(seen: Seen, field: Field, rule: Rule) -> Any:
    return ~seen.value(field.name).length().between(rule.params["least"], rule.params["most"])


@check("range")
def in_range(seen: Seen, field: Field, rule: Rule) -> Any:
    value = seen.value(field.name)
    least, most = (_literal(rule.params[edge], field) for edge in ("least", "most"))
    return ~value.between(least, most)


@check("not_before")
def not_before(seen: Seen, field: Field, rule: Rule) -> Any:
    other = rule.params["other"]
    return _day(seen.value(field.name)) < _day(seen.value(other)) if seen.has(other) else None


@check("not_future")
def not_future(seen: Seen, field: Field, rule: Rule) -> Any:
    last = seen.reference.today + dt.timedelta(days=rule.params["days"])
    return _day(seen.value(field.name)) > ibis.literal(last)


@check("not_older")
def not_older(seen: Seen, field: Field, rule: Rule) -> Any:
    first = seen.reference.today - dt.timedelta(days=rule.params["days"])
    return _day(seen.value(field.name)) < ibis.literal(first)


@check("agrees_with_id")
def agrees_with_id(seen: Seen, field: Field, rule: Rule) -> Any:
    """Birth and sex as an eighteen-digit resident ID tells them."""
    if not seen.has(f"{HAS}id"):
        return None
    number = seen.table[f"{HAS}id"]
    is_whole = number.length() == LENGTH_OF_ID
    if rule.params["part"] == "sex":
        told = ibis.ifelse(number.substr(16, 1).isin(list("13579")), "M", "F")
        return is_whole & (seen.value(field.name) != told)
    return is_whole & (seen.value(field.name).strftime("%Y%m%d") != number.substr(6, 8))


@check("refers_to")
def refers_to(seen: Seen, field: Field, rule: Rule) -> Any:
    mark = joined(field.name, rule.params)
    return seen.value(field.name).notnull() & seen.table[mark].isnull() if seen.has(mark) else None


@check("in_reference")
def in_reference(seen: Seen, field: Field, rule: Rule) -> Any:
    known = seen.reference.lists.get(rule.params["table"])
    if known is None:
        return None
    absent = seen.value(field.name).notin(sorted(known))
    return absent & _is_chinese(seen) if rule.params["table"] == "province" else absent


@check("within")
def within(seen: Seen, field: Field, rule: Rule) -> Any:
    """Only where both places are China's: what we have no map of is not called wrong."""
    other = rule.params["other"]
    if not seen.has(other) or not seen.reference.within:
        return None
    value, around = seen.value(field.name), seen.value(other)
    pairs = [f"{place}/{above}" for place, above in sorted(seen.reference.within)]
    known = sorted({above for _place, above in seen.reference.within})
    return around.isin(known) & (value != around) & (value + "/" + around).notin(pairs)


@check("unique")
def unique(seen: Seen, field: Field, rule: Rule) -> Any:
    """Judged beforehand, among rows whose key occurs twice (`duplicates`)."""
    return seen.table["__differs"] if seen.has("__differs") else None


def joined(field: str, params: Mapping[str, Any]) -> str:
    """The column that tells whether a key is known."""
    return f"{HAS}{field}_{params['entity']}_{params['field']}"


def _is_chinese(seen: Seen) -> Any:
    return seen.value("country").fill_null("CN") == "CN" if seen.has("country") else ibis.literal(True)


def _day(value: Any) -> Any:
    return value.date() if value.type().is_timestamp() else value


def _literal(given: Any, field: Field) -> Any:
    if field.kind in {"date", "datetime"}:
        return ibis.literal(dt.date.fromisoformat(str(given)))
    return ibis.literal(given)
