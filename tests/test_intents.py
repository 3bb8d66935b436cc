"""A small training set, measured as `./foyer bench intents` does it."""

import csv
import re
from pathlib import Path

import pytest
from bench import intents

SAID = {
    "card_lost": ["I lost my card", "my card is gone", "card stolen", "please block my lost card",
                  "卡丢了", "我要挂失"],
    "balance": ["what is my balance", "how much money is left", "show my balance", "account balance",
                "查余额", "还有多少钱"],
    "fee": ["what are the fees", "why was I charged", "is there a charge", "cost of a transfer",
            "手续费多少", "要收费吗"],
}  # fmt: skip


def test_the_last_line_says_how_well_and_how_fast(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, part in (("train", slice(0, 5)), ("test", slice(5, None))):
        with (tmp_path / f"{name}.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["text", "category"])
            writer.writerows((text, intent) for intent, said in SAID.items() for text in said[part])

    assert intents.main(["--train", str(tmp_path / "train.csv"), "--test", str(tmp_path / "test.csv")]) == 0

    last = capsys.readouterr().out.strip().splitlines()[-1]
    assert re.fullmatch(r"accuracy [01]\.\d{4} ece [01]\.\d{3} train_seconds \d+\.\d ms_per_text \d+\.\d\d", last)
    assert float(last.split()[1]) > 0.5
