"""Fixtures: a lake of one's own, `engine`, with which a test runs on DuckDB and on Spark, and what is made once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from django.db import transaction
from django.test import override_settings

from foyer.base.engine import Engine, open_engine

Made = TypeVar("Made")
SPARK = "local[2]"
os.environ.setdefault("SPARK_SUBMIT_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
"""A test computes with a handful of rows: it does not earn what Java's second compiler and its collectors cost."""


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


class Once:
    """Rows and a lake that all tests of a file find as they were made, whatever the one before did to them."""

    def __init__(self, lake: Path) -> None:
        self.lake = lake

    def make(self, make: Callable[[Engine], Made]) -> Made:
        """Call this with an engine over the lake that will be shared out."""
        with override_settings(FOYER_LAKE=self.lake), open_engine("duckdb", memory=1024, threads=2) as opened:
            return make(opened)

    def share(self, lake: Path) -> None:
        """Give a test its own copy of the lake."""
        shutil.copytree(self.lake, lake, dirs_exist_ok=True)


@pytest.fixture(scope="module")
def once(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Once]:
    """For a file whose tests all begin with the same bank: what is made with it stays until the end of the file, and
    each test works in a savepoint over it. Tests that want an empty bank stand before the first that asks for it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Once(tmp_path_factory.mktemp("once"))
        transaction.set_rollback(True)
