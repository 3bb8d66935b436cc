"""What each record claims of its customer, one claim a row: the form that survivorship, pairs and golden records share.

A claim is (record_id, source, attribute, value, at, verified). `value` is the canonical text of the standard; `at` is
when the source last changed it, or when we saw it first.
"""

from typing import Any

import ibis
from ibis import literal

from foyer.base.engine import Engine
from foyer.customers.profile.current import current

PARTY = (
    "name", "family_name", "given_name", "latin_name", "sex", "born_on", "died_on", "nationality", "language",
    "marital_status", "education", "occupation", "employer", "income", "industry", "segment", "branch_code",
    "joined_on", "left_on", "is_vulnerable",
)  # fmt: skip
DOCUMENTS = (
    "resident_id", "passport", "hkmo_permit", "foreign_id", "uscc", "tax_id", "social_security", "other",
)  # fmt: skip
CONTACTS = ("phone", "email", "wechat")
ADDRESSES = ("home", "work", "mailing", "registered")
MANY = frozenset({*CONTACTS, *(f"{kind}_address" for kind in ADDRESSES)})
ADDRESS_PARTS = ("street", "district", "city", "province", "postcode", "country")
SCHEMA = {
    "record_id": "string", "source": "string", "attribute": "string", "value": "string", "at": "timestamp(6)",
    "verified": "boolean",
}  # fmt: skip


def claims(engine: Engine) -> ibis.Table:
    """Every claim in the lake, as of now. Datasets that no source fills yet add none."""
    parts = [*_party(engine), *_documents(engine), *_contacts(engine), *_addresses(engine)]
    if not parts:
        return engine.frame(_nothing())
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _nothing() -> Any:
    return ibis.schema(SCHEMA).to_pyarrow().empty_table()


def _party(engine: Engine) -> list[ibis.Table]:
    table = current(engine, "party")
    if table is None:
        return []
    present = [name for name in PARTY if name in table.columns]
    return [_claim(table, literal(name), table[name], literal(False)) for name in present]


def _documents(engine: Engine) -> list[ibis.Table]:
    table = current(engine, "identifier")
    if table is None:
        return []
    return [_claim(table, table.kind, table.value, _truth(table, "is_verified"))]


def _contacts(engine: Engine) -> list[ibis.Table]:
    table = current(engine, "contact_point")
    if table is None:
        return []
    return [_claim(table, table.kind, table.value, _truth(table, "is_verified"))]


def _addresses(engine: Engine) -> list[ibis.Table]:
    table = current(engine, "address")
    if table is None:
        return []
    kind = table.kind.fill_null("home") if "kind" in table.columns else literal("home")
    return [_claim(table, kind.concat("_address"), _written(table), literal(False))]


def _written(table: ibis.Table) -> Any:
    """The address as the source wrote it, else its parts in order from small to large."""
    parts = [table[name].nullif("") for name in ADDRESS_PARTS if name in table.columns]
    joined = ibis.literal(", ").join([part.cast("string") for part in parts]) if parts else ibis.null("string")
    return ibis.coalesce(table.text.nullif(""), joined.nullif("")) if "text" in table.columns else joined.nullif("")


def _claim(table: ibis.Table, attribute: Any, value: Any, verified: Any) -> ibis.Table:
    seen = table["_seen_at"].cast("timestamp(6)")
    at = ibis.coalesce(table["updated_at"].cast("timestamp(6)"), seen) if "updated_at" in table.columns else seen
    said = table.select(
        record_id=table.record_id.cast("string"),
        source=table.source,
        attribute=attribute,
        value=value.cast("string"),
        at=at,
        verified=verified,
    )
    return said.filter(said.value.notnull(), said.value != "", said.attribute.notnull())


def _truth(table: ibis.Table, name: str) -> Any:
    return table[name].fill_null(False) if name in table.columns else literal(False)
