"""When columns change: added ones are welcome, a missing one or another kind of value is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from foyer.base.lake.errors import SchemaChanged
from foyer.base.lake.manifest import Columns, columns_of, schema_of

if TYPE_CHECKING:
    import ibis
    import ibis.expr.datatypes as dt
    import ibis.expr.types as ir


def fitted(name: str, expr: ir.Table, columns: Columns) -> tuple[ir.Table, Columns]:
    """The rows in the dataset's column order and types, and its columns as they will be."""
    widened = widen(name, columns, expr.schema())
    return expr.cast(schema_of(widened)).select(*(column for column, _kind in widened)), widened


def settled(expr: ir.Table) -> tuple[ir.Table, Columns]:
    """The rows of a dataset that begins here: a column with no type yet is text."""
    return fitted("", expr, ())


def joint(name: str, columns: Columns, others: Columns) -> Columns:
    """The columns of both, when two writers each added some; one that they hold differently is refused."""
    known = dict(columns)
    differences = [_difference(c, schema_of(columns)[c], schema_of(others)[c]) for c, kind in others if c in known]
    if any(differences):
        raise SchemaChanged(name, [difference for difference in differences if difference])
    return (*columns, *((column, kind) for column, kind in others if column not in known))


def widen(name: str, columns: Columns, given: ibis.Schema) -> Columns:
    """The columns with those that came new at the end; `SchemaChanged` names every difference."""
    known, new = schema_of(columns), dict(given.items())
    differences = [
        difference for column, kind in known.items() if (difference := _difference(column, kind, new.pop(column, None)))
    ]
    if differences:
        raise SchemaChanged(name, differences)
    import ibis

    return (*columns, *columns_of(ibis.schema(new)))


def _difference(column: str, kind: dt.DataType, given: dt.DataType | None) -> str:
    if given is None:
        return _("the column {column} is missing").format(column=column)
    if _fits(given, kind):
        return ""
    return _("the column {column} was {kind} and is now {given}").format(column=column, kind=kind, given=given)


def _fits(given: dt.DataType, kind: dt.DataType) -> bool:
    """Whether every value of one type is also one of the other."""
    if given.is_timestamp() and kind.is_timestamp():
        return True
    if given.is_null() or given.copy(nullable=True) == kind.copy(nullable=True):
        return True
    if given.is_integer() and kind.is_integer():
        return given.nbytes <= kind.nbytes
    if given.is_decimal() and kind.is_decimal():
        return given.scale <= kind.scale and given.precision - given.scale <= kind.precision - kind.scale
    return given.is_floating() and kind.is_floating() and given.nbytes <= kind.nbytes
