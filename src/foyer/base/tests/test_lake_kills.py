"""Whoever writes the lake may be killed at any moment: readers see a whole version, and a rerun completes it."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from foyer.base.engine import open_engine
from foyer.base.tests import lake_worker
from foyer.base.tests.lake_worker import DATASET

TOUCHES = 260
"""About how often a whole run touches the disk through Python."""


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Workers are forked from a process that has everything loaded, so that each starts at once."""
    os.environ["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)  # the fork server reads no other
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([lake_worker.__name__])
    return context


@pytest.fixture
def empty_lakes(settings: Any) -> Iterator[Any]:
    """A new lake for every example."""
    before = django_settings.FOYER_LAKE
    with tempfile.TemporaryDirectory() as folder:

        def make() -> str:
            django_settings.FOYER_LAKE = Path(tempfile.mkdtemp(dir=folder)) / "lake"
            return str(django_settings.FOYER_LAKE)

        yield make
    django_settings.FOYER_LAKE = before


def run(processes: ForkServerContext, target: Any, *args: Any) -> int | None:
    process = processes.Process(target=target, args=args)
    process.start()
    process.join(120)
    return process.exitcode


def seen() -> lake_worker.Rows:
    if not DATASET.exists():
        return {}
    with open_engine("duckdb", memory=256, threads=1) as engine:
        return lake_worker.read(engine)


def test_a_killed_writer_leaves_a_whole_version_and_a_rerun_completes_it(
    processes: ForkServerContext, empty_lakes: Any
) -> None:
    allowed = lake_worker.steps()

    @settings(max_examples=8, deadline=None, derandomize=True)
    @given(st.lists(st.integers(1, TOUCHES), min_size=1, max_size=3))
    def kill(moments: list[int]) -> None:
        lake = empty_lakes()
        reached = 0
        for moment in moments:
            run(processes, lake_worker.work, lake, moment)
            rows = seen()
            assert rows in allowed[reached:], "a version that no step made, or one from before"
            reached = allowed.index(rows)

        assert run(processes, lake_worker.work, lake, 0) == 0
        assert seen() == allowed[-1]
        assert_nothing_is_left_over()

    kill()


def test_the_moments_of_death_are_spread_over_the_whole_run(
    processes: ForkServerContext, empty_lakes: Any, tmp_path: Path
) -> None:
    lake = empty_lakes()

    assert run(processes, lake_worker.work, lake, 0, str(tmp_path / "touches")) == 0

    assert TOUCHES * 0.8 < int((tmp_path / "touches").read_text()) < TOUCHES * 1.5
    assert run(processes, lake_worker.work, empty_lakes(), TOUCHES // 2) == -9


def test_writers_take_turns_and_lose_nothing(processes: ForkServerContext, empty_lakes: Any) -> None:
    lake = empty_lakes()
    writers = [processes.Process(target=lake_worker.append_parts, args=(lake, name, 5)) for name in "abc"]
    for writer in writers:
        writer.start()

    counts = [len(seen())]
    while any(writer.is_alive() for writer in writers):
        counts.append(len(seen()))
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert counts == sorted(counts)
    rows = seen()
    assert len(rows) == 3 * 5 * 10
    assert sum(value == -1 for value in rows.values()) == 15


def assert_nothing_is_left_over() -> None:
    """The last write swept what the killed ones left."""
    store = DATASET.store
    listed = {file.path for file in DATASET.manifest().files}
    assert {str(path.relative_to(store.data)) for path in store.data.rglob("*.parquet")} == listed
    assert not list((store.folder / "staging").iterdir())
    assert len(DATASET.versions()) == 1
