"""What became of earlier runs: the lines that could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from foyer.base.engine import open_engine
from foyer.customers.intake import datasets
from foyer.customers.models import IntakeRun


@dataclass(frozen=True)
class SetAside:
    """One line as it stood in the file. The text is personal data: for a data steward only."""

    table: str
    file: str
    line: int
    reason: str
    text: str


def set_aside(run: IntakeRun, limit: int = 100) -> list[SetAside]:
    """The first lines that a run could not read, in the order of its files."""
    found: list[SetAside] = []
    for file in run.files.filter(aside__gt=0).order_by("table", "number"):
        if len(found) < limit:
            found += _of_file(file.source, file.table, file.part, limit - len(found))
    return found


def _of_file(source: str, table: str, part: str, limit: int) -> list[SetAside]:
    with open_engine() as engine:
        rows = datasets.aside(source, table).read_part(engine, part).order_by("_row").limit(limit)
        return [
            SetAside(table, row["_file"], row["_row"], row["reason"], row["text"])
            for row in engine.arrow(rows).to_pylist()
        ]
