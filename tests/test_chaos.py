"""A short run of chaos: processes are killed while customers write, and nothing acknowledged is lost or said twice."""

import re
import subprocess
import sys

import pytest

from foyer.config.env import PROJECT

pytestmark = pytest.mark.processes

LAST = re.compile(
    r"sent (\d+) acknowledged (\d+) stored (\d+) lost (\d+) doubled (\d+) reordered (\d+) "
    r"cited (\d+) handed_over (\d+) p50_ms (\d+) p99_ms (\d+) kills (\d+)"
)


def test_killed_processes_lose_nothing_that_was_acknowledged(house):
    words = ["--home", house.home, "--database", house.database_url, "--count", 6, "--kills", 5, "--every", 1.5]
    command = [sys.executable, "-m", "foyer", "bench", "chaos", *map(str, words), "--pause", "0.7", "--agents", "4"]

    result = subprocess.run(
        command, capture_output=True, check=False, text=True, timeout=240, cwd=PROJECT, env=house.environment
    )

    assert result.returncode == 0, result.stdout + result.stderr
    figures = LAST.fullmatch(result.stdout.splitlines()[-1])
    assert figures, result.stdout
    sent, acknowledged, stored, lost, doubled, reordered, *_others, kills = map(int, figures.groups())
    assert sent == acknowledged == stored > 0
    assert (lost, doubled, reordered, kills) == (0, 0, 0, 5)
