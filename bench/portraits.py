"""Fills a house of the measurement's own with customers, and reads their pages; prints how long each took.

Runs in the house's environment (`running.ask`). The lake is written by SQL on its engine, one system with clean rows:
what is measured is reading. Publishing is the product's own.
"""

import json
import os
import random
import sys
import time
from collections.abc import Callable
from typing import Any
from uuid import UUID

SEED = 20_261_124
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建文国志海波宁"


def main(customers: int, movements: int, requests: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "foyer.config.settings"
    import django

    django.setup()
    told, sys.stdout = sys.stdout, sys.stderr
    json.dump(measure(customers, movements, requests), told)


def measure(customers: int, movements: int, requests: int) -> dict[str, Any]:
    from foyer.customers.profile import finding, view
    from foyer.staff.tests.factories import UnitFactory, UserFactory

    user = UserFactory(unit=UnitFactory(parent=None, code="HO"), role="supervisor")
    seconds = _fill(customers, movements)
    chance = random.Random(SEED)
    chosen = [_customer(chance.randrange(customers)) for _ in range(requests)]
    words = [_name(chance.randrange(customers)) for _ in range(requests)]
    tails = [f"{chance.randrange(10_000):04}" for _ in range(requests)]
    pages = _timed(chosen, lambda customer: view.customer_360(user, customer))
    names = _timed(words, lambda name: finding.find(user, name))
    by_tail = _timed(tails, lambda tail: finding.find(user, tail))
    bare = _timed(chosen, _bare)
    keys = _timed(words, _bare_search)
    return {
        "movements": customers * movements,
        "publish_seconds": seconds,
        "figures": [_row("360", pages, bare), _row("by name", names, keys), _row("by tail", by_tail, keys)],
    }


def _fill(customers: int, movements: int) -> float:
    from foyer.base.engine import open_engine
    from foyer.base.lake import Dataset
    from foyer.customers.intake.record_ids import record_ids
    from foyer.customers.profile.publishing import publish

    with open_engine() as engine:
        for entity, query in _entities(customers, movements).items():
            table = engine.sql(query)
            if "party_key" in table.columns or entity == "party":
                key = table.source_key if entity == "party" else table.party_key
                table = table.mutate(record_id=record_ids("core", key))
            Dataset(f"customers.{entity}").replace(engine, table)
        party = Dataset("customers.party").read(engine)
        number = party.source_key.cast("int64")
        clusters = party.select(record_id=party.record_id, customer_id=_customer_expression(number))
        Dataset("customers.clusters").replace(engine, clusters)
        begun = time.monotonic()
        publish(engine)
        seconds = time.monotonic() - begun
    _count_rows()
    return seconds


def _entities(customers: int, movements: int) -> dict[str, str]:
    accounts = customers * 3 // 2
    shared = (
        "'core' AS source, 'bench' AS _run, TIMESTAMP '2026-01-01' AS _seen_at, CAST(NULL AS TIMESTAMP) AS _gone_at"
    )
    owner = f"CAST(i % {customers} AS VARCHAR)"
    name = (
        f"substr('{SURNAMES}', 1 + CAST(i % {len(SURNAMES)} AS INT), 1) || "
        f"substr('{GIVEN}', 1 + CAST((i // 7) % {len(GIVEN)} AS INT), 1) || "
        f"substr('{GIVEN}', 1 + CAST((i // 211) % {len(GIVEN)} AS INT), 1)"
    )
    return {
        "party": f"SELECT {shared}, CAST(i AS VARCHAR) AS source_key, 'person' AS kind, {name} AS name, "
        f"DATE '1940-01-01' + CAST(i % 25000 AS INT) AS born_on, "
        f"DATE '2015-01-01' + CAST(i % 3000 AS INT) AS joined_on, "
        f"'CN' AS nationality, 'zh' AS language FROM range({customers}) AS t(i)",
        "contact_point": f"SELECT {shared}, {owner} AS party_key, 'phone' AS kind, "
        f"'+8613' || lpad(CAST(i AS VARCHAR), 9, '0') AS value, true AS is_verified FROM range({customers}) AS t(i)",
        "address": f"SELECT {shared}, {owner} AS party_key, 'home' AS kind, "
        f"'浙江省杭州市西湖区文三路' || i || '号' AS text FROM range({customers}) AS t(i)",
        "account": f"SELECT {shared}, CAST(i AS VARCHAR) AS account_key, 'current' AS kind, 'CNY' AS currency, "
        f"'6222' || lpad(CAST(i AS VARCHAR), 12, '0') AS number, CAST(i % 100000 AS DECIMAL(20, 2)) AS balance, "
        f"DATE '2016-01-01' + CAST(i % 3000 AS INT) AS opened_on FROM range({accounts}) AS t(i)",
        "account_party": f"SELECT {shared}, CAST(i AS VARCHAR) AS account_key, {owner} AS party_key, 'owner' AS role "
        f"FROM range({accounts}) AS t(i)",
        "transaction": f"SELECT {shared}, CAST(i AS VARCHAR) AS transaction_key, "
        f"CAST(i % {accounts} AS VARCHAR) AS account_key, "
        f"TIMESTAMP '2024-01-01' + to_seconds(CAST(i * 7 % 60000000 AS BIGINT)) AS booked_at, "
        f"CAST(i % 2000 - 1000 AS DECIMAL(20, 2)) AS amount, 'CNY' AS currency, 'purchase' AS kind "
        f"FROM range({customers * movements}) AS t(i)",
    }


def _customer(number: int) -> str:
    return str(UUID(int=number))


def _customer_expression(number: Any) -> Any:
    """The same as `_customer`, as an expression, for numbers below a thousand million."""
    text = number.cast("string")
    return _hexadecimal(text)


def _hexadecimal(text: Any) -> Any:
    import ibis

    @ibis.udf.scalar.pyarrow
    def customer_of(value: str) -> str:
        import pyarrow as pa

        return pa.array([str(UUID(int=int(one))) for one in value.to_pylist()], pa.string())

    return customer_of(text)


def _name(number: int) -> str:
    return SURNAMES[number % len(SURNAMES)] + GIVEN[(number // 7) % len(GIVEN)] + GIVEN[(number // 211) % len(GIVEN)]


def _bare(customer: str) -> None:
    """The rows a page is made of, in three statements, neither opened nor shaped."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM customers_customer WHERE id = %s", [customer])
        cursor.fetchall()
        cursor.execute(
            "SELECT h.* FROM customers_sourcerecord r JOIN customers_holdingparty p ON p.record_id = r.id "
            "JOIN customers_holding h ON h.id = p.holding_id WHERE r.customer_id = %s",
            [customer],
        )
        cursor.fetchall()
        cursor.execute(
            "SELECT t.* FROM customers_sourcerecord r JOIN customers_timelineentry t ON t.record_id = r.id "
            "WHERE r.customer_id = %s ORDER BY t.at DESC LIMIT 30",
            [customer],
        )
        cursor.fetchall()


def _bare_search(name: str) -> None:
    from django.db import connection

    from foyer.customers.profile.search import keys_of_question

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM customers_customer WHERE search_keys && %s::varchar[] LIMIT 20", [keys_of_question(name)[0]]
        )
        cursor.fetchall()


def _timed(items: list[str], work: Callable[[str], object]) -> list[float]:
    for item in items[:20]:
        work(item)
    found = []
    for item in items:
        begun = time.perf_counter()
        work(item)
        found.append((time.perf_counter() - begun) * 1000)
    return sorted(found)


def _row(name: str, ours: list[float], limit: list[float]) -> dict[str, Any]:
    return {
        "name": name,
        "p50_ms": _at(ours, 0.5),
        "p95_ms": _at(ours, 0.95),
        "p99_ms": _at(ours, 0.99),
        "limit_p50_ms": _at(limit, 0.5),
        "limit_p95_ms": _at(limit, 0.95),
    }


def _at(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


def _count_rows() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
