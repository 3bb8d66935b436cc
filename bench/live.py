"""`./foyer bench live`: how fast and how surely a word reaches every screen, beside the limit and beside a peer.

All on one machine, clients included: the embedded PostgreSQL with fsync, the real web processes under the real supervisor,
conversations that two streams watch each (the customer's and the agent's). Then the same crowd at the bare program
(`bare.py`) and at matrix-synapse (`matrix.py`), on the same PostgreSQL.
"""

import argparse
import asyncio
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psycopg
from bench import running
from bench.matrix import Synapse
from bench.watching import Crowd, allow_many_files
from bench.writing import Load, Sent, run

from foyer.config.env import PROJECT, env
from foyer.operations.house import House

SETTLE_SECONDS = 5.0
OPEN_SECONDS = 30.0
SYNAPSE_SETTING_UP_SECONDS = 420.0
SYNAPSE_RATE = 20.0


@dataclass
class Figures:
    """One way of sending to one system: at the asked rate, and as fast as it goes."""

    name: str
    streams: int
    rate: float = 0.0
    p50_ms: float = 0.0
    p99_ms: float = 0.0
    most_per_second: float = 0.0
    p99_at_most_ms: float = 0.0
    missing: int = 0
    failed: int = 0


def main(words: list[str] | None = None) -> int:
    options = _options(words)
    allow_many_files()
    begun = time.monotonic()
    result = _measure(options)
    print(f"\ntook {time.monotonic() - begun:.0f} s; load average {_load()}")
    print("live " + json.dumps(result))
    return 0 if not any(result["cuts"][fault] for fault in ("lost", "doubled", "reordered")) else 1


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="foyer bench live", description=__doc__.splitlines()[0])
    parser.add_argument("--streams", type=int, default=2_000, help="open streams, two to a conversation")
    parser.add_argument("--rate", type=float, default=200.0, help="messages a second")
    parser.add_argument("--seconds", type=float, default=20.0, help="how long each measurement lasts")
    parser.add_argument("--idle", type=int, default=10_000, help="idle streams to hold at once")
    parser.add_argument("--cuts", type=int, default=100, help="streams torn from the network while messages flow")
    parser.add_argument("--no-peer", action="store_true", help="leave matrix-synapse out")
    return parser.parse_args(words)


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    _say(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {_load()}")
    with running.own_house("live", demo=False, FOYER_WEB_WORKERS="2") as house:
        _tell_database(house.database_url)
        targets = _hall(house, max(options.streams, options.idle) // 2)
        rows = [_foyer(house, targets[: options.streams], way, options) for way in ("publish", "action", "http")]
        cuts = _cuts(house, targets[: options.streams], options)
        idle = _idle(house, targets[: options.idle])
        with running.at_rest(house):
            rows.append(_bare(house.database_url, targets[: options.streams], options))
            if not options.no_peer:
                rows += _synapse(house.home, house.database_url, options)
    _table(rows)
    return {"figures": [asdict(row) for row in rows], "cuts": cuts, "idle": idle, "ratios": _ratios(rows)}


def _hall(house: House, conversations: int) -> list[dict[str, str]]:
    """Conversations, each with its customer's and its agent's stream; ten to an agent."""
    return running.ask(house, "hall.py", conversations, max(1, conversations // 10))


def _foyer(house: House, targets: list[dict[str, str]], way: str, options: argparse.Namespace) -> Figures:
    figures = Figures(f"foyer {way}", len(targets))
    load = {"environment": running.settings_of(house), "settings": {"address": running.address(house)}}
    with Crowd("foyer", running.address(house), targets) as crowd:
        _open(crowd)
        _both(figures, crowd, way, targets[::2], options, **load)
    return figures


def _both(
    figures: Figures, crowd: Crowd, way: str, writers: list[dict[str, str]], options: argparse.Namespace, **more: Any
) -> None:
    """At the asked rate, then as fast as it goes; every message is watched by two streams."""
    run(Load(way, writers, 2, 20, **more))
    _collect(crowd, None)
    sent = run(Load(way, writers, options.seconds, options.rate, **more))
    lags = _collect(crowd, sent)
    figures.rate = round(sent.rate, 1)
    figures.p50_ms, figures.p99_ms = _percentiles(lags)
    figures.missing += 2 * sent.acknowledged - len(lags)
    fast = run(Load(way, writers, options.seconds / 2, processes=4, threads=4, **more))
    lags = _collect(crowd, fast)
    figures.most_per_second = round(fast.rate, 1)
    figures.p99_at_most_ms = _percentiles(lags)[1]
    figures.missing += 2 * fast.acknowledged - len(lags)
    figures.failed = sent.failed + fast.failed
    _say(f"{asdict(figures)} {sent.why or fast.why}")


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


def _cuts(house: House, targets: list[dict[str, str]], options: argparse.Namespace) -> dict[str, int]:
    """Tear streams away at random while messages flow; then compare what each stream heard with the rows."""
    more = {"environment": running.settings_of(house)}
    before = _kept(house.database_url)
    with Crowd("foyer", running.address(house), targets) as crowd:
        _open(crowd)
        cutting = _Cutting(crowd, options.cuts, options.seconds)
        sent = run(Load("action", targets[::2], options.seconds, min(options.rate, 100), **more))
        cut = cutting.finish()
        crowd.until_open(OPEN_SECONDS)
        heard = crowd.until_heard(2 * sent.acknowledged, SETTLE_SECONDS)
        resets, numbers = crowd.state().reset, crowd.numbers()
    kept = {
        topic: [seq for seq in seqs if seq > (before.get(topic) or [0])[-1]]
        for topic, seqs in _kept(house.database_url).items()
    }
    faults = [_faults(kept.get(target["topic"], []), got) for target, got in zip(targets, numbers, strict=True)]
    lost, doubled, reordered = (sum(fault[place] for fault in faults) for place in range(3))
    result = {"cut": cut, "sent": sent.acknowledged, "heard": heard, "reset": resets}
    result |= {"lost": lost, "doubled": doubled, "reordered": reordered}
    _say(f"{cut} random disconnects: {result}")
    return result


class _Cutting:
    """Cuts one stream at a time, evenly over the measurement, from a thread of its own."""

    def __init__(self, crowd: Crowd, count: int, seconds: float) -> None:
        from threading import Thread

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
    query = (
        "SELECT topic, array_agg(seq ORDER BY seq) FROM base_liveevent WHERE data::text LIKE '%%@t%%' GROUP BY topic"
    )
    with psycopg.connect(database_url) as connection:
        return dict(connection.execute(query).fetchall())


def _faults(kept: list[int], got: list[int]) -> tuple[int, int, int]:
    """How many were lost, heard twice, and heard before an earlier one."""
    lost = len(set(kept) - set(got))
    doubled = sum(count - 1 for count in Counter(got).values())
    reordered = sum(later < earlier for earlier, later in zip(got, got[1:], strict=False))
    return lost, doubled, reordered


def _idle(house: House, targets: list[dict[str, str]]) -> dict[str, float]:
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


def _bare(database_url: str, targets: list[dict[str, str]], options: argparse.Namespace) -> Figures:
    figures = Figures("bare LISTEN/NOTIFY", len(targets))
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE bare_said (number bigserial PRIMARY KEY, topic text, text text)")
    with _bare_processes(database_url) as address, Crowd("bare", address, targets) as crowd:
        _open(crowd)
        time.sleep(1)
        _both(figures, crowd, "bare", targets[::2], options, settings={"database_url": database_url})
    return figures


@contextmanager
def _bare_processes(database_url: str) -> Iterator[tuple[str, int]]:
    """As many processes as Foyer has, on one socket, as Foyer has."""
    with socket.create_server(("127.0.0.1", 0), backlog=2048) as door:
        command = [sys.executable, PROJECT / "bench" / "bare.py", str(door.fileno())]
        environment = {**os.environ, "DATABASE_URL": database_url}
        processes = [subprocess.Popen(command, pass_fds=[door.fileno()], env=environment) for _ in range(2)]
        try:
            yield door.getsockname()
        finally:
            for process in processes:
                process.kill()
                process.wait()


def _synapse(home: Path, database_url: str, options: argparse.Namespace) -> list[Figures]:
    """The peer at the asked rate and at its fastest, and at a rate it can bear, with as many users as it takes in."""
    environment = env.home / "bench" / "synapse"
    with Synapse(home / "synapse", environment, database_url) as peer:
        begun = time.monotonic()
        targets = asyncio.run(peer.settle_in(options.streams // 2, SYNAPSE_SETTING_UP_SECONDS))
        _say(f"synapse: {len(targets)} users in rooms of two after {time.monotonic() - begun:.0f} s")
        settings = {"settings": {"address": peer.address}}
        gentle, full = Figures("matrix-synapse, gently", len(targets)), Figures("matrix-synapse", len(targets))
        with Crowd("matrix", peer.address, targets) as crowd:
            _open(crowd)
            sent = run(Load("matrix", targets[::2], options.seconds, SYNAPSE_RATE, **settings))
            gentle.rate, lags = round(sent.rate, 1), _collect(crowd, sent)
            gentle.p50_ms, gentle.p99_ms = _percentiles(lags)
            gentle.missing, gentle.failed = 2 * sent.acknowledged - len(lags), sent.failed
            _both(full, crowd, "matrix", targets[::2], options, **settings)
    return [gentle, full]


def _percentiles(lags: list[float]) -> tuple[float, float]:
    """p50 and p99 in milliseconds."""
    if len(lags) < 2:
        return 0.0, 0.0
    cuts = statistics.quantiles(lags, n=100, method="inclusive")
    return round(cuts[49] * 1000, 1), round(cuts[98] * 1000, 1)


def _tell_database(database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        settings = {
            name: connection.execute(f"SHOW {name}").fetchone()[0]
            for name in ("server_version", "fsync", "synchronous_commit")
        }
    _say(f"PostgreSQL: {settings}")
    if settings["fsync"] != "on":
        raise SystemExit("this PostgreSQL does not fsync; the figures would mean nothing")


def _table(rows: list[Figures]) -> None:
    head = f"{'':24}{'streams':>8}{'msg/s':>8}{'p50 ms':>9}{'p99 ms':>9}{'most/s':>9}{'p99 then':>10}{'missing':>9}{'failed':>8}"
    print("\n" + head)
    for row in rows:
        print(
            f"{row.name:24}{row.streams:8}{row.rate:8.1f}{row.p50_ms:9.1f}{row.p99_ms:9.1f}"
            f"{row.most_per_second:9.1f}{row.p99_at_most_ms:10.1f}{row.missing:9}{row.failed:8}"
        )


def _ratios(rows: list[Figures]) -> dict[str, float]:
    """Foyer beside the limit and the peer: how many times as long, how many times as many."""
    by_name = {row.name: row for row in rows}
    limit, ratios = by_name["bare LISTEN/NOTIFY"], {}
    for way in ("publish", "action", "http"):
        ours = by_name[f"foyer {way}"]
        ratios[f"{way}_p50_to_limit"] = _ratio(ours.p50_ms, limit.p50_ms)
        ratios[f"{way}_p99_to_limit"] = _ratio(ours.p99_ms, limit.p99_ms)
        ratios[f"{way}_most_to_limit"] = _ratio(limit.most_per_second, ours.most_per_second)
        if peer := by_name.get("matrix-synapse"):
            ratios[f"{way}_most_over_synapse"] = _ratio(ours.most_per_second, peer.most_per_second)
            ratios[f"synapse_p50_to_{way}"] = _ratio(peer.p50_ms, ours.p50_ms)
    print("\n" + "\n".join(f"{name:28}{ratio:8.2f}" for name, ratio in ratios.items()))
    return ratios


def _ratio(above: float, below: float) -> float:
    return round(above / below, 2) if below else 0.0


def _load() -> str:
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
