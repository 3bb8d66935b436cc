"""`./foyer bench rotation`: the keys change while processes read and write the same rows, and the job is killed midway.

    ./foyer bench rotation                              4 processes of 4, 400 customers, three kills, a change each
    ./foyer bench rotation --customers 60 --seconds 1   shorter

Workers write messages, blocks, and consents through the actions, and read them back, and live events, and customers
by phone, all the while. Each read must be exactly what was written. The job that seals again is killed with kill -9 and
started again; then, under the same load, the old key is destroyed. The last line is made for programs.
"""

import argparse
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
os.environ.setdefault("FOYER_LOG_LEVEL", "ERROR")

from bench.rotation_work import Worker, fill  # noqa: E402

DATABASE = "foyer_bench_rotation"
BATCH = 20
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Outcome:
    """What a change of keys under load did; `wrong` says of each read that failed or brought something else."""

    reads: int
    writes: int
    sealed_again: int
    kills: int
    waiting: int
    wrong: list[str]
    seconds: float


def main() -> int:
    parser = argparse.ArgumentParser(prog="foyer bench rotation", description=__doc__.splitlines()[0])
    parser.add_argument("--customers", type=int, default=400)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--kills", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5, help="of load before and after each change")
    options = parser.parse_args()
    from foyer.operations import database

    with tempfile.TemporaryDirectory(prefix="foyer-bench-") as name, database.held():
        _prepare(Path(name))
        people = fill(options.customers)
        outcome = change(
            people, processes=options.processes, threads=options.threads, kills=options.kills, seconds=options.seconds
        )
    for wrong in outcome.wrong[:20]:
        print(wrong)
    print(
        f"reads {outcome.reads} writes {outcome.writes} sealed_again {outcome.sealed_again} kills {outcome.kills} "
        f"waiting {outcome.waiting} wrong {len(outcome.wrong)} seconds {outcome.seconds:.1f}"
    )
    return 1 if outcome.wrong or outcome.waiting else 0


def _settled(caring: Any) -> int:
    """How much is not under the new key once what was under way when it came has been sealed again too."""
    from foyer.base.actors import SYSTEM

    for _time in range(5):
        caring.seal_everything_again(by=SYSTEM)
        if not (waiting := sum(caring.waiting().values())):
            return 0
        time.sleep(1)
    return waiting


def change(people: list[Any], *, processes: int, threads: int, kills: int, seconds: float) -> Outcome:
    """A new key, everything sealed again in spite of kills, and the old key destroyed, while workers go on."""
    from django.db import connections

    from foyer.base.actors import SYSTEM
    from foyer.base.crypto import caring

    begun, stop = time.monotonic(), FORK.Event()
    answers = FORK.SimpleQueue()
    connections.close_all()
    workers = [FORK.Process(target=_work, args=(place, threads, people, stop, answers)) for place in range(processes)]
    for worker in workers:
        worker.start()
    old = caring.state()[0].id
    try:
        time.sleep(seconds)
        caring.wait_for(caring.new_key(by=SYSTEM, wait_seconds=2.5))
        killed = sum(_killed() for _kill in range(kills))
        progress = caring.seal_everything_again(by=SYSTEM)
        waiting = _settled(caring)
        caring.destroy(old, by=SYSTEM)
        time.sleep(seconds)
    finally:
        stop.set()
        said = [answers.get() for _worker in workers]
        for worker in workers:
            worker.join()
    reads, writes, wrong = (sum((each[place] for each in said), [] if place == 2 else 0) for place in range(3))
    return Outcome(reads, writes, progress.done, killed, waiting, wrong, time.monotonic() - begun)


def _killed() -> bool:
    """The job, killed as soon as it has sealed something; whether it was caught at it."""
    from django.db import connections

    from foyer.base.crypto import caring

    before = sum(caring.waiting().values())
    connections.close_all()
    job = FORK.Process(target=_seal)
    job.start()
    while job.is_alive() and sum(caring.waiting().values()) >= before:
        time.sleep(0.005)
    if job.is_alive():
        os.kill(job.pid or 0, signal.SIGKILL)
    job.join()
    return job.exitcode == -signal.SIGKILL


def _seal() -> None:
    from foyer.base.actors import SYSTEM
    from foyer.base.crypto import caring

    caring.seal_everything_again(by=SYSTEM, batch=BATCH)


def _work(place: int, threads: int, people: list[Any], stop: Any, answers: Any) -> None:
    """One process of workers; what they did and what went wrong."""
    workers = [Worker(place * threads + number, people) for number in range(threads)]
    runners = [threading.Thread(target=worker.run, args=(stop,)) for worker in workers]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    wrong = [line for worker in workers for line in worker.wrong]
    answers.put((sum(worker.reads for worker in workers), sum(worker.writes for worker in workers), wrong))


def _prepare(folder: Path) -> None:
    """An empty bank in a database, a lake and a ring of our own."""
    import django
    from django.conf import settings
    from django.core.management import call_command
    from psycopg import sql

    from foyer.config.custody import Folder
    from foyer.operations import database

    with database.connect() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
    django.setup()
    settings.DATABASES["default"]["NAME"] = DATABASE
    settings.FOYER_LAKE, settings.FOYER_AUDIT_FOLDER = folder / "lake", folder / "audit"
    settings.FOYER_KEYS = Folder(folder / "keys")
    call_command("migrate", verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
