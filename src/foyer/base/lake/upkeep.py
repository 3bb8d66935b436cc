"""What a house does for its lake at night: many small files become few, and old parts become one with the rest.

    upkeep.care_for(EVENTS, settled_before=lambda: clock.now() - timedelta(days=2))
    upkeep.tend(engine)

Every dataset is compacted; a room says more of those that grow by many small parts. A part keeps its name so that it is
not added twice; when nobody can add it again the name is forgotten, or the manifest would grow with every minute that
passes. Nothing that is read changes. Killed anywhere, it leaves whole versions; the next night goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from foyer.base.engine import Engine
from foyer.base.lake import saving
from foyer.base.lake.dataset import Dataset
from foyer.base.lake.errors import LakeBusy

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Care:
    dataset: Dataset
    settled_before: Callable[[], datetime]


@dataclass(frozen=True)
class Tended:
    """How many files there were before and after, over all datasets."""

    datasets: int
    before: int
    after: int


_cared_for: dict[str, _Care] = {}


def care_for(dataset: Dataset, *, settled_before: Callable[[], datetime]) -> None:
    """Let parts that were added before an instant be joined, because nobody adds them again; done once, at start."""
    _cared_for[dataset.name] = _Care(dataset, settled_before)


def tend(engine: Engine) -> Tended:
    """Look after every dataset. One that somebody writes for long is left for the next night."""
    counts = []
    for name in saving.names():
        try:
            counts.append(_tend(engine, name))
        except LakeBusy:
            log.warning("lake_busy", dataset=name)
    return Tended(len(counts), sum(before for before, _after in counts), sum(after for _before, after in counts))


def _tend(engine: Engine, name: str) -> tuple[int, int]:
    care = _cared_for.get(name)
    before = Dataset(name).manifest()
    sort = care.dataset.sort if care else ()
    dataset = Dataset(name, partitions=before.partitions, sort=sort)  # as it lies, whoever began it
    if care:
        settle(dataset, care.settled_before())
    return len(before.files), len(dataset.compact(engine).files)


def settle(dataset: Dataset, before: datetime) -> list[str]:
    """Forget the names of parts that were added before the instant; their rows stay. Returns the names."""
    with dataset.store.writing():
        manifest = dataset.manifest()
        old = [key for key, fact in manifest.parts.items() if datetime.fromisoformat(fact.at) < before]
        if old:
            known = set(old)
            files = [replace(file, part="") if file.part in known else file for file in manifest.files]
            parts = {key: fact for key, fact in manifest.parts.items() if key not in known}
            dataset.store.publish(manifest.next(files=files, parts=parts, is_same=True))
        return old
