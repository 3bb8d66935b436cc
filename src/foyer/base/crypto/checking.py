"""Looking at every sealed value: does it open, in its own row, and is the row found by what it says?

    for finding in check():
        print(finding.table, finding.row, finding.column, finding.why)

Who can write to the database can put a ciphertext of one row into another, or an old one back, or the index of one
customer's phone beside another's. What is found is in the audit trail, by table, row and column; never what it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.crypto.blind import BlindIndexField, blind_indexes
from foyer.base.crypto.ring import KeyMissing
from foyer.base.crypto.rotation import encrypted_models, index_fields, raw, sealed_fields
from foyer.base.crypto.sealing import Moved, Unreadable
from foyer.base.errors import Sentence

CHECKED = audit.kind("keys.checked", _("Checked every sealed value"))
BROKEN = audit.kind("keys.value_broken", _("Found a sealed value that was changed or moved"))
CHUNK = 500
WHY: dict[str, Sentence] = {
    "moved": _("belongs to another row"),
    "damaged": _("was changed, or moved from another column"),
    "not bound": _("is not bound to its row"),
    "key missing": _("was sealed with a key that the ring lacks"),
    "index": _("is not the index of what the row says"),
}


@dataclass(frozen=True)
class Finding:
    """A value that is not as we wrote it. `home` is the row that it was taken from, where that can be told."""

    table: str
    row: str
    column: str
    why: str
    home: str = ""


def check(*, by: Actor) -> list[Finding]:
    """Every sealed value and blind index of the house; what is wrong is told to the trail, each by itself."""
    found = [finding for model in encrypted_models() for finding in check_table(model)]
    for finding in found:
        record(finding, by=by)
    audit.record(CHECKED, by=by, outcome="failed" if found else "done", details={"broken": len(found)})
    return found


def record(finding: Finding, *, by: Actor) -> None:
    """One entry of the trail."""
    details = {"why": finding.why, **({"home": finding.home} if finding.home else {})}
    audit.record(
        BROKEN, by=by, on=f"{finding.table}:{finding.row}", fields=(finding.column,), outcome="failed", details=details
    )


def check_table(model: type[models.Model]) -> Iterator[Finding]:
    sealed, indexes = sealed_fields(model), [each for each in index_fields(model) if isinstance(each, BlindIndexField)]
    columns = [f"_raw_{field.name}" for field in sealed]
    rows = raw(model).annotate(**{name: F(name) for name in columns})
    for row in rows.values_list("pk", *columns, *(each.name for each in indexes)).iterator(chunk_size=CHUNK):
        yield from _check_row(model, row, sealed, indexes)


def _check_row(
    model: type[models.Model], row: tuple[Any, ...], sealed: list[Any], indexes: list[BlindIndexField]
) -> Iterator[Finding]:
    key, values = row[0], row[1 : 1 + len(sealed)]
    said: dict[str, str] = {}
    for field, stored in zip(sealed, values, strict=True):
        try:
            said[field.name] = _opened(field, stored, key) if stored else ""
        except (Unreadable, KeyMissing) as problem:
            yield finding_of(problem, model._meta.db_table, field.column, key)
    for index, stored in zip(indexes, row[1 + len(sealed) :], strict=True):
        text = said.get(index.source)
        if text is not None and not _is_of(stored, text, index.purpose):
            yield Finding(model._meta.db_table, str(key), str(index.column), "index")


def _opened(field: Any, stored: str, key: Any) -> str:
    """The ciphertext with its row, as a query of the application brings it."""
    value = field.from_db_value(f"{stored}@{key}" if field.is_bound else stored, None, None)
    return value if isinstance(value, str) else ""


def _is_of(stored: str | None, text: str, purpose: str) -> bool:
    return stored in blind_indexes(text, purpose) if text else stored is None


def finding_of(problem: Unreadable | KeyMissing, table: str, column: str, row: object) -> Finding:
    why = problem.why if isinstance(problem, Unreadable) else "key missing"
    return Finding(table, str(row), column, why, str(problem.home) if isinstance(problem, Moved) else "")
