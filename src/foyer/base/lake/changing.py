"""How rows become the files of a next version: written, merged by key, joined into larger ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from foyer.base.engine import Engine
from foyer.base.lake.drift import fitted
from foyer.base.lake.manifest import Columns, FileEntry, Manifest, schema_of, with_part
from foyer.base.lake.store import Staged, Store

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from foyer.base.lake.dataset import Dataset

_FILE = "__file"
Doomed = Callable[["ir.Table"], "ir.BooleanValue"]
"""Which rows of a table are to go."""


def table_of(
    engine: Engine, store: Store, manifest: Manifest, files: Iterable[FileEntry], origin: str = ""
) -> ir.Table:
    """Files of a version as a table with its columns, even when there are none."""
    paths = [str(store.data / file.path) for file in files]
    if not paths:
        return engine.frame(manifest.schema.to_pyarrow().empty_table())
    return engine.read_files(paths, manifest.schema, root=str(store.data), mixed=manifest.is_mixed, origin=origin)


def write(
    dataset: Dataset, engine: Engine, expr: ir.Table, folder: Path, *, columns: Columns, part: str, few: bool = False
) -> Staged:
    """The rows as files in a staging folder."""
    below = folder / uuid4().hex
    facts = engine.write(
        expr, below, partitions=dataset.partitions, sort=dataset.sort, rows_per_file=dataset.rows_per_file, few=few
    )
    return Staged(below, facts, columns, part)


def one_per_key(expr: ir.Table, key: Sequence[str], newest: Sequence[str] = ()) -> ir.Table:
    """Of rows with one key the greatest by `newest`, then by all other columns: the same one on every engine."""
    import ibis

    others = [name for name, kind in expr.schema().items() if name not in {*key, *newest} and not kind.is_nested()]
    order = [expr[name].desc(nulls_first=False) for name in (*newest, *others)]
    rank = ibis.row_number().over(group_by=[expr[name] for name in key], order_by=order)
    return expr.mutate(__rank=rank).filter(lambda rows: rows["__rank"] == 0).drop("__rank")


def merge(
    dataset: Dataset,
    engine: Engine,
    expr: ir.Table,
    *,
    key: tuple[str, ...],
    newest: tuple[str, ...],
    part: str,
    fingerprint: str,
) -> Manifest:
    """In the dataset's turn. The new rows are written down first, so that they are computed once.

    1. Which files hold a row with one of the new keys? 2. Their rows, without those that lose, and the new rows become
    new files. 3. The other files stay as they are.
    """
    store, manifest = dataset.store, dataset.latest()
    expr, columns = fitted(dataset.name, expr, manifest.columns)
    with store.staging() as folder:
        incoming = folder / "incoming"
        arrived = sum(fact.rows for fact in engine.write(expr, incoming))
        wider = manifest if columns == manifest.columns else replace(manifest, columns=columns)
        new = engine.read(sorted(incoming.glob("*.parquet")), schema=schema_of(columns))
        touched = _touched(engine, store, wider, new, key)
        old = table_of(engine, store, wider, touched)
        rows = one_per_key(old.union(new), key, newest) if newest else old.anti_join(new, key).union(new)
        staged = write(dataset, engine, rows, folder, columns=columns, part="")
        kept = [file for file in manifest.files if file not in touched]
        parts = with_part(manifest.parts, part, arrived, fingerprint)
        return dataset.publish(manifest, staged, kept=kept, columns=columns, parts=parts)


def erase(dataset: Dataset, engine: Engine, doomed: Doomed) -> int:
    """In the dataset's turn: files that hold a doomed row are written again without it, each part by itself."""
    import ibis

    store, manifest = dataset.store, dataset.latest()
    if not manifest.files:
        return 0
    every = table_of(engine, store, manifest, manifest.files, origin=_FILE)
    found = engine.arrow(every.filter(doomed(every)).group_by(_FILE).agg(lost=lambda rows: rows.count()))
    lost = {Path(row[_FILE]).name: int(row["lost"]) for row in found.to_pylist()}
    if not lost:
        return 0
    touched: dict[str, list[FileEntry]] = defaultdict(list)
    for file in manifest.files:
        if Path(file.path).name in lost:
            touched[file.part].append(file)
    parts, staged = dict(manifest.parts), []
    with store.staging() as folder:
        for part, files in touched.items():
            rows = table_of(engine, store, manifest, files)
            left = rows.filter(~ibis.coalesce(doomed(rows), False))
            staged.append(write(dataset, engine, left, folder, columns=manifest.columns, part=part))
            if part in parts:
                gone = sum(lost[Path(file.path).name] for file in files)
                parts[part] = replace(parts[part], rows=parts[part].rows - gone)
        kept = [file for file in manifest.files if Path(file.path).name not in lost]
        dataset.publish(manifest, *staged, kept=kept, parts=parts)
    return sum(lost.values())


def _touched(engine: Engine, store: Store, manifest: Manifest, new: ir.Table, key: tuple[str, ...]) -> list[FileEntry]:
    """Files that hold a row with one of the new rows' keys. File names are unique in a dataset."""
    if not manifest.files:
        return []
    old = table_of(engine, store, manifest, manifest.files, origin=_FILE)
    found = engine.arrow(old.semi_join(new, key).select(_FILE).distinct())
    names = {Path(path).name for path in found[_FILE].to_pylist()}
    return [file for file in manifest.files if Path(file.path).name in names]


def compact(dataset: Dataset, engine: Engine, smallest: int, across_parts: bool) -> Manifest:
    """In the dataset's turn: the small files of a group become one, and files from before columns were added wide.

    With nothing to join it sweeps all the same: it is what a house does at night.
    """
    store, manifest = dataset.store, dataset.manifest()
    with store.staging() as folder:
        joined, staged = set(), []
        for part, files in _groups(manifest, smallest, across_parts).items():
            joined |= {file.path for file in files}
            rows = table_of(engine, store, manifest, files)
            staged.append(write(dataset, engine, rows, folder, columns=manifest.columns, part=part, few=True))
        if joined:
            kept = [file for file in manifest.files if file.path not in joined]
            return dataset.publish(manifest, *staged, kept=kept, is_same=True)
    store.sweep()
    return manifest


def _groups(manifest: Manifest, smallest: int, across_parts: bool) -> dict[str, list[FileEntry]]:
    """Which files to join, by part; only where it makes fewer of them, or wider ones."""
    beside: dict[tuple[str, str], list[FileEntry]] = defaultdict(list)
    for file in manifest.files:
        if file.rows < smallest or file.columns != len(manifest.columns):
            beside["" if across_parts else file.part, str(Path(file.path).parent)].append(file)
    groups: dict[str, list[FileEntry]] = defaultdict(list)
    for (part, _folder), files in beside.items():
        if len(files) > 1 or files[0].columns != len(manifest.columns):
            groups[part] += files
    return groups
