"""What the supervisor forks is safe to fork, and comes back when it dies."""

import os
import signal
import subprocess
import sys
import time

import pytest

from foyer.config.env import PROJECT
from foyer.operations.children import LONGEST_WAIT_SECONDS, SETTLED_SECONDS, Child

pytestmark = pytest.mark.processes


def _end(child: Child) -> None:
    while child.is_alive():
        time.sleep(0.01)


def test_what_is_imported_before_the_fork_starts_no_thread_of_ours_and_opens_no_connection() -> None:
    """One thread is DuckDB's own, idle from its import on; the next test shows that a fork does not miss it."""
    code = """
import os, stat
from foyer.operations import processes
processes.load()
sockets = [fd for fd in os.listdir('/proc/self/fd') if os.path.exists(f'/proc/self/fd/{fd}')
           and stat.S_ISSOCK(os.stat(f'/proc/self/fd/{fd}').st_mode)]
print(len(os.listdir('/proc/self/task')), len(sockets))
"""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "src")}
    result = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        stdin=subprocess.DEVNULL,
    )

    threads, sockets = map(int, result.stdout.split())
    assert threads <= 2
    assert sockets == 0


def test_a_forked_process_computes_with_what_was_imported_before() -> None:
    code = """
import os
from foyer.operations import processes
processes.load()
import duckdb
import pyarrow.compute
def compute():
    house = duckdb.connect(config={'threads': 2})
    made = house.sql('SELECT i % 7 AS day, count(*) AS n FROM range(1000000) t(i) GROUP BY 1')
    return pyarrow.compute.sum(made.to_arrow_table()['n']).as_py()
for _ in range(3):
    if os.fork() == 0:
        os.write(1, f'{compute()} '.encode())
        os._exit(0)
for _ in range(3):
    os.wait()
"""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "src")}
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=60
    )

    assert result.stdout.split() == ["1000000"] * 3


def test_forked_processes_draw_different_identifiers() -> None:
    code = """
import os
from foyer.base.ids import new_id
new_id()
for _ in range(4):
    if os.fork() == 0:
        os.write(1, ''.join(f'{new_id()} ' for _ in range(100)).encode())
        os._exit(0)
for _ in range(4):
    os.wait()
"""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "src")}
    result = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    drawn = result.stdout.split()
    assert len(set(drawn)) == len(drawn) == 400


def test_a_childs_end_and_code_are_noticed() -> None:
    child = Child("web", "web-1")

    child.start(lambda: sys.exit(3), now=0.0)
    _end(child)

    assert (child.pid, child.code, child.restarts) == (0, 3, 0)


def test_a_child_can_be_ended_though_its_parent_ignores_the_signal() -> None:
    child = Child("web", "web-1")
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        child.start(lambda: time.sleep(60), now=0.0)
        while os.getsid(child.pid) != child.pid:
            time.sleep(0.01)
        time.sleep(0.05)
        child.send(signal.SIGTERM)
        _end(child)
    finally:
        signal.signal(signal.SIGTERM, before)

    assert child.code == -signal.SIGTERM


def test_a_child_that_keeps_ending_is_tried_later_each_time_until_it_settles() -> None:
    child = Child("web", "web-1", started_at=100.0)
    waits = []
    for _ in range(8):
        child.put_off(now=100.0)
        waits.append(child.start_at - 100.0)

    child.put_off(now=100.0 + SETTLED_SECONDS + 1)

    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT_SECONDS
    assert child.start_at == pytest.approx(100.0 + SETTLED_SECONDS + 1 + waits[0])
