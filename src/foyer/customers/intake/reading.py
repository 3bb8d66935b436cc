"""Texts become values: each through the standardiser of its field, then in the type of its field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from foyer.customers.intake.values import NOTHING
from foyer.customers.sources.shapes import Value
from foyer.customers.standard import Entity, Field
from foyer.customers.standardise import REGISTRY
from foyer.customers.standardise.engine import apply


@dataclass(frozen=True)
class Reading:
    """Rows of texts (`<field>__0`, `<field>__1`, …, `<field>__raw`) and how the mapping makes each field of them."""

    texts: ir.Table
    entity: Entity
    values: Mapping[str, list[Value]]
    zone: str = ""

    def columns(self, name: str) -> dict[str, ir.Value]:
        """A field's value in its type, and its text as given."""
        kind = kind_of(self.entity.fields[name])
        if name not in self.values:
            return {name: ibis.null(kind), f"{name}__raw": NOTHING}
        return {name: self._canonical(name).cast(kind), f"{name}__raw": self.texts[f"{name}__raw"]}

    def _canonical(self, name: str) -> ir.StringValue:
        """The canonical text of a field: of its first value that gives something."""
        values = self.values[name]
        found = [self.texts[f"{name}__{n}"] for n in range(len(values))]
        if len({(value.standardiser, value.options) for value in values}) == 1:
            values, found = values[:1], [ibis.coalesce(*found) if len(found) > 1 else found[0]]
        read = [self._read(self.entity.fields[name], *each) for each in zip(values, found, strict=True)]
        return ibis.coalesce(*read) if len(read) > 1 else read[0]

    def _read(self, field: Field, value: Value, found: ir.StringValue) -> ir.StringValue:
        """A text through the field's standardiser, or the one that the mapping names instead."""
        name = value.standardiser or field.standardise
        if not name:
            return found
        options = self._options(field, value, name)
        by = options.pop("by", None) or REGISTRY[name].by
        return self._read_by(name, found, by, options) if by and by in self.values else apply(name, found, **options)

    def _read_by(self, name: str, found: ir.StringValue, by: str, options: dict[str, Any]) -> ir.StringValue:
        """A text that is read as another field says. Where all rows say the same, that kind's own standardiser."""
        said = self.values[by]
        if len(said) > 1 or said[0].constant is None:
            return apply(name, found, by=self._canonical(by), **options)
        if said[0].constant in REGISTRY:
            return apply(said[0].constant, found, **options)
        return apply(name, found, **{**options, by: said[0].constant})

    def _options(self, field: Field, value: Value, name: str) -> dict[str, Any]:
        options = dict(value.options) if value.standardiser else {**field.options, **dict(value.options)}
        if name == "code" and not value.standardiser:
            options.setdefault("table", tuple(field.codes))
        if name == "datetime" and self.zone:
            options.setdefault("zone", self.zone)
        return options


def kind_of(field: Field) -> dt.DataType:
    """The type of a field's column in the lake, where an instant is in UTC and says no zone."""
    kind = dt.DataType.from_pyarrow(field.arrow_type)
    return dt.Timestamp(scale=6) if kind.is_timestamp() else kind
