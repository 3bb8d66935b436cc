"""A small bank in the lake, written as intake would write it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import ibis
import pyarrow as pa

from foyer.base.engine import Engine
from foyer.base.lake import Dataset
from foyer.customers.models.records import record_id
from foyer.customers.standard import STANDARD

SEEN = datetime(2026, 1, 1, tzinfo=UTC)
OWNED = {"source": pa.string(), "record_id": pa.string(), "_run": pa.string(), "_seen_at": pa.timestamp("us", "UTC")}


def fill(engine: Engine, entity: str, *rows: dict[str, Any]) -> None:
    """Put rows into an entity's current state; each names its source."""
    wanted = STANDARD[entity]
    schema = pa.schema([*wanted.arrow_schema(), *(pa.field(name, kind) for name, kind in OWNED.items())])
    full = [_full(wanted, row) for row in rows]
    Dataset(f"customers.{entity}").replace(engine, engine.frame(pa.Table.from_pylist(full, schema=schema)))


def join(engine: Engine, clusters: dict[str, str]) -> None:
    """Say which record ("core:1") is which customer."""
    rows = [{"record_id": record(key), "customer_id": customer} for key, customer in clusters.items()]
    schema = ibis.schema({"record_id": "string", "customer_id": "string"}).to_pyarrow()
    Dataset("customers.clusters").replace(engine, engine.frame(pa.Table.from_pylist(rows, schema=schema)))


def record(key: str) -> str:
    """The identifier of a record named "core:1"."""
    return str(record_id(*key.split(":")))


def two_systems(engine: Engine) -> None:
    """One woman in two systems, a man who shares her phone, and what they have."""
    fill(
        engine, "party",
        {"source": "core", "source_key": "1", "kind": "person", "name": "张伟", "born_on": date(1950, 5, 1),
         "joined_on": date(2020, 3, 1)},
        {"source": "cards", "source_key": "A7", "kind": "person", "name": "張偉", "sex": "F"},
        {"source": "core", "source_key": "2", "kind": "person", "name": "John Smith", "language": "en"},
    )  # fmt: skip
    fill(
        engine, "identifier",
        {"source": "core", "party_key": "1", "kind": "resident_id", "value": "11010519491231002X", "is_verified": True},
    )  # fmt: skip
    fill(
        engine, "contact_point",
        {"source": "core", "party_key": "1", "kind": "phone", "value": "+8613800000001", "is_verified": True},
        {"source": "core", "party_key": "2", "kind": "phone", "value": "+8613800000001"},
        {"source": "cards", "party_key": "A7", "kind": "email", "value": "wei@example.com"},
    )  # fmt: skip
    fill(
        engine, "address",
        {"source": "core", "party_key": "1", "kind": "home", "text": "浙江省杭州市西湖区文三路100号"},
    )  # fmt: skip
    fill(
        engine, "account",
        {"source": "core", "account_key": "a1", "kind": "current", "number": "6222020000001234", "currency": "CNY",
         "balance": Decimal("1050.25"), "opened_on": date(2020, 3, 1), "product": "Current account"},
    )  # fmt: skip
    fill(
        engine, "account_party",
        {"source": "core", "account_key": "a1", "party_key": "1", "role": "owner"},
        {"source": "core", "account_key": "a1", "party_key": "2", "role": "user"},
    )  # fmt: skip
    fill(
        engine, "transaction",
        *({"source": "core", "transaction_key": f"t{day}", "account_key": "a1", "amount": Decimal(day),
           "booked_at": datetime(2025, 1, day, 9, tzinfo=UTC), "currency": "CNY", "counterparty": "李四",
           "text": "转账"} for day in range(1, 29)),
    )  # fmt: skip


def _full(wanted: Any, row: dict[str, Any]) -> dict[str, Any]:
    key = row.get(wanted.party_field) if wanted.party_field else None
    owned = {"record_id": str(record_id(row["source"], key)) if key else None, "_run": "test", "_seen_at": SEEN}
    return {**dict.fromkeys(wanted.fields), **owned, **row}
