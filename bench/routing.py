"""`./foyer bench routing`: fifty workers route a thousand people who wait; nobody twice, nobody never, nobody too soon.

Workers look for an agent for the next in a line, as relay processes do, all at once and until nobody waits. Beside it,
in the same run on as many connections to the same PostgreSQL, the limit: the next row locked (FOR UPDATE SKIP LOCKED)
and marked. Then some more come whom nobody takes or answers, and the house's own relay must take each back when its
timer has run out and give it to another. The last line is `routing` and a JSON object.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from typing import Any

import psycopg
from bench import figures, running

from foyer.operations.house import House

A_PROCESS = 10  # workers, each a thread
READY_SECONDS = 1.0
LATE_SECONDS = 5.0  # the sweep comes by every two; the rest is for a busy machine
WAIT_SECONDS = 90.0


def main(words: list[str] | None = None) -> int:
    options = _options(words)
    with running.own_house("routing", demo=False, FOYER_WEB_WORKERS="1") as house:
        with running.at_rest(house):
            running.ask(house, "line", "fill", options.waiting, options.workers)
            ours = _worked(house, "work", options.workers)
            seen = running.ask(house, "line", "look")
            running.ask(house, "line", "bare_fill", options.waiting)
            limit = _worked(house, "bare", options.workers)
        back = running.ask(house, "line", "unanswered", options.silent, WAIT_SECONDS)
    result = {"waiting": options.waiting, "workers": options.workers, **ours, **seen, **back, "limit": limit}
    tell(result)
    return 0 if holds(result, options.silent) else 1


def _options(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="foyer bench routing", description=__doc__.splitlines()[0])
    parser.add_argument("--waiting", type=int, default=1_000, help="people who wait, in four lines")
    parser.add_argument("--workers", type=int, default=50, help="workers, and as many agents")
    parser.add_argument("--silent", type=int, default=100, help="how many nobody takes or answers")
    return parser.parse_args(words)


def _worked(house: House, step: str, workers: int) -> dict[str, Any]:
    """All workers at once, ten to a process; how many assignments a second, and how long each took."""
    environment = {**house.environment, "PYTHONPATH": running.PATH}
    parts = [(min(A_PROCESS, workers - first), first) for first in range(0, workers, A_PROCESS)]
    processes = [
        subprocess.Popen(
            running.python("line", step, *part),
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for part in parts
    ]
    _begin_together(processes)
    said = [json.loads(process.communicate()[0]) for process in processes]
    took = [seconds for part in said for seconds in part["took"]]
    p50, p99 = figures.percentiles(took)
    rate = len(took) / max(part["seconds"] for part in said)
    return {"assignments": len(took), "per_second": round(rate, 1), "p50_ms": p50, "p99_ms": p99}


def _begin_together(processes: list[Any]) -> None:
    """When the last of them has loaded everything, all are told the same moment."""
    for process in processes:
        process.stdout.readline()
    begin_at = time.time() + READY_SECONDS
    for process in processes:
        process.stdin.write(f"{begin_at}\n")
        process.stdin.flush()


def holds(result: dict[str, Any], silent: int) -> bool:
    """Whether everything that must not happen did not."""
    faults = ("doubled", "starved", "out_of_order", "overloaded")
    counted = result["assignments"] == result["assigned"] == result["waiting"]
    came_back = result["returned"] == result["given_again"] == silent and result["late_s"] <= LATE_SECONDS
    return counted and came_back and not any(result[fault] for fault in faults)


def tell(result: dict[str, Any]) -> None:
    print("\n" + " " * 12 + "".join(f"{head:>14}" for head in ("assignments", "a second", "p50 ms", "p99 ms")))
    for name, row in (("foyer", result), ("limit", result["limit"])):
        print(f"{name:12}{row['assignments']:14}{row['per_second']:14}{row['p50_ms']:14}{row['p99_ms']:14}")
    print(
        f"doubled {result['doubled']} starved {result['starved']} out_of_order {result['out_of_order']} overloaded "
        f"{result['overloaded']} returned {result['returned']} given_again {result['given_again']} "
        f"late_s {result['late_s']}"
    )
    print(f"on {os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}, psycopg {psycopg.__version__}")
    print("routing " + json.dumps(result), flush=True)


if __name__ == "__main__":
    sys.exit(main())
