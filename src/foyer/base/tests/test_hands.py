"""Work that several processes share, and what becomes of them."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil

from foyer.base.hands import hands
from foyer.config.env import PROJECT

STORY = """
import json, os, signal
from functools import partial
from foyer.base.hands import HandLost, hands
from foyer.base.tests.test_hands import die, pid
with hands(2, ready=os.getpid) as share:
    told = {"results": list(share(partial(divmod, 100), range(1, 8))), "nothing": list(share(pid, []))}
    told |= {"pids": list(share(pid, range(6))), "ours": os.getpid()}
    try:
        list(share(die, range(1)))
    except HandLost as lost:
        told["lost"] = type(lost).__name__
    print(json.dumps(told), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def pid(_piece: int) -> int:
    return os.getpid()


def die(_piece: int) -> None:
    os._exit(3)


def test_with_one_hand_the_work_is_done_here() -> None:
    with hands(1) as share:
        assert list(share(pid, [1])) == [os.getpid()]


def test_results_come_in_order_who_dies_is_missed_and_none_outlives_whoever_started_it() -> None:
    environment = {**os.environ, "PYTHONPATH": f"{PROJECT / 'src'}"}
    killed = subprocess.run([sys.executable, "-c", STORY], capture_output=True, text=True, env=environment, check=False)

    told = json.loads(killed.stdout)
    assert told["results"] == [list(divmod(100, n)) for n in range(1, 8)]
    assert (told["nothing"], told["lost"], killed.returncode) == ([], "HandLost", -signal.SIGKILL)
    assert len(set(told["pids"])) == 2 and told["ours"] not in told["pids"]
    assert _all_gone(told["pids"])


def _all_gone(processes: list[int]) -> bool:
    """Soon: their input ends when whoever gave it does."""
    for _ in range(500):
        if not any(map(_lives, processes)):
            return True
        time.sleep(0.02)
    return False


def _lives(process: int) -> bool:
    """Whether it runs still; one that has ended and that nobody has asked about yet does not."""
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
