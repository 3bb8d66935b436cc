"""The numbers of collecting."""

from collections import Counter

from foyer.base import measures
from foyer.base.text import Bilingual
from foyer.customers.collecting.reading import Reading
from foyer.customers.models import CollectedBatch

COLLECTED = measures.counter(
    "customers.events_collected", name=Bilingual("收集的行为事件", "Behaviour events collected"), dimensions=("source",)
)
REFUSED = measures.counter(
    "customers.events_refused", name=Bilingual("未能采用的行为事件", "Behaviour events refused"), dimensions=("source",)
)


def drained(batches: list[CollectedBatch], readings: list[Reading]) -> None:
    """Count what the sources sent, a sample a source."""
    collected, refused = Counter[str](), Counter[str]()
    for batch, reading in zip(batches, readings, strict=True):
        collected[batch.write_key.source] += len(reading.events)
        refused[batch.write_key.source] += len(reading.refused)
    for counter, counts in ((COLLECTED, collected), (REFUSED, refused)):
        for source, count in counts.items():
            if count:
                counter.add(count, source=source)
