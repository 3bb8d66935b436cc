"""The demo bank's three systems: what is written, what the house makes of it, and how near that comes to the truth."""

import csv
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from foyer.base.engine.testing import lake  # noqa: F401
from foyer.customers import sources
from foyer.customers.models import Customer, Holding, IntakeRun, QualityScore, QuarantinedRow, SourceRecord
from foyer.customers.profile.view import customer_360
from foyer.demo.apps import APP_DATABASE
from foyer.demo.cast import CLIENTS
from foyer.demo.sources.generating import generate
from foyer.demo.sources.taking_in import ORDER, mapping, take_in
from foyer.staff.models import User

TODAY = date(2026, 11, 24)
PEOPLE = 80


def test_the_same_size_and_day_give_the_same_systems(tmp_path: Path) -> None:
    assert generate(tmp_path / "a", PEOPLE, TODAY) == generate(tmp_path / "b", PEOPLE, TODAY) > 1_000

    for name in ("core/customers.csv", "core/accounts.csv", "cards/cardholders.csv", "truth.csv"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_an_accounts_balance_is_what_its_last_movement_left(tmp_path: Path) -> None:
    generate(tmp_path, PEOPLE, TODAY)
    with (tmp_path / "core/accounts.csv").open(encoding="gb18030") as file:
        balances = {row["账号"]: row["余额"] for row in csv.DictReader(file) if row["状态"] == "正常"}
    last = duckdb.sql(
        f"SELECT 账号, arg_max(余额, 记账时间) FROM '{tmp_path}/core/movements-2*.parquet' GROUP BY 账号"  # noqa: S608
    ).fetchall()

    moved = [(balances[account], balance) for account, balance in last if account in balances]
    assert len(moved) > 30
    assert all(float(ours) == float(theirs) for ours, theirs in moved)


@pytest.mark.parametrize("name", ORDER)
def test_each_mapping_file_is_sound(name: str) -> None:
    assert sources.read(mapping(name)).code == name


@pytest.mark.django_db
@pytest.mark.usefixtures("bank", "lake")
def test_the_sources_become_customers_as_they_are_in_truth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(APP_DATABASE, f"sqlite:///{tmp_path}/app.db")
    take_in(PEOPLE, days=4, folder=tmp_path)

    days = set(QualityScore.objects.filter(source="app").values_list("on", flat=True))
    assert len(days) == 3
    assert len({run.source for run in IntakeRun.objects.filter(state="finished")}) == len(ORDER)
    precision, recall = agreement(tmp_path / "truth.csv")
    assert precision >= 0.98
    assert recall >= 0.9
    the_cast_is_rich()
    broken = {failure["rule"] for row in QuarantinedRow.objects.all() for failure in row.failures}
    assert broken >= {"required", "readable", "one_of", "length", "unique", "refers_to", "range"}

    before = Customer.objects.count(), Holding.objects.count(), QuarantinedRow.objects.count()
    take_in(PEOPLE, folder=tmp_path)
    assert (Customer.objects.count(), Holding.objects.count(), QuarantinedRow.objects.count()) == before


def the_cast_is_rich() -> None:
    """They are the customers who sign in, with their phones, and with what all systems know of them."""
    for client in CLIENTS:
        customer = Customer.objects.get(number=client.number)
        assert customer.phone.endswith(client.phone)
        found = set(SourceRecord.objects.filter(customer=customer).values_list("source", flat=True))
        assert {"foyer", "core"} <= found
    first = Customer.objects.get(number=CLIENTS[0].number)
    page = customer_360(User.objects.get(username="linshan"), first.pk)
    assert page["holdings"]
    assert page["transactions"]
    assert page["timeline"]


def agreement(truth: Path) -> tuple[float, float]:
    """Precision and recall of pairs of records that became one customer."""
    with truth.open(encoding="utf-8") as file:
        whose = {(row["source"], row["key"]): row["person"] for row in csv.DictReader(file)}
    made = {(row.source, row.key): row.customer_id for row in SourceRecord.objects.all()}
    known = [key for key in whose if key in made]
    both = pairs((whose[key], made[key]) for key in known)
    return both / pairs(made[key] for key in known), both / pairs(whose[key] for key in known)


def pairs(labels: Iterable[Any]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(labels).values())
