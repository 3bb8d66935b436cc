"""What a data steward does with a quarantined row: correct it, release it as it is, discard it, or look at it whole.

Each takes who and why, happens once, and is told as a fact. A row that goes on is stored in the transaction that
decides; the lake knows it by the row's own name, so a decision that is tried again stores nothing twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.db import transaction

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.engine import Engine, open_engine
from foyer.base.events import publish
from foyer.customers.acts import ROW_CORRECTED, ROW_DISCARDED, ROW_RELEASED, ROW_UNMASKED
from foyer.customers.events import QuarantineDecided, QuarantinedRowShown
from foyer.customers.models import QuarantinedRow
from foyer.customers.quality.errors import AlreadyDecided, CannotGoOn, NoSuchQuarantinedRow, ReasonMissing, StillWrong
from foyer.customers.quality.gate import split
from foyer.customers.quality.measures import DECIDED
from foyer.customers.quality.quarantine import failures_of
from foyer.customers.quality.reading_again import go_on, reconvert
from foyer.customers.standard import STANDARD

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

Reconvert = Callable[[QuarantinedRow, Mapping[str, str]], "pa.Table"]
GoOn = Callable[[Engine, QuarantinedRow, "ir.Table"], None]
State = QuarantinedRow.State
KINDS = {"corrected": ROW_CORRECTED, "released": ROW_RELEASED, "discarded": ROW_DISCARDED}


@transaction.atomic
def correct(
    row_id: UUID | str,
    values: Mapping[str, str],
    *,
    by: Actor,
    reason: str = "",
    reconvert: Reconvert = reconvert,
    go_on: GoOn = go_on,
) -> QuarantinedRow:
    """Put right what stopped the row. `values`: the text of each field as the steward writes it; an empty text empties.

    The row is converted and judged again. If it passes it goes on; if not, `StillWrong` says what is left to mend.
    """
    row = _waiting(row_id)
    correction = {name: values[name] for name in STANDARD[row.entity].fields if name in values}
    row.correction = cast(Any, correction)
    with open_engine("duckdb") as engine:
        judged = split(engine, engine.frame(reconvert(row, correction)), row.entity, source=row.source, table=row.table)
        wrong = engine.arrow(judged.rejected).to_pylist()
        if wrong:
            raise StillWrong(failures_of(judged, wrong[0]))
        go_on(engine, row, judged.good)
    return _decided(row, State.CORRECTED, by, reason)


@transaction.atomic
def release(
    row_id: UUID | str, *, by: Actor, reason: str, reconvert: Reconvert = reconvert, go_on: GoOn = go_on
) -> QuarantinedRow:
    """Let the row go on as it is: the rule does not fit this case. A row without its key cannot."""
    row = _waiting(row_id)
    _require(reason)
    with open_engine("duckdb") as engine:
        rows = reconvert(row, {})
        if any(name not in rows.column_names or rows[name][0].as_py() is None for name in STANDARD[row.entity].key):
            raise CannotGoOn
        table = engine.frame(rows)
        go_on(engine, row, table.select(*(name for name in table.columns if not name.endswith("__raw"))))
    return _decided(row, State.RELEASED, by, reason)


@transaction.atomic
def discard(row_id: UUID | str, *, by: Actor, reason: str) -> QuarantinedRow:
    """Leave the row out for good. It stays in the raw data and here."""
    row = _waiting(row_id)
    _require(reason)
    return _decided(row, State.DISCARDED, by, reason)


@transaction.atomic
def show(row_id: UUID | str, *, by: Actor, reason: str) -> dict[str, str | None]:
    """The row's texts unmasked, for whoever must see them to put them right. That it was looked at is a fact."""
    _require(reason)
    row = QuarantinedRow.objects.filter(pk=row_id).first()
    if row is None:
        raise NoSuchQuarantinedRow
    audit.record(ROW_UNMASKED, by=by, on=f"quarantined_row:{row.id}", reason=reason, fields=tuple(fields_of(row)))
    publish(QuarantinedRowShown(row.id, str(by), reason))
    return {name: row.texts.get(f"{name}__raw", row.texts.get(name)) for name in fields_of(row)}


def fields_of(row: QuarantinedRow) -> list[str]:
    """The fields of the standard that the row has, in the standard's order."""
    return [name for name in STANDARD[row.entity].fields if name in row.texts]


def _waiting(row_id: UUID | str) -> QuarantinedRow:
    row = QuarantinedRow.objects.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise NoSuchQuarantinedRow
    if not row.is_waiting:
        raise AlreadyDecided
    return row


def _decided(row: QuarantinedRow, state: str, by: Actor, reason: str) -> QuarantinedRow:
    row.state, row.decided_at, row.decided_by, row.reason = state, clock.now(), str(by), reason
    row.save(update_fields=["state", "decided_at", "decided_by", "reason", "correction"])
    DECIDED.add(1, source=row.source, decision=str(state))
    fields = tuple(row.correction) if state == State.CORRECTED and isinstance(row.correction, dict) else ()
    audit.record(KINDS[str(state)], by=by, on=f"quarantined_row:{row.id}", reason=reason, fields=fields)
    publish(QuarantineDecided(row.id, str(state), str(by)))
    return row


def _require(reason: str) -> None:
    if not reason.strip():
        raise ReasonMissing
