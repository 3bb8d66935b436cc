"""What a database or a service answers, as something to land.

Rows are read from the last watermark on, *that one included*, because more rows with it may have come since; those
already landed are known by their fingerprints and left out. So no row is lost and none is landed twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from foyer.customers.sources.connectors.as_text import batch_of, text_of
from foyer.customers.sources.connectors.port import Batch, Known

Rows = Sequence[Sequence[Any]]
Answer = Iterator[tuple[list[str], Rows]]


class AnswerItem:
    """The rows of one answer; `ask` gives them in portions, each with the columns' names."""

    mark = ""

    def __init__(self, name: str, ask: Callable[[], Answer], watermark: str, known: Known) -> None:
        self.name, self._ask, self._watermark, self._known = name, ask, watermark, known
        self._greatest: Any = None
        self._edge: list[str] = []

    def digest(self) -> str:
        return ""

    def batches(self) -> Iterator[Batch]:
        line = 1
        for names, rows in self._ask():
            fresh = [row for row in rows if not self._was_landed(names, row)]
            yield Batch(batch_of(names, fresh, range(line, line + len(fresh))))
            line += len(fresh)

    def reached(self) -> tuple[str, list[str]]:
        if self._greatest is None:
            return self._known.watermark, sorted(self._known.edge)
        kept = self._known.edge if text_of(self._greatest) == self._known.watermark else set()
        return text_of(self._greatest) or "", sorted({*self._edge, *kept})

    def _was_landed(self, names: list[str], row: Sequence[Any]) -> bool:
        if not self._watermark or self._watermark not in names:
            return False
        print_ = _fingerprint(row)
        if print_ in self._known.edge:
            return True
        self._note(row[names.index(self._watermark)], print_)
        return False

    def _note(self, value: Any, print_: str) -> None:
        if value is None:
            return
        if self._greatest is None or value > self._greatest:
            self._greatest, self._edge = value, [print_]
        elif value == self._greatest:
            self._edge.append(print_)


def _fingerprint(row: Sequence[Any]) -> str:
    text = "\x1f".join("\x00" if value is None else str(text_of(value)) for value in row)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
