"""The mapping language as Ibis expressions: the same text into the same value on DuckDB and on Spark.

A value is made in steps: where it is from (columns, a constant, a template), the pattern, the codes. What comes out is
text; the standardiser and the type come after, once for each field.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Iterable, Sequence

import ibis
import ibis.expr.types as ir

from foyer.customers.sources.shapes import Test, Value, When
from foyer.customers.sources.uses import PLACEHOLDER
from foyer.customers.standardise.engine import apply

SEPARATOR = "\x1f"
NOTHING = ibis.null("string")
NUMBER = r"^\s*-?[0-9]+(\.[0-9]+)?\s*$"


def filled(column: ir.Value) -> ir.StringValue:
    """The column's text without spaces at its ends; null where nothing is left."""
    return column.cast("string").strip().nullif("")


def origin(rows: ir.Table, value: Value) -> ir.StringValue:
    """The text a value is made from, as the source gave it."""
    if value.constant is not None:
        return ibis.literal(value.constant, "string")
    if value.template:
        return template(rows, value.template)
    columns = [filled(rows[column]) for column in value.columns]
    return ibis.coalesce(*columns) if value.join is None else joined(columns, value.join)


def text(rows: ir.Table, value: Value) -> ir.StringValue:
    """The text after pattern and codes; null where they do not fit, and where `when` does not hold."""
    found = origin(rows, value)
    if value.pattern:
        found = extracted(found, value.pattern)
    if value.codes:
        found = coded(found, value.codes, value.otherwise)
    return ibis.ifelse(holds(rows, value.when), found, NOTHING) if value.when else found


def standardised(value: Value, found: ir.StringValue) -> ir.StringValue:
    """The text through the value's own standardiser, where it names one."""
    return apply(value.standardiser, found, **dict(value.options)) if value.standardiser else found


def template(rows: ir.Table, pattern: str) -> ir.StringValue:
    """The text with the columns in their places; null when one of them is empty."""
    parts = [
        filled(rows[part]) if n % 2 else ibis.literal(part, "string")
        for n, part in enumerate(PLACEHOLDER.split(pattern))
        if part
    ]
    return functools.reduce(operator.add, parts)


def joined(columns: Sequence[ir.StringValue], between: str) -> ir.StringValue:
    """The filled ones, with `between` where two meet."""
    whole = columns[0]
    for column in columns[1:]:
        both = whole + ibis.literal(between, "string") + column
        whole = ibis.coalesce(both, whole, column)
    return whole


def extracted(found: ir.StringValue, pattern: str) -> ir.StringValue:
    group = 1 if re.compile(pattern).groups else 0
    return ibis.ifelse(found.re_search(pattern), found.re_extract(pattern, group), NOTHING).nullif("")


def coded(found: ir.StringValue, codes: Iterable[tuple[str, str]], otherwise: str | None) -> ir.StringValue:
    if otherwise == "keep":
        rest: ir.StringValue = found
    elif otherwise is None:
        rest = NOTHING
    else:
        rest = ibis.ifelse(found.notnull(), ibis.literal(otherwise, "string"), NOTHING)
    return found.cases(*((key, ibis.literal(meant, "string")) for key, meant in codes), else_=rest)


def holds(rows: ir.Table, when: When) -> ir.BooleanValue:
    """Whether all tests hold; a test of nothing does not."""
    tests = [_holds(filled(rows[test.column]), test) for test in when]
    return functools.reduce(operator.and_, tests, ibis.literal(True))


def _holds(found: ir.StringValue, test: Test) -> ir.BooleanValue:
    said: list[ir.BooleanValue] = []
    if test.among:
        said.append(found.isin(test.among).fill_null(False))
    if test.not_among:
        said.append(~found.isin(test.not_among).fill_null(False))
    if test.empty is not None:
        said.append(found.isnull() if test.empty else found.notnull())
    if test.matches:
        said.append(found.re_search(test.matches).fill_null(False))
    if test.above is not None:
        said.append((number(found) > test.above).fill_null(False))
    if test.below is not None:
        said.append((number(found) < test.below).fill_null(False))
    return functools.reduce(operator.and_, said)


def number(found: ir.StringValue) -> ir.FloatingValue:
    """The number that is written, or null; the same on every engine."""
    return ibis.ifelse(found.re_search(NUMBER), found, NOTHING).cast("float64")


def key_of(rows: ir.Table, columns: Sequence[str]) -> ir.StringValue:
    """What names a row of a table, as one text."""
    parts = [filled(rows[column]).fill_null("") for column in columns]
    return functools.reduce(lambda left, right: left + ibis.literal(SEPARATOR) + right, parts)
