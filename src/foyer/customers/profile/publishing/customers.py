"""Golden records into the table of customers."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from hashlib import blake2b
from itertools import groupby
from typing import Any
from uuid import UUID

import ibis
from django.db import connection

from foyer.base import clock
from foyer.base.crypto import blind_index, seal
from foyer.base.engine import Engine
from foyer.base.lake import Dataset
from foyer.customers.models import PHONE, Customer
from foyer.customers.profile import golden as gold
from foyer.customers.profile.current import current
from foyer.customers.profile.golden import Golden, assemble
from foyer.customers.profile.publishing.batches import batched, rows_of
from foyer.customers.profile.publishing.staging import Staging
from foyer.customers.profile.scoring import quality
from foyer.customers.profile.search import keys_for
from foyer.staff import queries as staff

TAIL, KIND, SIGN_IN = "_tail", "_kind", "_sign_in"
ELDERLY_AGE = 65
FIRST_NUMBER = 200_000_000
ORGANISATION = "organisation"
COLUMNS = (
    "id", "kind", "number", "name", "phone", "phone_index", "email", "language", "birth_year", "is_elderly",
    "is_vulnerable", "tier", "unit_id", "joined_at", "golden", "golden_fingerprint", "golden_at", "quality",
    "search_keys", "blocked_by", "blocked_reason",
)  # fmt: skip
FIXED = ("number", "blocked_by", "blocked_reason", "joined_at")
KEPT = {  # what somebody entered by hand stays while no source says it
    "name": "COALESCE(NULLIF(excluded.name, ''), old.name)",
    "email": "COALESCE(NULLIF(excluded.email, ''), old.email)",
    "tier": "COALESCE(NULLIF(excluded.tier, ''), old.tier)",
    "unit_id": "COALESCE(excluded.unit_id, old.unit_id)",
    "birth_year": "COALESCE(excluded.birth_year, old.birth_year)",
    "is_elderly": "excluded.is_elderly OR (excluded.birth_year IS NULL AND old.is_elderly)",
}


def publish_customers(engine: Engine, ranked: ibis.Table, chosen: Mapping[str, tuple[str, ...]]) -> int:
    """Write golden records that are new or have changed; how many."""
    builder = _Builder(chosen)
    voices = ranked.union(_extras(engine, ranked))
    rows = rows_of(engine, voices.order_by(["customer_id", "attribute", "place", "value"]))
    staging = Staging(Customer, COLUMNS, fixed=FIXED, own=KEPT, compare=("golden_fingerprint",))
    known = _known()
    for batch in batched(_beside(assemble_with_extras(rows, chosen), known), 2_000):
        staging.copy(builder.rows(batch))
    _free_phones(staging)
    return _merged(staging)


def write_few(rows: Iterable[Mapping[str, Any]], chosen: Mapping[str, tuple[str, ...]]) -> int:
    """The same for ranked voices at hand (ordered, with extras): the few customers that somebody's decision touched."""
    found = list(assemble_with_extras(rows, chosen))
    ids = [customer for customer, _golden, _extra in found]
    known = Customer.objects.filter(pk__in=ids).values_list("pk", "number", "golden_fingerprint")
    held = {str(pk): (number, mark) for pk, number, mark in known}
    staging = Staging(Customer, COLUMNS, fixed=FIXED, own=KEPT, compare=("golden_fingerprint",))
    staging.copy(_Builder(chosen).rows([(*item, *held.get(item[0], ("", ""))) for item in found]))
    _free_phones(staging)
    return _merged(staging)


Extra = dict[str, list[str]]


def assemble_with_extras(
    rows: Iterable[Mapping[str, Any]], chosen: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, Golden, Extra]]:
    """Golden records, apart from what is only needed to serve them: tails, kind, the right to a sign-in phone."""
    for customer, theirs in groupby(rows, key=lambda row: row["customer_id"]):
        voices = list(theirs)
        extra: Extra = {}
        for row in voices:
            if row["attribute"].startswith("_"):
                extra.setdefault(row["attribute"], []).append(row["value"])
        said = [row for row in voices if not row["attribute"].startswith("_")]
        golden = next((golden for _customer, golden in assemble(said, chosen)), {})
        yield str(customer), golden, extra


class _Builder:
    """Rows of the table from golden records; knows the units and hands out numbers."""

    def __init__(self, chosen: Mapping[str, tuple[str, ...]]) -> None:
        self.units = staff.units_by_code()
        self.now = clock.now()

    def rows(self, batch: list[tuple[str, Golden, Extra, str, str]]) -> list[tuple[Any, ...]]:
        """One row for each golden record whose fingerprint is not the stored one."""
        changed = []
        for customer, golden, extra, number, stored in batch:
            mark = fingerprint(golden, extra)
            if mark != stored:
                changed.append((customer, golden, extra, number, mark))
        numbers = iter(new_numbers(sum(1 for item in changed if not item[3])))
        return [
            self._row(customer, golden, extra, number or next(numbers), mark)
            for customer, golden, extra, number, mark in changed
        ]

    def _row(self, customer: str, golden: Golden, extra: Extra, number: str, mark: str) -> tuple[Any, ...]:
        kind = extra.get(KIND, ["person"])[0]
        phone = next(iter(extra.get(SIGN_IN, [])), "")
        born, age = gold.day(golden, "born_on"), gold.age(golden)
        row = UUID(customer)
        return (
            row, kind, number, _sealed("name", gold.value(golden, "name"), row), _sealed("phone", phone, row),
            blind_index(phone, PHONE) if phone else None, _sealed("email", gold.value(golden, "email"), row),
            gold.value(golden, "language") if gold.value(golden, "language") in ("zh", "en") else "zh",
            born.year if born else None, age is not None and age >= ELDERLY_AGE,
            gold.value(golden, "is_vulnerable") == "true", gold.value(golden, "segment")[:20],
            self.units.get(gold.value(golden, "branch_code")), self._joined(golden),
            _sealed("golden", json.dumps(golden, ensure_ascii=False, separators=(",", ":")) if golden else "", row),
            mark, self.now, quality(golden, kind).score, keys_for(golden, number, tuple(extra.get(TAIL, []))), "", "",
        )  # fmt: skip

    def _joined(self, golden: Golden) -> datetime:
        joined: date | None = gold.day(golden, "joined_on")
        return datetime(joined.year, joined.month, joined.day, tzinfo=self.now.tzinfo) if joined else self.now


def fingerprint(golden: Golden, extra: Extra) -> str:
    """Equal for equal golden records, whatever engine ranked them."""
    text = json.dumps([golden, {name: sorted(values) for name, values in extra.items()}], sort_keys=True)
    return blake2b(text.encode(), digest_size=16).hexdigest()


def new_numbers(count: int) -> list[str]:
    """As many customer numbers as asked, never given before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('customers_customernumber', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [str(FIRST_NUMBER + row[0]) for row in cursor.fetchall()]


def _extras(engine: Engine, ranked: ibis.Table) -> ibis.Table:
    """What is served but not said: whether a person or a company, whose phone signs in, the tails of their cards."""
    clusters = Dataset("customers.clusters").read(engine)
    party = current(engine, "party", with_gone=True)
    if party is None:
        return ibis.union(extra(sign_in(ranked), SIGN_IN), *_tails(engine, clusters))
    joined = party.join(clusters, party.record_id.cast("string") == clusters.record_id.cast("string"))
    kinds = joined.group_by(customer_id=clusters.customer_id.cast("string")).agg(value=party.kind.min())
    parts = [extra(kinds, KIND), extra(sign_in(ranked), SIGN_IN), *_tails(engine, clusters)]
    return ibis.union(*parts)


def sign_in(ranked: ibis.Table) -> ibis.Table:
    """The phone that signs each customer in (customer_id, value).

    A phone signs in one customer: the only one known by it, or the only one who has proved it.

    Where several claim it with equal right (a family, a mistake), it signs in nobody: they keep it as a contact, and
    one of them may prove it. A claim by a careless source must never open another customer's account.
    """
    phones = ranked.filter(ranked.attribute == "phone")
    same = ibis.window(group_by=[phones.value])
    rivals = phones.mutate(
        _proved=phones.verified.cast("int64").sum().over(same),
        _all=phones.customer_id.count().over(same),
    )
    sole = ((rivals["_proved"] == 1) & rivals.verified) | ((rivals["_proved"] == 0) & (rivals["_all"] == 1))
    owned = rivals.filter(sole)
    best = ibis.row_number().over(group_by=[owned.customer_id], order_by=[owned.verified.desc(), owned.place])
    first = owned.mutate(_best=best)
    return first.filter(first["_best"] == 0).select("customer_id", "value")


def _tails(engine: Engine, clusters: ibis.Table) -> list[ibis.Table]:
    account, party = current(engine, "account"), current(engine, "account_party")
    if account is None or party is None:
        return []
    held = party.join(account, [party.source == account.source, party.account_key == account.account_key])
    mine = held.join(clusters, held.record_id.cast("string") == clusters.record_id.cast("string"))
    tails = mine.select(customer_id=clusters.customer_id.cast("string"), value=account.number.cast("string").right(4))
    return [extra(tails.filter(tails.value.notnull(), tails.value != "").distinct(), TAIL)]


def extra(table: ibis.Table, attribute: str) -> ibis.Table:
    """A voice of nobody, in the shape of the ranked ones."""
    return table.select(
        customer_id=table.customer_id,
        attribute=ibis.literal(attribute),
        value=table.value.cast("string"),
        place=ibis.literal(0, "int32"),
        source=ibis.literal(""),
        record_id=ibis.literal(""),
        at=ibis.null("timestamp(6)"),
        verified=ibis.literal(False),
        trust=ibis.literal(0, "int32"),
        frequency=ibis.literal(0, "int64"),
    )


def _known() -> Iterator[tuple[str, str, str]]:
    """Number and fingerprint of every customer, in order of identifier."""
    rows = Customer.objects.order_by("id").values_list("id", "number", "golden_fingerprint")
    for customer, number, mark in rows.iterator(chunk_size=5_000):
        yield str(customer), number, mark


def _beside(
    found: Iterable[tuple[str, Golden, Extra]], known: Iterator[tuple[str, str, str]]
) -> Iterator[tuple[str, Golden, Extra, str, str]]:
    """Each golden record with the number and fingerprint it has so far; both come in order of identifier."""
    held = next(known, None)
    for customer, golden, extra in found:
        while held is not None and held[0] < customer:
            held = next(known, None)
        is_same = held is not None and held[0] == customer
        yield customer, golden, extra, *(held[1:] if is_same and held else ("", ""))


def _merged(staging: Staging) -> int:
    """Merge; a customer whose branch nobody names belongs to head office."""
    written = staging.merge()
    if root := staff.root_unit_id():
        Customer.objects.filter(unit=None).update(unit=root)
    return written


def _free_phones(staging: Staging) -> None:
    """Let go of sign-in phones that move to another customer, so that no two hold one at any moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE customers_customer AS old SET phone_index = NULL, phone = '' "
            "FROM staged_customers_customer AS new "
            "WHERE new.phone_index IS NOT NULL AND old.phone_index = new.phone_index AND old.id <> new.id"
        )


def _sealed(column: str, text: str, row: UUID) -> str:
    return seal(text, f"customers_customer.{column}", row=row) if text else ""
