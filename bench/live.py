"""`./foyer bench live`: how fast and how surely a word reaches every screen, beside the limit and beside a peer.

All on one machine, clients included: the embedded PostgreSQL with fsync, the real web processes under the real
supervisor, conversations that two streams watch each (the customer's and the agent's). Then the same crowd at the bare
program (`bare.py`) and at matrix-synapse (`matrix.py`), on the same PostgreSQL.
"""

import argparse
import asyncio
import json
import os
import platform
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

import psycopg
from bench import cutting, figures, running
from bench.figures import Figures
from bench.matrix import Synapse
from bench.watching import Crowd, allow_many_files
from bench.writing import Load, Sent, run

from foyer.config.env import env
from foyer.operations.house import House

SETTLE_SECONDS = 5.0
OPEN_SECONDS = 30.0
SYNAPSE_SETTING_UP_SECONDS = 420.0
SYNAPSE_RATE = 20.0

Targets = list[dict[str, str]]


def main(words: list[str] | None = None) -> int:
    options = _options(words)
    allow_many_files()
    begun = time.monotonic()
    result = _measure(options)
    _say(f"\ntook {time.monotonic() - begun:.0f} s; load average {_load()}")
    _say("live " + json.dumps(result))
    return 1 if any(result["cuts"][fault] for fault in ("lost", "doubled", "reordered")) else 0


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="foyer bench live", description=__doc__.splitlines()[0])
    parser.add_argument("--streams", type=int, default=2_000, help="open streams, two to a conversation")
    parser.add_argument("--rate", type=float, default=200.0, help="messages a second, as the stream endpoint sees them")
    parser.add_argument("--product-rate", type=float, default=50.0, help="messages a second sent by the product's verb")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each measurement lasts")
    parser.add_argument("--idle", type=int, default=10_000, help="idle streams to hold at once")
    parser.add_argument("--cuts", type=int, default=100, help="streams torn from the network while messages flow")
    parser.add_argument("--no-peer", action="store_true", help="leave matrix-synapse out")
    return parser.parse_args(words)


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    _say(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {_load()}")
    with running.own_house("live", demo=False, FOYER_WEB_WORKERS="2") as house:
        _tell_database(house.database_url)
        everyone = _hall(house, max(options.streams, options.idle) // 2)
        targets = everyone[: options.streams]
        rows = [_foyer(house, targets, way, rate, options) for way, rate in _ways(options)]
        cuts = cutting.cut_at_random(house, targets, options.cuts, options.seconds, options.product_rate)
        _say(f"random disconnects: {cuts}")
        idle = _idle(house, everyone[: options.idle])
        with running.at_rest(house):
            rows += _bare(house.database_url, targets, options)
            rows += [] if options.no_peer else _synapse(house, options)
        if rows[-1].streams < options.streams:  # beside the peer at the number of watchers it could take in
            rows.append(_foyer(house, targets[: rows[-1].streams], "action", options.product_rate, options))
    compared = figures.ratios(rows)
    figures.print_table(rows)
    figures.print_ratios(compared)
    return {"figures": [asdict(row) for row in rows], "cuts": cuts, "idle": idle, "ratios": compared}


def _ways(options: argparse.Namespace) -> list[tuple[str, float]]:
    """The mechanism alone at the full rate; the product's whole verb, which does ten times the work, at its own."""
    return [("publish", options.rate), ("action", options.product_rate), ("http", options.product_rate)]


def _hall(house: House, conversations: int) -> Targets:
    """Conversations, each with its customer's and its agent's stream; ten to an agent."""
    return running.ask(house, "hall", conversations, max(1, conversations // 10))


def _foyer(house: House, targets: Targets, way: str, rate: float, options: argparse.Namespace) -> Figures:
    row = Figures(f"foyer {way}", len(targets))
    more = {"environment": running.settings_of(house), "settings": {"address": running.address(house)}}
    with Crowd("foyer", running.address(house), targets) as crowd:
        _open(crowd)
        _steadily_and_fast(row, crowd, Load(way, targets[::2], options.seconds, rate, **more))
    return row


def _steadily_and_fast(row: Figures, crowd: Crowd, load: Load) -> None:
    """At the load's rate, then, half as long, as fast as it goes; a little of it first, to warm up."""
    run(replace(load, seconds=2, rate=10))
    _collect(crowd, None)
    sent = run(load)
    row.steadily(sent, _collect(crowd, sent))
    sent = run(replace(load, seconds=load.seconds / 2, rate=None, processes=4))
    row.fastest(sent, _collect(crowd, sent))
    _say(str(asdict(row)))


def _collect(crowd: Crowd, sent: Sent | None) -> list[float]:
    """The lags of everything that was sent, once it has all arrived or nothing comes any more."""
    crowd.until_heard(2 * sent.acknowledged if sent else 10**9, SETTLE_SECONDS if sent else 2)
    return crowd.lags()


def _open(crowd: Crowd) -> float:
    """Open every stream; how many were opened a second."""
    begun = time.monotonic()
    opened = crowd.until_open(OPEN_SECONDS)
    each_second = opened / (time.monotonic() - begun)
    _say(f"{opened} of {crowd.size} streams open, {each_second:.0f} a second {crowd.state()}")
    return each_second


def _idle(house: House, targets: Targets) -> dict[str, float]:
    """Hold many streams that say nothing; how many stood after a while and what each costs the web processes."""
    before = running.memory(house, "web")
    with Crowd("foyer", running.address(house), targets) as crowd:
        each_second = _open(crowd)
        time.sleep(20)  # past a heartbeat of every stream
        standing, memory = crowd.state().open, running.memory(house, "web")
    result = {
        "asked": len(targets), "held": standing, "opened_per_second": round(each_second),
        "kb_per_stream": round((memory - before) / max(1, standing) / 1024, 1),
    }  # fmt: skip
    _say(f"idle streams: {result}")
    return result


BARE_TABLES = """
    CREATE TABLE bare_said (number bigserial PRIMARY KEY, topic text, text text);
    CREATE TABLE bare_topic (topic text PRIMARY KEY, number bigint);
    CREATE TABLE bare_numbered (topic text, number bigint, text text, PRIMARY KEY (topic, number));
"""


def _bare(database_url: str, targets: Targets, options: argparse.Namespace) -> list[Figures]:
    """The limit, and the limit of what writes rows that a stream can be resumed from."""
    rows = [Figures(figures.LIMIT, len(targets)), Figures(figures.NUMBERED, len(targets))]
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(BARE_TABLES)
    settings = {"database_url": database_url}
    with _bare_processes(database_url) as address, Crowd("bare", address, targets) as crowd:
        _open(crowd)
        for row, way in zip(rows, ("bare", "numbered"), strict=True):
            load = Load(way, targets[::2], options.seconds, options.rate, settings=settings)
            _steadily_and_fast(row, crowd, load)
    return rows


@contextmanager
def _bare_processes(database_url: str) -> Iterator[tuple[str, int]]:
    """As many processes as Foyer has, on one socket, as Foyer has."""
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as door:
        environment = {**os.environ, "DATABASE_URL": database_url, "PYTHONPATH": running.PATH}
        command = running.python("bare", door.fileno())
        processes = [subprocess.Popen(command, pass_fds=[door.fileno()], env=environment) for _ in range(2)]
        try:
            yield door.getsockname()
        finally:
            for process in processes:
                process.kill()
                process.wait()


def _synapse(house: House, options: argparse.Namespace) -> list[Figures]:
    """The peer, with as many users as it takes in: at a rate it bears and its fastest, then at the product's rate."""
    with Synapse(house.home / "synapse", env.home / "bench" / "synapse", house.database_url) as peer:
        begun = time.monotonic()
        targets = asyncio.run(peer.settle_in(options.streams // 2, SYNAPSE_SETTING_UP_SECONDS))
        _say(f"synapse: {len(targets)} users in rooms of two after {time.monotonic() - begun:.0f} s")
        gentle = Figures(figures.PEER, len(targets))
        pressed = Figures(f"{figures.PEER} pressed", len(targets))
        load = Load("matrix", targets[::2], options.seconds, SYNAPSE_RATE, settings={"address": peer.address})
        with Crowd("matrix", peer.address, targets) as crowd:
            _open(crowd)
            _steadily_and_fast(gentle, crowd, load)
            sent = run(replace(load, rate=options.product_rate))
            pressed.steadily(sent, _collect(crowd, sent))
            _say(str(asdict(pressed)))
    return [gentle, pressed]


def _tell_database(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        settings = {
            name: connection.execute(f"SHOW {name}").fetchone()[0]
            for name in ("server_version", "fsync", "synchronous_commit")
        }
    _say(f"PostgreSQL: {settings}")
    if settings["fsync"] != "on":
        raise SystemExit("this PostgreSQL does not fsync; the figures would mean nothing")


def _load() -> str:
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
