"""First stage: rows land in the lake as they came, once.

A file is known by its bytes: one that was landed before is not landed again. A row of `LandedFile` is written after the
part is in the lake; a part without its row is what a killed run left, and the next run drops it first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max

from foyer.base import clock
from foyer.base.jobs import Progress
from foyer.customers.intake import datasets
from foyer.customers.models import IntakeRun, LandedFile
from foyer.customers.sources.connectors.port import FILE, NUMBER, ROW, SEEN_AT, Batch, Item, Known
from foyer.customers.sources.lined_yaml import Lined
from foyer.customers.sources.problems import MappingNotValid
from foyer.customers.sources.shapes import Source, Table
from foyer.customers.sources.uses import asked_of, missing

if TYPE_CHECKING:
    import pyarrow as pa

LONGEST_PART = 32
OURS = {FILE, NUMBER, ROW, SEEN_AT}


def land(run: IntakeRun, source: Source, connector: Any, progress: Progress, tell: Callable[[str], None]) -> None:
    """Bring in what is new of every table."""
    document = Lined(source.text, source.file)
    for table in source.tables.values():
        _Landing(run, source, table, document, progress, tell).all_of(connector)


@dataclass
class _Landing:
    run: IntakeRun
    source: Source
    table: Table
    document: Lined
    progress: Progress
    tell: Callable[[str], None]

    def __post_init__(self) -> None:
        self.raw = datasets.raw(self.source.code, self.table.name)
        self.aside = datasets.aside(self.source.code, self.table.name)

    def all_of(self, connector: Any) -> None:
        self._drop_orphans()
        landed = [self._land(item) for item in connector.items(self.table, self._known())]
        self._settle([file for file in landed if file is not None])

    def _files(self) -> Any:
        return LandedFile.objects.filter(source=self.source.code, table=self.table.name)

    def _drop_orphans(self) -> None:
        """What a killed run wrote and did not live to note."""
        noted = set(self._files().values_list("part", flat=True))
        for dataset in (self.raw, self.aside):
            parts = dataset.manifest().parts if dataset.exists() else {}
            for part in set(parts) - noted:
                dataset.drop(part)

    def _known(self) -> Known:
        last = self._files().order_by("-number").first()
        marks = dict(self._files().exclude(mark="").order_by("number").values_list("name", "mark"))
        return Known(marks, last.watermark, frozenset(last.edge)) if last else Known()

    def _land(self, item: Item) -> LandedFile | None:
        before = self._before(item)
        if before is not None:
            return before
        digest = item.digest()
        before = self._files().filter(digest=digest).first() if digest else None
        return before or self._write(item, digest)

    def _before(self, item: Item) -> LandedFile | None:
        return self._files().filter(name=item.name, mark=item.mark).order_by("-number").first() if item.mark else None

    def _write(self, item: Item, digest: str) -> LandedFile | None:
        part = digest[:LONGEST_PART] or self.run.id.hex
        written = _Written(item.name, (self._files().aggregate(last=Max("number"))["last"] or 0) + 1, clock.now())
        with self.raw.writer(part) as writer:
            for batch in item.batches():
                self._check(batch)
                written.add(batch)
                writer.write(self._fitted(batch.rows, written))
                self.progress.advance(batch.rows.num_rows)
                self.tell(f"land {self.table.name} {written.rows}")
        if written.aside:
            with self.aside.writer(part) as writer:
                writer.write(written.aside_batch())
        self.tell(f"land {self.table.name} noted")
        return self._note(item, part, written, digest)

    def _note(self, item: Item, part: str, written: _Written, digest: str) -> LandedFile | None:
        """Note the part; unless it is an answer that brings nothing new."""
        digest = digest or written.digest.hexdigest()
        before = self._files().filter(digest=digest).exclude(part=part).first()
        is_empty = self.table.watermark and not written.rows
        if before or is_empty:
            self.raw.drop(part)
            return before
        watermark, edge = item.reached()
        return LandedFile.objects.create(
            run=self.run, source=self.source.code, table=self.table.name, name=item.name, part=part, digest=digest,
            mark=item.mark, columns=written.columns, rows=written.rows, aside=len(written.aside), number=written.number,
            landed_at=written.at, watermark=watermark, edge=edge,
        )  # fmt: skip

    def _check(self, batch: Batch) -> None:
        """Does the file have the columns that the mapping speaks of?"""
        if self.source.place != "http" and (gaps := missing(self.document, self.table.name, batch.rows.schema.names)):
            raise MappingNotValid(self.source.file, gaps)

    def _fitted(self, rows: pa.RecordBatch, written: _Written) -> pa.RecordBatch:
        """With the columns of the dataset: those it has and this file lacks are empty, whatever the case of letters."""
        import pyarrow as pa

        # a service leaves out what it has nothing to say of
        asked = asked_of(self.document, self.table.name) if self.source.place == "http" else []
        known = [column for column, _kind in self.raw.latest().columns if column not in OURS]
        known += [column for column in asked if column not in known]
        spelled = {column.lower(): column for column in known}
        given = {spelled.get(column.lower(), column): rows.column(column) for column in rows.schema.names}
        given |= {column: pa.nulls(rows.num_rows, pa.string()) for column in known if column not in given}
        ours = {
            FILE: written.name,
            NUMBER: written.number,
            SEEN_AT: pa.scalar(written.at.replace(tzinfo=None), pa.timestamp("us")),
        }
        given |= {column: pa.repeat(value, rows.num_rows) for column, value in ours.items()}
        return pa.record_batch(list(given.values()), names=list(given))

    @transaction.atomic
    def _settle(self, landed: list[LandedFile]) -> None:
        """What of the table counts now: in full mode exactly what is there, else everything that ever came."""
        if self.table.mode == "incremental":
            return
        now = {file.pk for file in landed}
        then = set(self._files().filter(is_current=True).values_list("pk", flat=True))
        if now == then and not any(file.stored_as == "" for file in landed):
            return
        self._files().exclude(pk__in=now).update(is_current=False)
        self._files().filter(pk__in=now).update(is_current=True, stored_as="")


@dataclass
class _Written:
    """What went by while one item was landed."""

    name: str
    number: int
    at: datetime
    rows: int = 0
    columns: list[str] = field(default_factory=list)
    aside: list[Any] = field(default_factory=list)
    digest: Any = field(default_factory=hashlib.sha256)

    def add(self, batch: Batch) -> None:
        self.rows += batch.rows.num_rows
        self.columns = [name for name in batch.rows.schema.names if name != ROW]
        self.aside += batch.aside
        for column in self._columns_of(batch):
            self.digest.update(column)

    def _columns_of(self, batch: Batch) -> Iterator[Any]:
        yield from (bytes(name, "utf-8") for name in self.columns)
        yield batch.rows.serialize()

    def aside_batch(self) -> pa.RecordBatch:
        import pyarrow as pa

        columns = {
            FILE: pa.array([self.name] * len(self.aside), pa.string()),
            ROW: pa.array([each.line for each in self.aside], pa.int64()),
            "reason": pa.array([each.reason for each in self.aside], pa.string()),
            "text": pa.array([each.text for each in self.aside], pa.string()),
        }
        return pa.record_batch(list(columns.values()), names=list(columns))
