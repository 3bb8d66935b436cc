"""Which engine, and how much of this machine it may take."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from foyer.base.engine.folders import private_folder
from foyer.base.engine.port import Engine

IN_PROCESS = "duckdb"


@contextmanager
def open_engine(name: str | None = None, memory: int | None = None, threads: int | None = None) -> Iterator[Engine]:
    """The engine that FOYER_ENGINE names, within FOYER_ENGINE_MEMORY (MiB); arguments win over the settings."""
    engine = _engine(
        name or settings.FOYER_ENGINE,
        memory=memory or settings.FOYER_ENGINE_MEMORY,
        threads=threads or settings.FOYER_ENGINE_THREADS,
        spill=private_folder(Path(settings.FOYER_LAKE) / "tmp"),
    )
    try:
        yield engine
    finally:
        engine.close()


def _engine(name: str, *, memory: int, threads: int, spill: Path) -> Engine:
    if name == IN_PROCESS:
        from foyer.base.engine.duck import Duck

        sealed = settings.FOYER_ENGINE_SEALS_SPILL
        return Duck(memory=memory, threads=threads, spill=spill, sealed_spill=sealed)
    from foyer.base.engine.spark import Spark

    return Spark(master=name, memory=memory, threads=threads, spill=spill)
