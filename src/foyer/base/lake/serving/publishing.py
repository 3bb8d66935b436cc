"""The one verb: publish."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from django.db import connection, transaction

from foyer.base.engine import Engine
from foyer.base.lake.serving import merging, swapping
from foyer.base.lake.serving.copying import Transform, copy
from foyer.base.lake.serving.tables import Given, Target, target

if TYPE_CHECKING:
    import ibis.expr.types as ir

BATCH = 50_000


@dataclass(frozen=True)
class Published:
    """What a publication changed; rows that stayed as they were are in none of the numbers."""

    inserted: int
    updated: int
    deleted: int
    seconds: float


def publish(
    engine: Engine,
    expr: ir.Table,
    model_or_table: Given,
    *,
    key: Sequence[str],
    mode: Literal["merge", "swap"] = "merge",
    columns: Mapping[str, str] | Sequence[str] | None = None,
    transforms: Mapping[str, Transform] | None = None,
    compare: Sequence[str] | None = None,
    scope: Mapping[str, Any] | None = None,
    gone: Mapping[str, Any] | None = None,
) -> Published:
    """Bring the rows of an expression into a table of PostgreSQL.

    `columns`: which of its columns to publish, or {column of the expression: column of the table}; all by default.
    `transforms`: by table column, what Python does to a batch's values (sealing, indexing) before they are sent.
    `compare`: the columns that say whether a row changed; all but the key by default. A sealed column differs each time
    it is sealed, so name a fingerprint instead. `scope`: {column: value or list}; rows within it that are not published
    are deleted, or, with `gone`, get its values where they are still null. Columns not published keep their values, and
    in new rows have the model's defaults.
    """
    began, goal = time.perf_counter(), target(model_or_table)
    expr = _renamed(expr, columns)
    goal.require(expr.columns)
    if mode == "swap":
        counts = swapping.swap(engine, expr, goal, transforms or {})
    else:
        if compare is None:
            compare = [column for column in expr.columns if column not in key]
        counts = _merge(
            engine, expr, goal, key=tuple(key), transforms=transforms or {}, compare=tuple(compare), scope=scope,
            gone=gone or {},
        )  # fmt: skip
    return Published(*counts, seconds=time.perf_counter() - began)


def _renamed(expr: ir.Table, columns: Mapping[str, str] | Sequence[str] | None) -> ir.Table:
    if columns is None:
        return expr
    pairs = columns.items() if isinstance(columns, Mapping) else [(column, column) for column in columns]
    return expr.select(**{there: expr[here] for here, there in pairs})


@transaction.atomic
def _merge(
    engine: Engine,
    expr: ir.Table,
    goal: Target,
    *,
    key: tuple[str, ...],
    transforms: Mapping[str, Transform],
    compare: tuple[str, ...],
    scope: Mapping[str, Any] | None,
    gone: Mapping[str, Any],
) -> tuple[int, int, int]:
    with connection.cursor() as cursor:
        merging.make_stage(cursor, goal, expr.columns)
        copy(cursor, merging.STAGE, expr.columns, engine.batches(expr, BATCH), transforms)
        inserted, updated = merging.upsert(cursor, goal, expr.columns, key, compare)
        deleted = merging.remove(cursor, goal, key, scope, gone) if scope else 0
        cursor.execute(f"DROP TABLE {merging.STAGE}")
    return inserted, updated, deleted
