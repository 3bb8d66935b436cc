"""Files of the demo's systems, and the truth beside them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Truth:
    """Whose record is whose. Only tests and measurements read it."""

    rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, source: str, key: str, person: int) -> None:
        self.rows.append({"source": source, "key": key, "person": person})


def write_csv(path: Path, rows: Sequence[dict[str, Any]], encoding: str) -> None:
    """Columns whose names begin with a line below are the generator's own and are not written."""
    names = [name for name in rows[0] if not name.startswith("_")]
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, names, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
