"""What PostgreSQL and Django know of the table that is published to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import connection, models

from foyer.base.lake.serving.errors import NotInTable

Given = type[models.Model] | str


@dataclass(frozen=True)
class Target:
    """The table, and what its columns hold where the published rows do not say."""

    name: str
    model: type[models.Model] | None = field(default=None)

    @cached_property
    def columns(self) -> list[str]:
        with connection.cursor() as cursor:
            return [column.name for column in connection.introspection.get_table_description(cursor, self.name)]

    def require(self, columns: Sequence[str]) -> None:
        unknown = [column for column in columns if column not in self.columns]
        if unknown:
            raise NotInTable(self.name, unknown)

    def defaults(self, given: Sequence[str]) -> dict[str, tuple[str, list[Any]]]:
        """For each column that is not given: the SQL of its value in a new row, as the model's default says."""
        if self.model is None:
            return {}
        missing = [f for f in self.model._meta.local_concrete_fields if f.column not in given]
        return {str(f.column): _default(f) for f in missing if _is_filled(f)}


def target(given: Given) -> Target:
    return Target(given) if isinstance(given, str) else Target(given._meta.db_table, given)


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _default(model_field: models.Field) -> tuple[str, list[Any]]:
    if isinstance(model_field, models.UUIDField) and model_field.has_default():
        return "gen_random_uuid()", []
    value = model_field.get_db_prep_save(model_field.get_default(), connection)
    return f"%s::{model_field.db_type(connection)}", [value]


def _is_filled(model_field: models.Field) -> bool:
    """Whether a new row needs a value that Django would give and the database would not."""
    if model_field.null or model_field.has_db_default() or model_field.generated:
        return False
    return not isinstance(model_field, models.AutoField) and (
        model_field.has_default() or model_field.empty_strings_allowed
    )
