"""Accounts and other holdings, each with its latest movements, and the parties to them."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any
from uuid import UUID

import ibis
import msgspec
from psycopg import sql

from foyer.base.crypto import FINANCE_DATA, blind_index, sealer
from foyer.base.engine import Engine
from foyer.base.ids import new_id
from foyer.customers import masking
from foyer.customers.models import Holding, HoldingParty, SourceRecord
from foyer.customers.models.records import holding_id, record_id
from foyer.customers.profile.current import current
from foyer.customers.profile.publishing.batches import batched, rows_of
from foyer.customers.profile.publishing.staging import Staging

RECENT = 20
COLUMNS = ("id", "source", "key", "parent_id", "kind", "product", "number", "number_tail", "currency", "balance",
           "balance_at", "status", "opened_on", "closed_on", "details", "recent", "fingerprint", "gone_at",
           "run")  # fmt: skip
SEALED = ("number", "balance", "details", "recent")
PARTY = ("id", "holding_id", "record_id", "role")
SHAPE = {
    "source": "string", "key": "string", "parent": "string", "kind": "string", "product": "string", "number": "string",
    "currency": "string", "balance": "decimal(20, 2)", "balance_at": "timestamp(6)", "status": "string",
    "opened_on": "date", "closed_on": "date", "amount": "decimal(20, 2)", "rate": "decimal(12, 6)",
    "matures_on": "date",
}  # fmt: skip
MOVEMENT = ("booked_at", "amount", "currency", "balance_after", "kind", "channel", "counterparty", "text")
Seal = Callable[[str, UUID], str]


def publish_holdings(engine: Engine, run: UUID | None) -> int:
    """Write holdings and parties that are new or have changed; how many holdings."""
    staging = Staging(Holding, COLUMNS, compare=("fingerprint",), fixed=("run",))
    for family, found in (("account", _accounts(engine)), ("holding", _others(engine))):
        for batch in batched(found, 1_000):
            seals = {column: sealer(f"customers_holding.{column}", FINANCE_DATA) for column in SEALED}
            staging.copy([_row(family, row, seals, run) for row in batch])
    staging.keep_known("parent_id", Holding, or_none=True)
    written = staging.merge()
    _publish_parties(engine)
    return written


def _accounts(engine: Engine) -> Iterator[dict[str, Any]]:
    table = current(engine, "account", with_gone=True)
    if table is None:
        return
    account = _shaped(table, key="account_key")
    recent = _recent(engine)
    if recent is not None:
        account = account.left_join(
            recent, [account.source == recent.of_source, account.key == recent.of_account]
        ).drop("of_source", "of_account")  # fmt: skip
    yield from rows_of(engine, account)


def _recent(engine: Engine) -> ibis.Table | None:
    """The last movements of each account, gathered in one row."""
    movement = current(engine, "transaction")
    if movement is None:
        return None
    newest = ibis.row_number().over(
        group_by=[movement.source, movement.account_key],
        order_by=[movement.booked_at.desc(), movement.transaction_key.desc()],
    )
    last = movement.mutate(_place=newest)
    last = last.filter(last["_place"] < RECENT)
    present = {name: last[name].cast("string") for name in MOVEMENT if name in last.columns}
    packed = last.select(
        of_source=last.source, of_account=last.account_key.cast("string"), movement=ibis.struct(
            {"place": last["_place"].cast("int64"), **present}
        )
    )  # fmt: skip
    return packed.group_by(["of_source", "of_account"]).agg(movements=packed.movement.collect())


def _others(engine: Engine) -> Iterator[dict[str, Any]]:
    table = current(engine, "holding", with_gone=True)
    if table is not None:
        parent = table.account_key if "account_key" in table.columns else ibis.null("string")
        yield from rows_of(engine, _shaped(table.mutate(parent=parent), key="holding_key"))


def _shaped(table: ibis.Table, *, key: str) -> ibis.Table:
    given = table.mutate(key=table[key].cast("string"))
    columns = {
        name: given[name].cast(kind) if name in given.columns else ibis.null(kind) for name, kind in SHAPE.items()
    }
    return given.select(**columns, gone_at=given["_gone_at"].cast("timestamp(6)"))


def _row(family: str, row: dict[str, Any], seals: Mapping[str, Seal], run: UUID | None) -> tuple[Any, ...]:
    parent = holding_id(row["source"], "account", row["parent"]) if row["parent"] else None
    recent = msgspec.json.encode({"transactions": _movements(row)}).decode()
    number = row["number"] or ""
    plain = (
        row["source"], _key(family, row["key"]), parent, row["kind"] or "other",
        (row["product"] or "")[:80], number, number[-4:], (row["currency"] or "")[:3], row["balance"],
        _utc(row["balance_at"]), row["status"] or ("closed" if row["closed_on"] else "open"), row["opened_on"],
        row["closed_on"], json.dumps(_details(row)), recent, _utc(row["gone_at"]),
    )  # fmt: skip
    mark = blake2b(repr(plain).encode(), digest_size=16).hexdigest()
    held = holding_id(row["source"], family, row["key"])
    return (
        held, *plain[:5], seals["number"](number, held), *plain[6:8],
        seals["balance"](_text(row["balance"]), held), *plain[9:13], seals["details"](plain[13], held),
        seals["recent"](recent, held), mark, plain[15], run,
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _hashed(key: str) -> str:
    return blind_index(key, "customers.holding_key")


def _key(family: str, key: str) -> str:
    """A system may use the account or card number as its key: kept as a hash under the ring's key, never as it is."""
    return f"{family}:{_hashed(key)}"


def _details(row: dict[str, Any]) -> dict[str, str]:
    named = {"amount": row["amount"], "rate": row["rate"], "matures_on": row["matures_on"]}
    return {name: _text(value) for name, value in named.items() if value is not None}


def _movements(row: dict[str, Any]) -> list[dict[str, Any]]:
    """Newest first; who the other side was is masked before it is kept."""
    found = sorted(row.get("movements") or [], key=lambda movement: movement["place"])
    return [
        {
            "at": _text(movement["booked_at"])[:19].replace(" ", "T"),
            "amount": _text(movement.get("amount")),
            "currency": _text(movement.get("currency")),
            "balance": _text(movement.get("balance_after")),
            "kind": _text(movement.get("kind")),
            "channel": _text(movement.get("channel")),
            "counterparty": masking.masked_counterparty(_text(movement.get("counterparty"))),
            "text": _text(movement.get("text")),
        }
        for movement in found
    ]


def _publish_parties(engine: Engine) -> None:
    staging = Staging(HoldingParty, PARTY, key=("holding_id", "record_id", "role"), fixed=("id",))
    for batch in batched(_parties(engine), 5_000):
        staging.copy(batch)
    staging.keep_known("record_id", SourceRecord)
    staging.keep_known("holding_id", Holding)
    staging.merge()
    staging.remove_missing(sql.SQL("old.holding_id IN (SELECT id FROM staged_customers_holding)"))


def _parties(engine: Engine) -> Iterator[tuple[Any, ...]]:
    """Each party to each holding once."""
    links = _links(engine)
    if not links:
        return
    table = ibis.union(*links) if len(links) > 1 else links[0]
    for row in rows_of(engine, table.distinct()):
        held = holding_id(row["source"], row["family"], row["key"])
        yield new_id(), held, record_id(row["source"], row["party"]), row["role"]


def _links(engine: Engine) -> list[ibis.Table]:
    """Owners and users of accounts; of other holdings their own party, else whoever has the account they hang on."""
    link, held = current(engine, "account_party"), current(engine, "holding", with_gone=True)
    found = [] if link is None else [_link("account", link, link.account_key, link.party_key, link.role)]
    if held is not None:
        held = held.mutate(**{name: ibis.null("string") for name in ("party_key", "account_key") if name not in held})
        own = held.filter(held.party_key.notnull())
        found.append(_link("holding", own, own.holding_key, own.party_key, ibis.literal("owner")))
    if link is not None and held is not None:
        hung = held.filter(held.party_key.isnull())
        through = hung.join(link, [hung.source == link.source, hung.account_key == link.account_key]).select(
            source=hung.source, holding_key=hung.holding_key, party_key=link.party_key, role=link.role
        )
        found.append(_link("holding", through, through.holding_key, through.party_key, through.role))
    return found


def _link(family: str, table: ibis.Table, key: Any, party: Any, role: Any) -> ibis.Table:
    return table.select(
        family=ibis.literal(family),
        source=table.source,
        key=key.cast("string"),
        party=party.cast("string"),
        role=role.fill_null("owner"),
    )


def _text(value: Any) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, (date, datetime)) else str(value)


def _utc(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=UTC) if at and not at.tzinfo else at
