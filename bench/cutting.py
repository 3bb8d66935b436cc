"""Tearing streams from the network while messages flow: does each of them still hear everything once and in order?"""

import time
from collections import Counter
from itertools import pairwise
from threading import Thread

import psycopg
from bench import running
from bench.watching import Crowd
from bench.writing import Load, run

from foyer.operations.house import House

BACK_SECONDS = 30.0
SETTLE_SECONDS = 5.0

_KEPT = """
    SELECT topic, array_agg(seq ORDER BY seq) FROM base_liveevent WHERE data::text LIKE '%%@t%%' GROUP BY topic
"""


def cut_at_random(
    house: House, targets: list[dict[str, str]], count: int, seconds: float, rate: float
) -> dict[str, int]:
    """Cut `count` streams, evenly over `seconds` of messages; then compare what each heard with the rows."""
    before = {topic: numbers[-1] for topic, numbers in _kept(house.database_url).items()}
    with Crowd("foyer", running.address(house), targets) as crowd:
        crowd.until_open(BACK_SECONDS)
        cutter = _Cutter(crowd, count, seconds)
        sent = run(Load("action", targets[::2], seconds, rate, environment=running.settings_of(house)))
        cut = cutter.finish()
        crowd.until_open(BACK_SECONDS)
        heard = crowd.until_heard(2 * sent.acknowledged, SETTLE_SECONDS)
        resets, numbers = crowd.state().reset, crowd.numbers()
    kept = _kept(house.database_url)
    faults = Counter({"lost": 0, "doubled": 0, "reordered": 0})
    for target, got in zip(targets, numbers, strict=True):
        topic = target["topic"]
        faults.update(_faults([seq for seq in kept.get(topic, []) if seq > before.get(topic, 0)], got))
    return {"cut": cut, "sent": sent.acknowledged, "heard": heard, "reset": resets, **faults}


class _Cutter:
    """Cuts one stream after the other from a thread of its own."""

    def __init__(self, crowd: Crowd, count: int, seconds: float) -> None:
        self._crowd, self._count, self._pause = crowd, count, seconds / count * 0.9
        self._done = 0
        self._thread = Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        for _ in range(self._count):
            time.sleep(self._pause)
            self._done += self._crowd.cut(1)

    def finish(self) -> int:
        self._thread.join()
        return self._done


def _kept(database_url: str) -> dict[str, list[int]]:
    """The numbers of the marked events that the database keeps, by topic."""
    with psycopg.connect(database_url) as connection:
        return dict(connection.execute(_KEPT).fetchall())


def _faults(kept: list[int], got: list[int]) -> dict[str, int]:
    """How many were lost, heard twice, and heard before an earlier one."""
    return {
        "lost": len(set(kept) - set(got)),
        "doubled": sum(count - 1 for count in Counter(got).values()),
        "reordered": sum(later < earlier for earlier, later in pairwise(got)),
    }
