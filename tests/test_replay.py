"""A short replay in a real house: every message that was acknowledged is there, once and in order."""

import csv
import re
import subprocess
import sys

import pytest

from foyer.config.env import PROJECT

pytestmark = pytest.mark.processes

LAST = re.compile(
    r"sent (\d+) acknowledged (\d+) stored (\d+) lost (\d+) doubled (\d+) reordered (\d+) "
    r"cited (\d+) handed_over (\d+) p50_ms (\d+) p99_ms (\d+)"
)
ASKED = [
    "How long does a transfer to another bank take?",
    "I lost my card in a taxi",
    "我想找人工客服",
    "What does it cost to take out cash abroad?",
    "信用卡怎么分期还款？",
    "Is there anybody I could talk to, please",
]


def bench(house, name, *words):
    """The measurement as `./foyer bench` runs it, against a house that is running."""
    command = [sys.executable, "-m", "foyer", "bench", name, *map(str, words), "--database", house.database_url]
    return subprocess.run(
        command, capture_output=True, check=False, text=True, timeout=240, cwd=PROJECT, env=house.environment
    )


def test_every_acknowledged_message_of_a_replay_is_kept_once_and_in_order(house, tmp_path):
    questions = tmp_path / "questions.csv"
    with questions.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["text"], *([text] for text in ASKED)])

    result = bench(house, "replay", "--questions", questions, "--count", 12, "--agents", 4, "--url", house.url)

    assert result.returncode == 0, result.stdout + result.stderr
    figures = LAST.fullmatch(result.stdout.splitlines()[-1])
    assert figures, result.stdout
    sent, acknowledged, stored, lost, doubled, reordered, cited, handed_over, *_times = map(int, figures.groups())
    assert (sent, acknowledged, stored, lost, doubled, reordered) == (12, 12, 12, 0, 0, 0)
    assert cited > 0
    assert handed_over >= 2


def test_a_file_without_a_column_text_is_refused_with_a_sentence(house, tmp_path):
    questions = tmp_path / "questions.csv"
    questions.write_text("question\nHow are you?\n")

    result = bench(house, "replay", questions, "--url", house.url)

    assert result.returncode == 1
    assert "no CSV file with a column text" in result.stderr
    assert "Traceback" not in result.stderr
