"""A small bank for the tests of intake: two tables of customers and accounts, and its mapping."""

from pathlib import Path
from typing import Any

from foyer.base.engine import open_engine
from foyer.customers.intake import datasets
from foyer.customers.sources import Source, parse

MAPPING = """
source: core
title: {zh: 核心系统, en: Core banking}
owner: Data office
basis: contract
purpose: {zh: 客户服务, en: Serving customers}
from: {folder: .}
tables:
  people:
    file: people*.csv
    key: no
    mode: MODE
    gives:
      - party: {source_key: no, kind: {is: person}, name: name, sex: sex}
      - contact_point: {party_key: no, kind: {is: phone}, value: phone}
      - contact_point: {party_key: no, kind: {is: phone}, value: phone2}
  accounts:
    file: accounts*.csv
    key: acct
    mode: MODE
    let: {name: {look_up: {table: people, take: name, by: {no: holder}}}}
    gives:
      - account: {account_key: acct, kind: {is: current}, currency: {is: CNY}, balance: balance, product: name}
      - account_party: {account_key: acct, party_key: holder, role: {is: owner}}
"""
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊军洋"


def mapping(mode: str = "full") -> Source:
    return parse(MAPPING.replace("MODE", mode), file="core.yaml")


def person(n: int, phone2: str = "") -> str:
    name = SURNAMES[n % 10] + GIVEN[n // 10 % 10] + GIVEN[n // 100 % 10]
    return f"{n},{name},{'男' if n % 2 else '女'},138{n:08d},{phone2}"


def write_people(folder: Path, numbers: Any, name: str = "people.csv", **changed: str) -> None:
    lines = [changed.get(f"p{n}", person(n)) for n in numbers]
    (folder / name).write_text("\n".join(["no,name,sex,phone,phone2", *lines]) + "\n", encoding="utf-8")


def write_accounts(folder: Path, numbers: Any, name: str = "accounts.csv") -> None:
    lines = [f"A{n},{n},{n}.50" for n in numbers]
    (folder / name).write_text("\n".join(["acct,holder,balance", *lines]) + "\n", encoding="utf-8")


def state(entity: str, *, gone: bool = False) -> list[dict[str, Any]]:
    """The rows of the current state, ordered by their keys; those that are gone only when asked for."""
    dataset = datasets.state(entity)
    if not dataset.exists():
        return []
    with open_engine() as engine:
        rows = dataset.read(engine)
        found = engine.arrow(rows if gone else rows.filter(rows["_gone_at"].isnull())).to_pylist()
    return sorted(found, key=lambda row: (row["_origin"], str(row.get("value"))))
