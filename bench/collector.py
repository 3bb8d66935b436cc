"""`./foyer bench collector`: events a second that are acknowledged and on disk, beside a bare COPY.

All on one machine, clients included: the embedded PostgreSQL with fsync, the real web processes under the real
supervisor. The limit is COPY of the same events on as many connections, committed batch by batch, into a table with
nothing but a number and the event's JSON: no HTTP, no key, no check, no seal. Clients send batches as the libraries do:
100 events (segment-analytics-python) and 15 (@segment/analytics-node).
"""

import argparse
import json
import os
import platform
import statistics
import sys
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass

import psutil
import psycopg
from bench import collecting, running
from bench.collecting import REQUESTS, ROWS, Sent
from bench.figures import percentiles

from foyer.operations.house import House

BODIES = 480
SIZES = (100, 15)


@dataclass
class Row:
    """One way of writing."""

    name: str
    batch: int
    connections: int
    events_per_second: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    refused: int = 0


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="foyer bench collector", description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=8.0, help="how long each way is measured")
    parser.add_argument("--connections", type=int, default=8, help="clients, each with one connection")
    parser.add_argument("--rounds", type=int, default=3, help="how often; the middle one counts")
    options = parser.parse_args(words)
    _say(f"machine: {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {_load()}")
    with running.own_house("collector", demo=False, FOYER_WEB_WORKERS="2") as house:
        result = _measure(house, options)
    _say("collector " + json.dumps(result))
    return 0 if result["kept"] == result["acknowledged"] else 1


def _measure(house: House, options: argparse.Namespace) -> dict[str, object]:
    secret, rows, acknowledged = running.ask(house, "collecting", "key"), [], 0
    _bare_tables(house)
    for size in SIZES:
        bodies = collecting.batches(BODIES, size, secret)
        found: dict[str, list[Row]] = {}
        for _ in range(options.rounds):
            for name, items, client, resting in _ways(house, secret, bodies):
                with ExitStack() as stack:
                    _rest(stack, house, resting)
                    before = _worked(house)
                    sent = collecting.run(options.connections, options.seconds, client, items)
                    worked = _worked(house) - before
                acknowledged += sent.requests * name.startswith("foyer")
                found.setdefault(name, []).append(_row(name, size, options.connections, sent, worked))
        rows += [_middle(several) for several in found.values()]
        _print(rows[-len(found) :])
    kept = _kept(house)
    _say(f"acknowledged {acknowledged} requests, on disk {kept}")
    return {"rows": [asdict(row) for row in rows], "acknowledged": acknowledged, "kept": kept, "drain": _drain(house)}


def _ways(house: House, secret: str, bodies: list[bytes]) -> list[tuple[str, list[bytes], object, tuple[str, ...]]]:
    """Name, what is sent, by whom, and which of the house's processes stand still meanwhile."""
    web, url = collecting.http(running.address(house), secret), house.database_url
    everything = ("web", "relay", "jobs")
    events, requests = [collecting.rows_of(body) for body in bodies], [collecting.row_of(body) for body in bodies]
    return [
        ("bare COPY, a row an event", events, collecting.copying(url, ROWS), everything),
        ("bare COPY, a row a batch", requests, collecting.copying(url, REQUESTS), everything),
        ("foyer", bodies, web, ("relay", "jobs")),
        ("foyer, draining meanwhile", bodies, web, ()),
    ]  # fmt: skip


def _rest(stack: ExitStack, house: House, roles: tuple[str, ...]) -> None:
    for pid in running.processes(house, *roles).values() if roles else ():
        process = psutil.Process(pid)
        process.suspend()
        stack.callback(process.resume)


def _worked(house: House) -> float:
    """Seconds of processor time that the web processes and the database have used, whoever else uses the machine."""
    roots = [running.database_process(house), *running.processes(house, "web").values()]
    return sum(_used(process) for pid in roots if pid for process in _family(psutil.Process(pid)))


def _family(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def _used(process: psutil.Process) -> float:
    """What it and its ended children used; nothing for one that has just ended, its parent counts that."""
    with suppress(psutil.NoSuchProcess):
        return float(sum(process.cpu_times()[:4]))
    return 0.0


def _row(name: str, size: int, connections: int, sent: Sent, worked: float) -> Row:
    p50, p99 = percentiles(sent.lags)
    events = sent.requests * size
    cost = round(worked / events * 1e6, 1) if events else 0.0
    return Row(name, size, connections, round(events / sent.seconds), p50, p99, cost, sent.refused)


def _middle(rows: list[Row]) -> Row:
    """The round whose rate is the median, with the worst p99 of all."""
    middle = sorted(rows, key=lambda row: row.events_per_second)[len(rows) // 2]
    middle.p99_ms, middle.refused = max(row.p99_ms for row in rows), sum(row.refused for row in rows)
    return middle


def _bare_tables(house: House) -> None:
    with psycopg.connect(house.database_url, autocommit=True) as connection:
        for table in (ROWS, REQUESTS):
            connection.execute(f"CREATE TABLE {table} (id bigserial PRIMARY KEY, payload text)")


def _kept(house: House) -> int:
    with psycopg.connect(house.database_url) as connection:
        return int(connection.execute("SELECT count(*) FROM customers_collectedbatch").fetchone()[0])


def _drain(house: House) -> dict[str, float]:
    """How fast the log empties with nothing else going on, at most ten seconds long."""
    with ExitStack() as stack:
        _rest(stack, house, ("relay", "jobs"))
        done = running.ask(house, "collecting", "10")
    rate = done["events"] / done["seconds"] if done["events"] else 0.0
    _say(f"draining: {rate:.0f} events/s")
    return {"events_per_second": round(rate)}


def _print(rows: list[Row]) -> None:
    limit = rows[0].events_per_second
    _say(f"\nbatches of {rows[0].batch}, {rows[0].connections} connections")
    _say(f"{'':28}{'events/s':>10}{'p50 ms':>9}{'p99 ms':>9}{'of COPY':>9}{'cpu µs':>9}{'refused':>9}")
    for row in rows:
        share = row.events_per_second / limit if limit else statistics.nan
        figures = f"{row.events_per_second:10.0f}{row.p50_ms:9.1f}{row.p99_ms:9.1f}{share:9.0%}{row.cpu_us:9.1f}"
        _say(f"{row.name:28}{figures}{row.refused:9}")


def _load() -> str:
    return " ".join(f"{one:.1f}" for one in os.getloadavg())


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
