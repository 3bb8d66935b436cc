"""`./foyer bench replay`: real customers' questions arrive as concurrent visitors; assistant and agents serve them.

Everything goes over HTTP: visitors with their token and an open stream each, agents signed in at /accounts/login/. A
visitor asks one question; offered articles, they choose the one they meant; who gets neither a cited answer nor a
person taps "talk to a person". At the end every acknowledged message is looked for in the database, over HTTP and on
the streams (`proof.py`). The last line counts the customers' questions; lost, doubled and reordered count choices and
agents' replies as well. p50_ms and p99_ms are the time from sending a question until it is acknowledged, that is, until
it is on disk.
"""

import argparse
import asyncio
import csv
import statistics
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import yaml
from bench import running
from bench.agents import Agent, CannotSignIn
from bench.clients import Address
from bench.proof import Proof, prove
from bench.visitors import Question, Visitor
from bench.watching import allow_many_files

from foyer.config.env import PROJECT, env

DEMO_PASSWORD = "foyer-demo-2026"

_AGENTS = """
    SELECT username FROM staff_user JOIN staff_user_groups ON user_id = staff_user.id
    JOIN auth_group ON auth_group.id = group_id WHERE auth_group.name = 'agent' AND is_active ORDER BY username
"""
Visits = Callable[[list[Visitor]], Awaitable[None]]


@dataclass
class Hall:
    """Where the visitors go, and who serves them."""

    address: Address
    database_url: str
    password: str = DEMO_PASSWORD


@dataclass
class Played:
    """What became of it all."""

    visitors: list[Visitor]
    agents: list[Agent]
    proof: Proof
    seconds: float

    @property
    def cited(self) -> int:
        return sum(visitor.is_cited for visitor in self.visitors)

    @property
    def handed_over(self) -> int:
        return sum(bool(visitor.handed_over_at) for visitor in self.visitors)


def main(words: list[str] | None = None) -> int:
    options = arguments("replay", __doc__).parse_args(words)
    questions = read_questions(options)
    with hall_of(options) as hall:
        played = asyncio.run(play(hall, questions, options))
    tell(played)
    print(last_line(played))
    return 0 if played.proof.holds else 1


def arguments(name: str, about: str, *, count: int = 1000) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"foyer bench {name}", description=about.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, help="a CSV file with a column text")
    parser.add_argument("--questions", type=Path, help="the same, by name")
    parser.add_argument("--count", type=int, default=count, help="how many visitors come, one question each")
    parser.add_argument("--at-once", type=int, default=24, help="how many are being served at the same time")
    parser.add_argument("--agents", type=int, default=8, help="how many agents sign in")
    parser.add_argument("--minutes", type=float, default=20, help="give up after this long")
    parser.add_argument("--url", help="a running Foyer with demonstration data; without it one is started")
    parser.add_argument("--database", default=None, help="its database, for reading back; else DATABASE_URL or our own")
    return parser


def read_questions(options: argparse.Namespace) -> list[Question]:
    """`count` questions, spread over the file, from the beginning again when it has too few."""
    path = options.questions or options.file
    if path is None:
        raise SystemExit("Name a CSV file with a column text: ./foyer bench replay --questions FILE.csv")
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            rows = [row for row in csv.DictReader(file) if (row["text"] or "").strip()]
    except (OSError, KeyError, UnicodeDecodeError) as error:
        raise SystemExit(f"{path} is no CSV file with a column text ({type(error).__name__}).") from None
    if not rows:
        raise SystemExit(f"{path} has no text in its column text.")
    right = _right_articles()
    questions = [Question(row["text"].strip(), right.get(row.get("category") or "", frozenset())) for row in rows]
    spread = questions[:: max(1, len(questions) // options.count)]
    return list(islice(cycle(spread), options.count))


def _right_articles() -> dict[str, frozenset[str]]:
    """Which articles answer the questions of a category, as bench/data has it for public sets of questions."""
    found: dict[str, frozenset[str]] = {}
    for path in (PROJECT / "bench" / "data").glob("banking77_*.yaml"):
        for category, codes in yaml.safe_load(path.read_text()).items():
            found[category] = frozenset([codes] if isinstance(codes, str) else codes or [])
    return found


async def play(
    hall: Hall, questions: list[Question], options: argparse.Namespace, visits: Visits | None = None
) -> Played:
    """Let the agents sit down, the visitors come, and prove what was kept."""
    allow_many_files()
    begun = time.monotonic()
    agents = [Agent(hall.address, name, hall.password) for name in _agent_names(hall)[: options.agents]]
    visitors = [Visitor(hall.address, question) for question in questions]
    try:
        async with asyncio.timeout(options.minutes * 60):
            await asyncio.gather(*(agent.begin() for agent in agents))
            await (visits(visitors) if visits else come(visitors, options.at_once))
            await asyncio.gather(*(agent.end() for agent in agents))
            proof = await prove(visitors, [agent.said for agent in agents], hall.database_url)
    except CannotSignIn as error:
        raise SystemExit(f"{error}: a replay needs the demonstration's staff (./foyer demo).") from None
    finally:
        for visitor in visitors:
            visitor.leave()
    return Played(visitors, agents, proof, time.monotonic() - begun)


async def come(visitors: list[Visitor], at_once: int) -> None:
    """The visitors come in order, so many at a time; their streams stay open."""
    door = asyncio.Semaphore(at_once)

    async def one(visitor: Visitor) -> None:
        async with door:
            await visitor.visit()

    await asyncio.gather(*(one(visitor) for visitor in visitors))


def tell(played: Played) -> None:
    """The figures, for people."""
    visitors = played.visitors
    print(f"{len(visitors)} visitors, {len(played.agents)} agents, {played.seconds:.1f} s")
    kinds = Counter(visitor.first_kind for visitor in visitors)
    print("first answer: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    tapped = sum(visitor.is_cited and bool(visitor.tapped) for visitor in visitors)
    known = [visitor for visitor in visitors if visitor.is_cited and visitor.question.right]
    right = sum(bool(visitor.cited & visitor.question.right) for visitor in known)
    print(f"cited {played.cited}, of them after choosing from an offer {tapped}")
    if known:
        print(f"the right article was cited to {right} of {len(known)}")
    asked = sum(visitor.asked_for_person for visitor in visitors)
    served = sum(agent.served for agent in played.agents)
    print(f"handed over {played.handed_over}, of them at the visitor's tap {asked}; served and closed {served}")
    print(f"besides the questions, choices and agents' replies kept: {played.proof.others_stored}")
    _tell_times("send to acknowledged", acknowledged_seconds(visitors))
    _tell_times("send to first answer seen", [visitor.answer_seconds for visitor in visitors])
    _tell_times("handed over to person seen", [visitor.person_seconds for visitor in visitors])
    reopened = sum(max(0, visitor.feed.opened - 1) for visitor in visitors if visitor.feed)
    print(f"streams resumed {reopened} times; behind at the end {played.proof.streams_behind}")
    refused = [line for one in (*visitors, *played.agents) for line in one.refused]
    print(f"refusals {len(refused)} {refused[:3] or ''}")


def acknowledged_seconds(visitors: list[Visitor]) -> list[float]:
    return [said.seconds for visitor in visitors for said in visitor.said if said.is_acknowledged]


def last_line(played: Played) -> str:
    said = [one for visitor in played.visitors for one in visitor.said]
    proof, (p50, p99) = played.proof, percentiles(acknowledged_seconds(played.visitors))
    acknowledged = sum(one.is_acknowledged for one in said)
    return (
        f"sent {len(said)} acknowledged {acknowledged} stored {proof.stored} lost {proof.lost} doubled {proof.doubled} "
        f"reordered {proof.reordered} cited {played.cited} handed_over {played.handed_over} "
        f"p50_ms {p50} p99_ms {p99}"
    )


def percentiles(seconds: list[float]) -> tuple[int, int]:
    """p50 and p99 in whole milliseconds."""
    if len(seconds) < 2:
        return (round(seconds[0] * 1000),) * 2 if seconds else (0, 0)
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return round(cuts[49] * 1000), round(cuts[98] * 1000)


def _tell_times(name: str, measured: list[float]) -> None:
    seconds = [one for one in measured if one]
    if seconds:
        p50, p99 = percentiles(seconds)
        print(f"{name}: p50 {p50} ms, p99 {p99} ms, longest {max(seconds) * 1000:.0f} ms ({len(seconds)})")


def _agent_names(hall: Hall) -> list[str]:
    with psycopg.connect(hall.database_url) as connection:
        return [name for (name,) in connection.execute(_AGENTS)]


@contextmanager
def hall_of(options: argparse.Namespace) -> Iterator[Hall]:
    """The house that was named, or one of our own for the length of the measurement."""
    if options.url:
        parts = urlsplit(options.url)
        yield Hall((parts.hostname or "127.0.0.1", parts.port or 80), options.database or env.database_url)
        return
    with running.own_house("replay", demo=True, FOYER_DEMO_DAYS="0") as house:
        yield Hall(running.address(house), house.database_url)


if __name__ == "__main__":
    sys.exit(main())
