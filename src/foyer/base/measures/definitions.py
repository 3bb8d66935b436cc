"""What can be measured; filled when the rooms start."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from foyer.base.measures.models import MeasureSample
from foyer.base.text import Bilingual

# Upper bounds in seconds; a value equal to a bound is within it. The usual service standards are among them.
BUCKETS = (
    *(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 7.5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600, 900, 1800),
    *(3600, 7200, 14400, 28800, 86400, 172800, 604800),
)

registry: dict[str, Measure] = {}
M = TypeVar("M", bound="Measure")


@dataclass(frozen=True)
class Measure:
    """A number with one definition: its name, unit and the dimensions it can be split by."""

    key: str
    name: Bilingual
    unit: str
    dimensions: tuple[str, ...]
    kind: ClassVar[str] = ""

    def _append(self, value: float, dimensions: dict[str, Any], bucket: int | None = None) -> None:
        kept = self.labelled(dimensions)
        MeasureSample.objects.create(name=self.key, dimensions=kept, value=value, bucket=bucket)

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
        self._append(amount, dimensions)


class Duration(Measure):
    """How long, in seconds; keeps count, sum, extremes and a distribution."""

    kind = "duration"

    def record(self, seconds: float, **dimensions: Any) -> None:
        self._append(seconds, dimensions, bisect_left(BUCKETS, seconds))


class Ratio(Measure):
    """Which share."""

    kind = "ratio"

    def observe(self, is_hit: bool, **dimensions: Any) -> None:
        self._append(float(is_hit), dimensions)

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
