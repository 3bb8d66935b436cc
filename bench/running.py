"""A house of the measurement's own, and what one may ask of its processes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import rmtree
from typing import Any

import psutil
import psycopg

from foyer.config.env import PROJECT, env
from foyer.operations.house import House

PATH = os.pathsep.join([str(PROJECT), str(PROJECT / "src")])
SETTINGS = {
    "FOYER_RATE_LIMITS": "0",
    "FOYER_LOG_LEVEL": "WARNING",
    "FOYER_LANGUAGE": "en",
    "FOYER_BIND": "127.0.0.1",
    "FOYER_DEMO_PEOPLE": "0",
}


@contextmanager
def own_house(name: str, *, demo: bool, **settings: str) -> Iterator[House]:
    """A fresh house below FOYER_HOME, on loopback and a free port, gone afterwards, also when we are told to end."""
    home = env.home / "bench" / f"{name}-{os.getpid()}"
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    try:
        with House(home, demo=demo, settings={**SETTINGS, **settings}) as house:
            _look_over_tables(house)
            yield house
    finally:
        rmtree(home, ignore_errors=True)


def _look_over_tables(house: House) -> None:
    """Give the planner its statistics now; autovacuum does so by itself, a minute after the first rows."""
    with psycopg.connect(house.database_url, autocommit=True) as connection:
        connection.execute("ANALYZE")


def address(house: House) -> tuple[str, int]:
    return "127.0.0.1", house.note().port


def settings_of(house: House) -> dict[str, str]:
    """The environment in which Django, run by us, finds the house's database."""
    known = ("FOYER_", "DATABASE_URL")
    return {name: value for name, value in house.environment.items() if name.startswith(known)}


def processes(house: House, *roles: str) -> dict[str, int]:
    """Name and number of the web, relay or jobs processes as they are now."""
    return {name: pid for name, pid in house.processes.items() if name.rpartition("-")[0] in roles}


def database_process(house: House) -> int | None:
    """The number of the embedded database's first process; None where a given server is used."""
    noted = house.home / "postgres" / "postmaster.pid"
    return int(noted.read_text().split("\n", 1)[0]) if noted.exists() else None


def memory(house: House, *roles: str) -> int:
    """Bytes that the processes of these roles hold for themselves."""
    return sum(psutil.Process(pid).memory_full_info().uss for pid in processes(house, *roles).values())


def python(module: str, *values: object) -> list[str]:
    """The command that runs `main(*values)` of one of our modules in a process of its own."""
    return [sys.executable, "-c", f"from bench.{module} import main; main{values!r}"]


def ask(house: House, module: str, *values: object) -> Any:
    """Run one of our modules with the house's Django and read the JSON it prints."""
    environment = {**house.environment, "PYTHONPATH": PATH}
    return json.loads(
        subprocess.run(python(module, *values), check=True, env=environment, stdout=subprocess.PIPE).stdout
    )


@contextmanager
def at_rest(house: House) -> Iterator[None]:
    """Foyer's own processes stopped in their tracks, so that others have the machine and the database to themselves."""
    stopped = [psutil.Process(pid) for pid in processes(house, "web", "relay", "jobs").values()]
    for process in stopped:
        process.suspend()
    try:
        yield
    finally:
        for process in stopped:
            process.resume()
