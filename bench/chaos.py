"""`./foyer bench chaos`: the replay while web, worker and database processes are killed with SIGKILL in turn.

Visitors write without end while the killing lasts, each message again under the same client id until it is
acknowledged. When the last process is back, everything acknowledged must be kept once and in order, and every stream
must have given exactly what is kept. The last line is that of the replay, with the number of kills.
"""

import argparse
import asyncio
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

from bench import replay, running
from bench.visitors import Question, Visitor

from foyer.operations.house import House

RECOVERY_SECONDS = 60.0
OWN_QUESTIONS = [
    "How long does a transfer to another bank take?",
    "我的银行卡丢了怎么办？",
    "What does it cost to take out cash abroad?",
    "手机银行登录不了，提示设备未绑定。",
    "Why was my card declined in the shop?",
    "信用卡怎么分期还款？",
]


@dataclass
class Killer:
    """Kills the house's processes in turn, waiting each time until the house serves again."""

    house: House
    kills: int
    pause: float
    done: list[str] = field(default_factory=list)
    longest: dict[str, float] = field(default_factory=dict)

    async def run(self) -> None:
        victims = cycle(self._victims())
        while len(self.done) < self.kills:
            await asyncio.sleep(self.pause)
            await self._kill(next(victims))

    def _victims(self) -> list[str]:
        """Web, worker and database in turn, each process of each role once a round."""
        web, workers = (sorted(running.processes(self.house, *roles)) for roles in (("web",), ("relay", "jobs")))
        database = ["database"] if running.database_process(self.house) else []
        rounds = [[*islice(cycle(web), n, n + 1), workers[n % len(workers)], *database] for n in range(len(web))]
        return [name for one in rounds for name in one]

    async def _kill(self, name: str) -> None:
        found = running.database_process(self.house) if name == "database" else self.house.processes.get(name)
        if not found:
            return
        begun = time.monotonic()
        os.kill(found, signal.SIGKILL)
        self.done.append(name)
        await self._until_replaced(name, found)
        role = name.rpartition("-")[0] or name
        self.longest[role] = max(self.longest.get(role, 0.0), time.monotonic() - begun)

    async def _until_replaced(self, name: str, killed: int) -> None:
        """Until another process stands in its place and the house says that it serves."""
        async with asyncio.timeout(RECOVERY_SECONDS):
            while not await asyncio.to_thread(self._is_replaced, name, killed):
                await asyncio.sleep(0.05)

    def _is_replaced(self, name: str, killed: int) -> bool:
        now = running.database_process(self.house) if name == "database" else self.house.processes.get(name)
        return bool(now) and now != killed and self.house.is_ready()


def main(words: list[str] | None = None) -> int:
    options = _options(words)
    questions = replay.read_questions(options) if options.questions or options.file else _own_questions(options.count)
    with _house(options) as house:
        hall = replay.Hall(running.address(house), options.database or house.database_url)
        killer = Killer(house, options.kills, options.every)
        played = asyncio.run(replay.play(hall, questions, options, visits=lambda all_: _visits(all_, killer, options)))
    replay.tell(played)
    killed = ", ".join(f"{name} {killer.done.count(name)}" for name in dict.fromkeys(killer.done))
    print(f"killed: {killed}; longest until served again: {_seconds(killer.longest)}")
    print(f"{replay.last_line(played)} kills {len(killer.done)}")
    return 0 if played.proof.holds else 1


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = replay.arguments("chaos", __doc__, count=60)
    parser.add_argument("--kills", type=int, default=12, help="how many processes are killed")
    parser.add_argument("--every", type=float, default=3.0, help="seconds of quiet before each kill")
    parser.add_argument("--pause", type=float, default=1.5, help="seconds between two messages of one visitor")
    parser.add_argument("--home", type=Path, help="FOYER_HOME of a running house to use, instead of one of our own")
    return parser.parse_args(words)


def _own_questions(count: int) -> list[Question]:
    return [Question(text) for text in islice(cycle(OWN_QUESTIONS), count)]


async def _visits(visitors: list[Visitor], killer: Killer, options: argparse.Namespace) -> None:
    """All come at once and talk until the killing is over."""
    over = asyncio.Event()
    talks = asyncio.gather(*(visitor.talk(over, options.pause) for visitor in visitors))
    try:
        await killer.run()
    finally:
        over.set()
    await talks


@contextmanager
def _house(options: argparse.Namespace) -> Iterator[House]:
    if options.home:
        yield House(options.home)
        return
    with running.own_house("chaos", demo=True, FOYER_DEMO_DAYS="0", FOYER_WEB_WORKERS="2") as house:
        yield house


def _seconds(longest: dict[str, float]) -> str:
    return ", ".join(f"{role} {seconds:.1f} s" for role, seconds in longest.items())


if __name__ == "__main__":
    sys.exit(main())
