"""Moving stored values to the current key, and to their rows where they were not bound to them yet."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import F, Func, Q, TextField
from psycopg.types.json import Jsonb

from foyer.base.crypto.blind import BlindIndexField
from foyer.base.crypto.bound import BoundField
from foyer.base.crypto.purposes import INDEXES
from foyer.base.crypto.sealing import current_pattern, pattern_of_key
from foyer.base.crypto.words import HashedWordsField

_SEALING_AGAIN = "SELECT set_config('foyer.sealing_again', %s, true)"
"""Tells tables that are only added to that nothing of what they say is changed."""


@dataclass(frozen=True)
class Elsewhere:
    """What a library keeps for us, or what lies in files; `again` seals what is stale and returns how much it was."""

    again: Callable[[], int]
    purpose: str


elsewhere: dict[str, Elsewhere] = {}


def rotate(
    model: type[models.Model],
    *,
    purpose: str = "",
    batch: int = 500,
    told: Callable[[int], None] = lambda _count: None,
) -> int:
    """Seal every row of `model` again under the current key; returns how many rows were. A purpose: only its values.

    One transaction a batch. Rows already under the current key are passed over, so a run that was stopped is simply
    started again, and two runs at once only wait for each other. `told(n)` is called after each batch.
    """
    done, last = 0, None
    while rows := _reseal(model, purpose, last, batch):
        done, last = done + len(rows), rows[-1].pk
        told(len(rows))
    return done


def encrypted_models(purpose: str = "") -> list[type[models.Model]]:
    """Every table that holds encrypted columns, or such of one purpose."""
    return [model for model in apps.get_models() if sealed_fields(model, purpose)]


def rotates(what: str, purpose: str = INDEXES) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Register a function that seals again what a library keeps for us; it returns how many values it did."""

    def register(reseal: Callable[[], int]) -> Callable[[], int]:
        elsewhere[what] = Elsewhere(reseal, purpose)
        return reseal

    return register


def stale(model: type[models.Model], purpose: str = "") -> models.QuerySet[Any]:
    """The rows of `model` with a value that an older key sealed, or that is not bound to its row."""
    old = Q(pk__in=[])
    for field in sealed_fields(model, purpose):
        pattern = current_pattern(field.purpose, of_row=field.is_bound)
        old |= Q(**{f"{_raw(field)}__gt": ""}) & ~Q(**{f"{_raw(field)}__regex": pattern})
    return raw(model).filter(old)


def sealed_with(model: type[models.Model], key_id: str) -> models.QuerySet[Any]:
    """The rows of `model` that need this key."""
    needing = Q(pk__in=[])
    for field in sealed_fields(model):
        needing |= Q(**{f"{_raw(field)}__regex": pattern_of_key(key_id)})
    return raw(model).filter(needing)


def raw(model: type[models.Model]) -> models.QuerySet[Any]:
    """The table, with each ciphertext as it lies there under `_raw_<name>`."""
    columns = {
        _raw(field): Func(F(field.name), template="%(expressions)s::text", output_field=TextField())
        for field in sealed_fields(model)
    }
    return model._base_manager.alias(**columns)


def _raw(field: Any) -> str:
    return f"_raw_{field.name}"


def sealed_fields(model: type[models.Model], purpose: str = "") -> list[Any]:
    return [field for field in _fields(model, BoundField) if purpose in ("", field.purpose)]


def index_fields(model: type[models.Model]) -> list[Any]:
    return _fields(model, (BlindIndexField, HashedWordsField))


def _fields(model: type[models.Model], kind: type | tuple[type, ...]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if isinstance(field, kind)]


@transaction.atomic
def _reseal(model: type[models.Model], purpose: str, after: Any, batch: int) -> list[Any]:
    waiting = stale(model, purpose) if after is None else stale(model, purpose).filter(pk__gt=after)
    rows = list(waiting.order_by("pk").select_for_update(of=("self",), no_key=True)[:batch])
    if rows:
        _write(model, rows, [*sealed_fields(model), *index_fields(model)])
    return rows


def _write(model: type[models.Model], rows: list[Any], fields: list[Any]) -> None:
    """Every sealed column and index of these rows, in one statement."""
    keys = list(model._meta.pk_fields)
    columns = [*keys, *fields]
    values = [[_prepared(field, row, is_key=field in keys) for row in rows] for field in columns]
    sets = ", ".join(f'"{field.column}" = f.c{place}' for place, field in enumerate(columns) if field not in keys)
    same = " AND ".join(f't."{field.column}" = f.c{place}' for place, field in enumerate(keys))
    given = ", ".join(f"c{place}" for place in range(len(columns)))
    each = ", ".join(f"c{place}::{_kind(field)} AS c{place}" for place, field in enumerate(columns))
    arrays = ", ".join(["%s::text[]"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(_SEALING_AGAIN, ["on"])
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" t SET {sets} '  # noqa: S608  names of our own models
            f"FROM (SELECT {each} FROM unnest({arrays}) AS u({given})) f WHERE {same}",
            values,
        )
        cursor.execute(_SEALING_AGAIN, [""])


def _prepared(field: Any, row: Any, *, is_key: bool) -> str | None:
    """As the column takes it, written as text."""
    value = getattr(row, field.attname) if is_key else field.get_db_prep_save(field.pre_save(row, False), connection)
    if isinstance(value, Jsonb):
        value = json.dumps(value.obj)
    return None if value is None else str(value)


def _kind(field: Any) -> str:
    return str(field.db_type(connection))
