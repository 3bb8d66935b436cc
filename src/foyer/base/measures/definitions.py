"""What can be measured; filled when the rooms start."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, TypeVar, cast

from django.db import connection as _connection
from psycopg.types.json import Jsonb

from foyer.base import clock
from foyer.base.postgres.base import DatabaseWrapper
from foyer.base.text import Bilingual

# Upper bounds in seconds; a value equal to a bound is within it. The usual service standards are among them.
BUCKETS = (
    *(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1800),
    *(3600, 7200, 14400, 28800, 86400, 172800, 604800),
)

_KEEP = """
    INSERT INTO base_measure_sample (name, dimensions, at, value, bucket)
    SELECT s.name, s.dimensions, %s, s.value, s.bucket
    FROM unnest(%s::text[], %s::jsonb[], %s::float8[], %s::int2[]) AS s(name, dimensions, value, bucket)
"""

connection = cast(DatabaseWrapper, _connection)
registry: dict[str, Measure] = {}
M = TypeVar("M", bound="Measure")


class Sample(NamedTuple):
    """One observation, not kept yet."""

    key: str
    dimensions: dict[str, str]
    value: float
    bucket: int | None


def keep(*samples: Sample) -> None:
    """Keep observations, of any measures, in the transaction that made them; they go with its next statement."""
    rows = zip(*((one.key, Jsonb(one.dimensions), float(one.value), one.bucket) for one in samples), strict=True)
    names, dimensions, values, buckets = map(list, rows)
    connection.hold(_KEEP, [clock.now(), names, dimensions, values, buckets], "base_measure_sample")


@dataclass(frozen=True)
class Measure:
    """A number with one definition: its name, unit and the dimensions it can be split by."""

    key: str
    name: Bilingual
    unit: str
    dimensions: tuple[str, ...]
    kind: ClassVar[str] = ""

    def _sample(self, value: float, dimensions: dict[str, Any], bucket: int | None = None) -> Sample:
        return Sample(self.key, self.labelled(dimensions), value, bucket)

    def labelled(self, dimensions: dict[str, Any]) -> dict[str, str]:
        """Every dimension as text, an absent one empty. Raises ValueError for one that the definition does not have."""
        self.check(dimensions)
        values = {name: dimensions.get(name) for name in self.dimensions}
        return {name: "" if value is None else str(value) for name, value in values.items()}

    def check(self, names: Any) -> None:
        unknown = set(names) - set(self.dimensions)
        if unknown:
            raise ValueError(f"{self.key} has the dimensions {self.dimensions}, not {sorted(unknown)}")


class Counter(Measure):
    """How many, or how much."""

    kind = "counter"

    def add(self, amount: float = 1, **dimensions: Any) -> None:
        keep(self.of(amount, **dimensions))

    def of(self, amount: float = 1, **dimensions: Any) -> Sample:
        return self._sample(amount, dimensions)


class Duration(Measure):
    """How long, in seconds; keeps count, sum, extremes and a distribution."""

    kind = "duration"

    def record(self, seconds: float, **dimensions: Any) -> None:
        keep(self.of(seconds, **dimensions))

    def of(self, seconds: float, **dimensions: Any) -> Sample:
        return self._sample(seconds, dimensions, bisect_left(BUCKETS, seconds))


class Ratio(Measure):
    """Which share."""

    kind = "ratio"

    def observe(self, is_hit: bool, **dimensions: Any) -> None:
        keep(self.of(is_hit, **dimensions))

    def of(self, is_hit: bool, **dimensions: Any) -> Sample:
        return self._sample(float(is_hit), dimensions)

    def hit(self, **dimensions: Any) -> None:
        self.observe(True, **dimensions)

    def miss(self, **dimensions: Any) -> None:
        self.observe(False, **dimensions)


def counter(key: str, *, name: Bilingual, unit: str = "1", dimensions: tuple[str, ...] = ()) -> Counter:
    """Define a counter; `unit` is a UCUM unit or a word ("1", "CNY", "points")."""
    return _defined(Counter(key, name, unit, dimensions))


def duration(key: str, *, name: Bilingual, unit: str = "s", dimensions: tuple[str, ...] = ()) -> Duration:
    return _defined(Duration(key, name, unit, dimensions))


def ratio(key: str, *, name: Bilingual, unit: str = "1", dimensions: tuple[str, ...] = ()) -> Ratio:
    return _defined(Ratio(key, name, unit, dimensions))


def _defined(measure: M) -> M:
    known = registry.get(measure.key)
    if known is not None and known != measure:
        raise ValueError(f"{measure.key} is defined twice, differently")
    registry[measure.key] = measure
    return measure
