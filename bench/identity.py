"""`./foyer bench identity`: how well and how fast Foyer tells who is one customer.

Without arguments: FEBRL 3 and 4 and a generated Chinese town with known truth, each beside plain Splink (its documented
settings) and the `recordlinkage` package (its documented example), in one run.

`--records R.csv --truth T.csv`: resolves R (record_id, source, any columns) with the product's own model and holds the
outcome against T (pairs of record ids). The last line is `precision P recall R f1 F seconds S review N`. Precision and
recall count pairs of records in one customer; the true pairs are closed: A-B and B-C make A-C.

The model is never shown the truth: it learns from the records alone.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import pandas as pd  # noqa: E402
import psutil  # noqa: E402


@dataclass(frozen=True)
class Judged:
    """Pairs found and pairs true."""

    found: int
    true: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else float(not self.true)

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 1.0


def judge(found: dict[str, object], truth: dict[str, object]) -> Judged:
    """Compare two groupings of the same records."""
    names = list(truth)
    both = pd.DataFrame({"found": [found[name] for name in names], "true": [truth[name] for name in names]})
    sizes = (both.groupby(keys).size() for keys in (["found"], ["true"], ["found", "true"]))
    return Judged(*(int((size * (size - 1) // 2).sum()) for size in sizes))


def groups_of(pairs: Iterable[tuple[str, str]], names: Iterable[str]) -> dict[str, object]:
    """Each name with the first of its group: pairs closed over chains."""
    first = {name: name for name in names}

    def root(name: str) -> str:
        while first[name] != name:
            first[name] = first[first[name]]
            name = first[name]
        return name

    for left, right in pairs:
        if left in first and right in first:
            first[root(right)] = root(left)
    return {name: root(name) for name in first}


@dataclass(frozen=True)
class Resolved:
    """What one program made of the records."""

    groups: dict[str, object]
    seconds: float
    review: int = 0


def foyer(table: pd.DataFrame, *, engine: str = "duckdb") -> Resolved:
    """The product's own model, trained on these records without their truth."""
    from foyer.base.engine import open_engine
    from foyer.customers.identity.deciding import Known, decide

    memory = int(psutil.virtual_memory().available / 2**20 * 0.6)
    with open_engine(engine, memory=memory) as opened:
        started = time.perf_counter()
        outcome = decide(opened, opened.frame(table), Known(infer_once=True))
        seconds = time.perf_counter() - started
    groups = dict(zip(outcome.record_ids.to_pylist(), outcome.labels.tolist(), strict=True))
    return Resolved(groups, seconds, int((outcome.pairs["zone"] == "review").sum()))


def main(words: list[str] | None = None) -> int:
    options = _options(words)
    _django()
    if options.records:
        return _given(options.records, options.truth)
    from bench.identity_sets import run

    run(options.people, options.dirt, peers=not options.alone)
    return 0


def _given(records: Path, truth: Path | None) -> int:
    from bench.records import read_records, read_truth

    read = read_records(records)
    names = read.table["record_id"].tolist()
    print(f"{len(names)} records, {read.table['source'].nunique()} sources; columns used: {_used(read.table)}")
    if read.unknown:
        print(f"columns nobody knows, left out: {', '.join(read.unknown)}")
    resolved = foyer(read.table)
    pairs = read_truth(truth, names) if truth else []
    judged = judge(resolved.groups, groups_of(pairs, names))
    print(line(judged, resolved))
    return 0


def line(judged: Judged, resolved: Resolved) -> str:
    figures = f"precision {judged.precision:.6f} recall {judged.recall:.6f} f1 {judged.f1:.6f}"
    return f"{figures} seconds {resolved.seconds:.1f} review {resolved.review}"


def _used(table: pd.DataFrame) -> str:
    return ", ".join(name for name in table if name not in ("record_id", "source") and table[name].notna().any())


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="foyer bench identity", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--records", type=Path, help="CSV with record_id, source and any columns")
    parser.add_argument("--truth", type=Path, help="CSV with pairs of record ids")
    parser.add_argument("--people", type=int, default=20_000, help="people of the Chinese town")
    parser.add_argument("--dirt", type=float, default=1.0, help="how badly its systems write: 0 clean, 1 usual, 2 bad")
    parser.add_argument("--alone", action="store_true", help="without Splink and recordlinkage beside it")
    options = parser.parse_args(words)
    if options.truth and not options.records:
        parser.error("--truth goes with --records")
    for path in filter(None, (options.records, options.truth)):
        if not path.is_file():
            parser.error(f"{path}: there is no such file")
    return options


def _django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
