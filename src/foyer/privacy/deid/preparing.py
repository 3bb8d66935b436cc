"""Making the file of a release: who is in it, how far values are generalised, what is measured of it.

1. only customers whose data may be used for the purpose (`queries.customers_for`) are in it;
2. the lowest rungs are chosen at which groups of k different people remain (`generalising.choose`);
3. what still stands alone is left out, up to the limit;
4. identifiers become tokens of this release, texts are scrubbed, rows are put in the order of their tokens;
5. k, l and t are measured on what was written, and the recall of scrubbing on its texts.

Whoever watches is told of each step (`Watch`), and may stop it between two batches by raising.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.parquet as pq

from foyer.base.engine import Engine
from foyer.privacy.deid.datasets import Releasable
from foyer.privacy.deid.finding import find
from foyer.privacy.deid.generalising import Choice, choose, climbed, kept
from foyer.privacy.deid.measuring import Anonymity, measure
from foyer.privacy.deid.scrubbing import Scrubber

BATCH = 20_000
LOOKED_AT = 2_000  # texts on which recall is measured
TOKEN_DIGITS = 20


class Watch:
    """Hears how far the preparing is; this one tells nobody."""

    def step(self, name: str) -> None:
        """A step begins: "choosing", "writing" or "measuring"."""

    def rows(self, total: int) -> None:
        """So many rows are to be written at most."""

    def wrote(self, count: int) -> None:
        """So many more rows stand in the file."""


@dataclass(frozen=True)
class Prepared:
    """What was made and measured; without a choice nothing was written."""

    choice: Choice | None
    anonymity: Anonymity
    rows_before: int
    recall: float | None

    def as_json(self) -> dict[str, Any]:
        found = asdict(self.anonymity)
        return {
            **found,
            "rows_before": self.rows_before,
            "left_out": round(1 - found["rows"] / self.rows_before, 4) if self.rows_before else 0.0,
            "loss": round(self.choice.loss, 4) if self.choice else None,
            "recall": self.recall,
        }


def prepare(
    engine: Engine,
    dataset: Releasable,
    allowed: Iterator[UUID],
    key: bytes,
    path: Path,
    *,
    k: int,
    l: int,  # noqa: E741
    limit: float,
    watch: Watch | None = None,
) -> Prepared:
    """Write the file of a release to `path`, if people can be hidden well enough in it."""
    watch = watch or Watch()
    watch.step("choosing")
    table = dataset.table(engine)
    if table is None:
        return Prepared(None, Anonymity(0, 0, 0, 0, 0.0), 0, None)
    table = _of_the_allowed(engine, table, allowed)
    quasi, sensitive = dataset.quasi, dataset.sensitive
    person = "customer_id" if dataset.is_many else ""
    choice = choose(engine, table, quasi, sensitive, k=k, l=l, limit=limit, person=person)
    rows_before = engine.count(table)
    if choice is None or not rows_before:
        return Prepared(None, Anonymity(0, 0, 0, 0, 0.0), rows_before, None)
    fine = _fine(table, dataset, choice, k=k, l=l)
    watch.step("writing")
    watch.rows(engine.count(fine))
    recall = _write(engine, fine, dataset, key, path, watch=watch)
    watch.step("measuring")
    return Prepared(choice, measure(engine, _one_each(fine, dataset), list(quasi), sensitive), rows_before, recall)


def _of_the_allowed(engine: Engine, table: ir.Table, allowed: Iterator[UUID]) -> ir.Table:
    ids = pa.table({"allowed_id": pa.array([str(one) for one in allowed], pa.string())})
    people = engine.frame(ids)
    return table.join(people, table.customer_id == people.allowed_id).drop("allowed_id")


def _one_each(table: ir.Table, dataset: Releasable) -> ir.Table:
    """Each person once in each group, so that many rows of one person do not look like many people."""
    return table.select("customer_id", *dataset.quasi, *dataset.sensitive).distinct()


def _fine(table: ir.Table, dataset: Releasable, choice: Choice, *, k: int, l: int) -> ir.Table:  # noqa: E741
    quasi = list(dataset.quasi)
    above = climbed(table, dataset.quasi, choice.rungs)
    people = kept(_one_each(above, dataset), quasi, dataset.sensitive, k=k, l=l)
    groups = people.select(*quasi).distinct() if quasi else None
    return above.semi_join(groups, quasi) if groups is not None else above


# -- writing


def _write(
    engine: Engine, table: ir.Table, dataset: Releasable, key: bytes, path: Path, *, watch: Watch
) -> float | None:
    """Rows in the order of their tokens: the order of the source says who came first."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = [column.name for column in dataset.columns]
    schema = pa.schema([(name, pa.string()) for name in names])
    recall = _Recall()
    wanted = table.select("customer_id", *[table[name].cast("string") for name in names if name != "customer_id"])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in engine.batches(wanted.order_by("customer_id"), BATCH):
            rows = _hidden(batch.to_pylist(), dataset, key, recall)
            rows.sort(key=lambda row: tuple(row[name] or "" for name in names))
            writer.write_table(pa.Table.from_pylist(rows, schema=schema))
            watch.wrote(len(rows))
    path.chmod(0o600)
    return recall.share()


def _hidden(rows: list[dict[str, Any]], dataset: Releasable, key: bytes, recall: _Recall) -> list[dict[str, Any]]:
    texts = [column.name for column in dataset.named("text")]
    known = dataset.known({row["customer_id"] for row in rows}) if texts else {}
    scrubbers: dict[str, Scrubber] = {}
    done = []
    for row in rows:
        theirs = known.get(row["customer_id"], {})
        scrubber = scrubbers.setdefault(row["customer_id"], Scrubber(theirs))
        recall.look(row, texts, theirs)
        shown = {column.name: row[column.name] for column in dataset.columns}
        shown |= {name: scrubber.scrub(row[name]).text if row[name] else row[name] for name in texts}
        shown |= {column.name: token(key, column.of, row[column.name]) for column in dataset.named("token")}
        done.append(shown)
    return done


def token(key: bytes, of: str, value: str | None) -> str | None:
    """The pseudonym of a value within one release: HMAC-SHA-256, cut to 80 bits."""
    if value is None:
        return None
    return hmac.digest(key, f"{of}\x1f{value}".encode(), "sha256").hex()[:TOKEN_DIGITS]


def digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Recall:
    """Of the values we know to stand in the texts, how many the recognisers find without being told."""

    def __init__(self) -> None:
        self.texts = self.there = self.found = 0

    def look(self, row: Mapping[str, Any], names: list[str], known: Mapping[str, list[str]]) -> None:
        for text in (row[name] for name in names if row[name] and known):
            if self.texts >= LOOKED_AT:
                return
            self.texts += 1
            places = [place for values in known.values() for value in values for place in _places(text, value)]
            spans = find(text) if places else []
            self.there += len(places)
            self.found += sum(any(s.start <= start and end <= s.end for s in spans) for start, end in places)

    def share(self) -> float | None:
        return round(self.found / self.there, 4) if self.there else None


def _places(text: str, value: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(re.escape(value.removeprefix("+86")), text)] if len(value) > 1 else []
