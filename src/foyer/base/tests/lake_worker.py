"""A process that writes a dataset and may be killed at its n-th touch of the disk; for test_lake_kills."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")

import django

django.setup()

import ibis  # noqa: E402
import pyarrow as pa  # noqa: E402
from django.conf import settings  # noqa: E402

from foyer.base.engine import Engine, duck, open_engine  # noqa: E402
from foyer.base.lake import Dataset  # noqa: E402

assert duck  # loaded before we are forked, so that a worker starts at once

DATASET = Dataset("test.killed", rows_per_file=50)
ROUNDS = 4
Rows = dict[str, int]
_TOUCHES = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree", "os.chmod"}


def steps() -> list[Rows]:
    """What a reader may see: the rows after each step of `work`, nothing in between."""
    rows: Rows = {}
    seen = [dict(rows)]
    for turn in range(ROUNDS):
        for change in (added(turn), merged(turn)):
            rows |= change
            seen.append(dict(rows))
    return seen


def added(turn: int) -> Rows:
    return {f"{turn}-{number}": number for number in range(40)}


def merged(turn: int) -> Rows:
    """Some rows of every turn before, and some new ones."""
    return {f"{turn // 2}-{number}": 1000 + turn for number in range(0, 40, 7)} | {f"new-{turn}": turn}


def work(lake: str, kill_at: int, report: str = "") -> None:
    """Every step in its order; those done before are passed over. `kill_at` 0 lets us live."""
    settings.FOYER_LAKE = Path(lake)
    touches = _kill_at(lake, kill_at)
    with open_engine("duckdb", memory=256, threads=1) as engine:
        for turn in range(ROUNDS):
            DATASET.append(engine, _table(engine, added(turn)), part=f"added-{turn}")
            DATASET.merge(engine, _table(engine, merged(turn)), key=("key",), part=f"merged-{turn}")
            DATASET.compact(engine, across_parts=True)
    if report:
        Path(report).write_text(str(touches[0]))


def append_parts(lake: str, name: str, parts: int) -> None:
    """One of several writers."""
    settings.FOYER_LAKE = Path(lake)
    with open_engine("duckdb", memory=256, threads=1) as engine:
        for part in range(parts):
            rows = {f"{name}-{part}-{number}": part for number in range(10)}
            DATASET.append(engine, _table(engine, rows), part=f"{name}-{part}")
            DATASET.merge(engine, _table(engine, {f"{name}-{part}-0": -1}), key=("key",), part=f"{name}-{part}-m")


def read(engine: Engine) -> Rows:
    table = engine.arrow(DATASET.read(engine))
    keys, values = table["key"].to_pylist(), table["value"].to_pylist()
    assert len(keys) == len(set(keys)), "a row is doubled"
    return dict(zip(keys, values, strict=True))


def _table(engine: Engine, rows: Rows) -> ibis.Table:
    return engine.frame(pa.table({"key": list(rows), "value": pa.array(list(rows.values()), pa.int64())}))


def _kill_at(lake: str, kill_at: int) -> list[int]:
    touches = [0]

    def touched(event: str, args: tuple[object, ...]) -> None:
        if event in _TOUCHES and str(args[0]).startswith(lake):
            touches[0] += 1
            if touches[0] == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(touched)
    return touches
