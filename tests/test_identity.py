"""A few records, resolved and judged as `./foyer bench identity --records R.csv --truth T.csv` does it."""

import csv
import random
import re
from pathlib import Path

import pytest
from bench import identity

SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平"
PEOPLE = 400


def test_the_last_line_says_how_right_and_how_fast(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everybody is in both systems, in the second written as its clerks write: spaced phones, dates the other way."""
    records, truth = tmp_path / "R.csv", tmp_path / "T.csv"
    chance = random.Random(5)
    with records.open("w", newline="", encoding="utf-8") as file:
        write = csv.writer(file).writerow
        write(["record_id", "source", "姓名", "手机号", "出生日期"])
        for number in range(PEOPLE):
            name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2))
            phone, day = f"13{chance.randint(0, 999_999_999):09d}", (chance.randint(1950, 2000), chance.randint(1, 12))
            write([f"a{number}", "core", name, phone, f"{day[0]}-{day[1]:02d}-11"])
            write([f"b{number}", "cards", name, f"{phone[:3]} {phone[3:7]} {phone[7:]}", f"{day[0]}年{day[1]}月11日"])
    with truth.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("left", "right"), *((f"a{number}", f"b{number}") for number in range(PEOPLE))])

    assert identity.main(["--records", str(records), "--truth", str(truth)]) == 0

    last = capsys.readouterr().out.strip().splitlines()[-1]
    told = re.fullmatch(r"precision ([01]\.\d{6}) recall ([01]\.\d{6}) f1 [01]\.\d{6} seconds \d+\.\d review \d+", last)
    assert told, last
    assert float(told[1]) > 0.98
    assert float(told[2]) > 0.95
