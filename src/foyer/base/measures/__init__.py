"""Numbers, each defined once where its facts live, and read everywhere from that one definition.

    opened = measures.counter(                                    # in the room's measures.py
        "conversations.opened", name=Bilingual("打开的会话", "Conversations opened"), dimensions=("channel", "queue"))
    wait = measures.duration("conversations.wait", name=…, dimensions=("queue",))       # seconds
    kept = measures.ratio("conversations.in_time", name=…, dimensions=("queue",))

    opened.add(1, channel="web", queue=queue.id)                  # in an action, inside its transaction
    wait.record(seconds, queue=queue.id)
    kept.observe(seconds <= 20, queue=queue.id)

    measures.total("conversations.opened", midnight, now, queue=[a, b])       # a number; a list means any of these
    measures.figure("conversations.wait", midnight, now).percentile(0.9)      # and mean, least, most, share_within(20)
    measures.series("conversations.opened", monday, now, grain="day", by="channel")

A sample lives or dies with its action's transaction. Samples older than the last full hour are rolled up into hours,
days and a sum of all time; a read adds rolled and raw in one statement, so it is always up to date. Hours and days
are those of `settings.TIME_ZONE`. A window whose edge lies in a rolled hour begins or ends with that full hour."""

from foyer.base.measures.definitions import (
    BUCKETS,
    Counter,
    Duration,
    Measure,
    Ratio,
    counter,
    duration,
    keep,
    ratio,
    registry,
)
from foyer.base.measures.exposition import exposition, families
from foyer.base.measures.reading import Figure, Point, figure, figures, series, total
from foyer.base.measures.rolling import forget_old, roll_up

__all__ = [
    "BUCKETS",
    "Counter",
    "Duration",
    "Figure",
    "Measure",
    "Point",
    "Ratio",
    "counter",
    "duration",
    "exposition",
    "families",
    "figure",
    "figures",
    "forget_old",
    "keep",
    "ratio",
    "registry",
    "roll_up",
    "series",
    "total",
]
