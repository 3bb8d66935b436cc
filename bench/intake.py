"""`./foyer bench intake`: rows a second from a CSV file to golden records, beside a bare copy of the file to Parquet.

    ./foyer bench intake                     100,000 and 1,000,000 rows
    ./foyer bench intake --rows 10000000     that many; --without-resolving ends when the rows are stored

The file is generated: people with names, sex, birthdays, phones and resident IDs as a bank exports them, one in a
hundred with something wrong. The limit is DuckDB's own `COPY (FROM read_csv) TO parquet` of the same file.
"""

import argparse
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")

import duckdb  # noqa: E402
import psycopg  # noqa: E402
from psycopg import sql  # noqa: E402

from foyer.operations import database  # noqa: E402

MAPPING = """
source: bench
title: {en: A generated bank}
owner: bench
basis: contract
purpose: {en: measuring}
from: {folder: .}
tables:
  people:
    file: people.csv
    key: no
    gives:
      - party: {source_key: no, kind: {is: person}, name: name, sex: sex, born_on: born}
      - contact_point: {party_key: no, kind: {is: phone}, value: phone}
      - identifier: {party_key: no, kind: {is: resident_id}, value: id}
"""
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国文斌海燕志鹏婷雪"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ENTITIES = ("party", "contact_point", "identifier")


def main() -> int:
    parser = argparse.ArgumentParser(prog="foyer bench intake", description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="*", default=[100_000, 1_000_000])
    parser.add_argument("--without-resolving", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="foyer-bench-") as name, database.held():
        folder = Path(name)
        _prepare(folder)
        _measure(folder / "warm", 1_000, resolving=False)  # everything is loaded, everything compiled
        _print_head()
        results = []
        for rows in options.rows:
            results.append(_measure(folder / str(rows), rows, resolving=not options.without_resolving))
            _print(results[-1])
    _print_growth(results)
    return 0


def _prepare(folder: Path) -> None:
    """A database and a lake of our own, beside the house's."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.DATABASES["default"]["NAME"] = _fresh_database()
    settings.FOYER_LAKE = folder / "lake"
    call_command("migrate", verbosity=0)


def _fresh_database() -> str:
    name = "foyer_bench_intake"
    with database.connect() as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return name


def _measure(folder: Path, rows: int, *, resolving: bool) -> dict[str, Any]:
    """One size: the bare copy, then the whole of intake into an empty lake, then the same file again."""
    folder.mkdir()
    path = folder / "people.csv"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(people(rows))
    bare = _seconds(lambda: _copy(path))
    stages = _take_in(folder, rows, resolving)
    again = _seconds(lambda: _take_in(folder, rows, resolving))
    total = sum(stages.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "rows": rows,
        "bytes": path.stat().st_size,
        "bare": bare,
        "total": total,
        "again": again,
        "peak": peak,
        **stages,
    }


def people(rows: int) -> Iterator[str]:
    """The lines of the file, the same for the same number of rows."""
    yield "no,name,sex,born,phone,id\n"
    chance = random.Random(rows)
    for n in range(1, rows + 1):
        name = chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))
        sex, year, month, day = n % 2, chance.randint(1945, 2005), chance.randint(1, 12), chance.randint(1, 28)
        phone = "12" if n % 100 == 0 else f"1{chance.choice('3578')}{chance.randint(0, 999_999_999):09d}"
        number = _resident_id(chance, year, month, day, sex)
        yield f"{n},{name},{'男' if sex else '女'},{year}/{month}/{day},{phone},{number}\n"


def _resident_id(chance: random.Random, year: int, month: int, day: int, sex: int) -> str:
    area = chance.choice(("110105", "310104", "440305", "510107", "330106"))
    head = f"{area}{year}{month:02d}{day:02d}{chance.randint(0, 99):02d}{chance.randint(0, 4) * 2 + sex}"
    total = sum(int(digit) * weight for digit, weight in zip(head, WEIGHTS, strict=True))
    return head + "10X98765432"[total % 11]


def _copy(path: Path) -> None:
    with duckdb.connect() as connection:
        target = path.with_suffix(".parquet")
        connection.execute(f"COPY (FROM read_csv('{path}', all_varchar=true)) TO '{target}' (COMPRESSION zstd)")


def _take_in(folder: Path, rows: int, resolving: bool) -> dict[str, float]:
    """Seconds of each stage."""
    from foyer.base.actors import SYSTEM
    from foyer.customers.intake import run
    from foyer.customers.sources import parse

    ends: dict[str, float] = {}

    def note(step: str) -> None:
        print(f"  {time.strftime('%T')} {step}", file=sys.stderr, flush=True)
        if step.endswith(" done"):
            ends[step.removesuffix(" done")] = time.perf_counter()

    begun = time.perf_counter()
    source = parse(MAPPING.replace("source: bench", f"source: bench{rows}"), file="bench.yaml")
    run(source, at=str(folder), by=SYSTEM, tell=note, resolve=resolving)
    edges = [begun, *ends.values()]
    return {stage: end - before for stage, before, end in zip(ends, edges, edges[1:], strict=False)}


def _seconds(action: Any) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


STAGES = ("land", "convert", "store", "resolve", "publish")


def _print_head() -> None:
    print(f"{'rows':>10}{'MB':>8}{'bare s':>9}" + "".join(f"{stage:>10}" for stage in STAGES), end="")
    print(f"{'total s':>10}{'rows/s':>10}{'x bare':>9}{'again s':>9}{'peak MB':>9}", flush=True)


def _print(each: dict[str, Any]) -> None:
    print(f"{each['rows']:10}{each['bytes'] / 1e6:8.1f}{each['bare']:9.2f}", end="")
    print("".join(f"{each.get(stage, 0.0):10.2f}" for stage in STAGES), end="")
    print(f"{each['total']:10.2f}{each['rows'] / each['total']:10.0f}", end="")
    print(f"{each['total'] / each['bare']:9.1f}{each['again']:9.2f}{each['peak']:9.0f}", flush=True)


def _print_growth(results: list[dict[str, Any]]) -> None:
    for before, after in pairwise(results):
        growth = (after["total"] / before["total"]) / (after["rows"] / before["rows"])
        said = f"{after['rows'] / before['rows']:.0f} times the rows: {growth:.2f} times the cost of a row"
        print(said)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except psycopg.Error as error:
        sys.exit(str(error))
