"""What a run sets out to do: which files of which tables are converted and stored, and under which name.

A file is converted anew when its table's mapping, the standard, or a table that is looked up has changed since. The
name of a conversion is the digest of all that: the same one is never done twice, and never taken for another.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from foyer.customers.models import LandedFile
from foyer.customers.sources.shapes import Source, Table
from foyer.customers.standard import STANDARD

CONVERSION = "1"
"""Changes when this house converts differently from the same mapping."""


@dataclass(frozen=True)
class TablePlan:
    """The parts of one table that are stored in this run. In full mode they are the whole table."""

    digest: str
    parts: list[str]
    numbers: list[int]
    is_whole: bool
    """Whether a row that is not among them is gone."""

    def name_of(self, part: str) -> str:
        return f"{self.digest[:16]}-{part}"


def plan(source: Source) -> dict[str, TablePlan]:
    """What is to be done, by table; a table with nothing to do is left out."""
    plans = {name: _plan_of(source, table) for name, table in source.tables.items() if table.gives}
    return {name: found for name, found in plans.items() if found}


def _plan_of(source: Source, table: Table) -> TablePlan | None:
    files = list(current(source.code, table.name))
    digest = digest_of(source, table)
    waiting = [file for file in files if file.stored_as != digest]
    if not waiting:
        return None
    chosen = files if table.mode == "full" else waiting
    is_whole = table.mode == "full" and not any(file.aside for file in files) and any(file.rows for file in files)
    return TablePlan(digest, [file.part for file in chosen], [file.number for file in chosen], is_whole)


def current(source: str, table: str) -> Any:
    """The files whose rows count, in the order they came."""
    return LandedFile.objects.filter(source=source, table=table, is_current=True).order_by("number")


def digest_of(source: Source, table: Table) -> str:
    looked_up = {name: list(current(source.code, name).values_list("part", flat=True)) for name in table.looks_up}
    told = (
        CONVERSION,
        STANDARD.version,
        source.time_zone,
        table.let,
        table.gives,
        table.key,
        sorted(looked_up.items()),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()


def note_stored(source: str, plans: dict[str, TablePlan]) -> None:
    for name, made in plans.items():
        LandedFile.objects.filter(source=source, table=name, part__in=made.parts).update(stored_as=made.digest)
