"""Every measure in the form that Prometheus and its kin collect."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from foyer.base.measures.definitions import Measure, registry
from foyer.base.measures.reading import cumulative, ever


def exposition() -> bytes:
    """The text of `/metrics` for all measures of the house (content type: prometheus_client.CONTENT_TYPE_LATEST)."""
    collectors = CollectorRegistry()
    collectors.register(_House())
    return generate_latest(collectors)


def families() -> Iterator[Metric]:
    """One family for a counter or duration, two (all and hits) for a ratio; from the same rows the walls read."""
    for measure in registry.values():
        yield from _FAMILIES[measure.kind](measure)


class _House(Collector):
    def collect(self) -> Iterator[Metric]:
        return families()


def _counter(measure: Measure) -> Iterator[Metric]:
    family = CounterMetricFamily(_name(measure), measure.name.en, labels=measure.dimensions)
    for labels, figure in ever(measure):
        family.add_metric(_in_order(measure, labels), figure.sum)
    yield family


def _duration(measure: Measure) -> Iterator[Metric]:
    family = HistogramMetricFamily(f"{_name(measure)}_seconds", measure.name.en, labels=measure.dimensions)
    for labels, figure in ever(measure):
        family.add_metric(_in_order(measure, labels), cumulative(figure), figure.sum)
    yield family


def _ratio(measure: Measure) -> Iterator[Metric]:
    every = CounterMetricFamily(f"{_name(measure)}_observed", measure.name.en, labels=measure.dimensions)
    hits = CounterMetricFamily(f"{_name(measure)}_hits", measure.name.en, labels=measure.dimensions)
    for labels, figure in ever(measure):
        every.add_metric(_in_order(measure, labels), figure.count)
        hits.add_metric(_in_order(measure, labels), figure.sum)
    yield from (every, hits)


_FAMILIES = {"counter": _counter, "duration": _duration, "ratio": _ratio}


def _name(measure: Measure) -> str:
    return "foyer_" + measure.key.replace(".", "_")


def _in_order(measure: Measure, labels: dict[str, str]) -> list[str]:
    return [labels.get(name, "") for name in measure.dimensions]
