"""Fixtures: a lake of one's own, and `engine`, with which a test runs on DuckDB and on Spark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from foyer.base.engine import Engine, open_engine

SPARK = "local[2]"


@pytest.fixture
def lake(tmp_path: Path, settings: Any) -> Path:
    """An empty lake that lives as long as the test."""
    settings.FOYER_LAKE = tmp_path / "lake"
    return tmp_path / "lake"


@pytest.fixture(params=["duckdb", SPARK], ids=["duckdb", "spark"])
def engine(request: Any, lake: Path) -> Iterator[Engine]:
    """Each engine in turn; Spark's session is started once in a test process."""
    with open_engine(request.param, memory=1024, threads=2) as opened:
        yield opened


@pytest.fixture
def duck(lake: Path) -> Iterator[Engine]:
    """DuckDB alone, for what concerns no engine in particular."""
    with open_engine("duckdb", memory=1024, threads=2) as opened:
        yield opened
