"""What each record of the bank says of itself, gathered from the lake into one row."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from foyer.base.engine import Engine
from foyer.base.lake import Dataset
from foyer.customers.identity.frame import SAID

PERSON = ("name", "family_name", "given_name", "latin_name", "sex")
DOCUMENTS = {
    "resident_id": ("resident_id",),
    "passport": ("passport", "hkmo_permit", "foreign_id"),
    "uscc": ("uscc",),
    "social_security": ("social_security", "tax_id"),
}
CONTACTS = {"phones": "phone", "emails": "email"}
PLACE = ("province", "city", "district", "street", "postcode")
FIRST = ("home", "registered", "work", "mailing")


def gathered(engine: Engine) -> ir.Table:
    """Columns of `frame.SAID` for every record that its source still has."""
    party = Dataset("customers.party").read(engine)
    if "_gone_at" in party.columns:
        party = party.filter(party["_gone_at"].isnull())
    columns: dict[str, Any] = {name: party[name] for name in PERSON if name in party.columns}
    born_on = party.born_on.cast("string") if "born_on" in party.columns else ibis.null("string")
    table = party.select(
        record_id=party.record_id.cast("string"), source=party.source, kind=party.kind, born_on=born_on, **columns
    )
    for more in (_documents(engine), _contacts(engine), _addresses(engine)):
        if more is not None:
            table = table.left_join(more, "record_id").drop("record_id_right")
    return table.select(*[name for name in SAID if name in table.columns])


def _documents(engine: Engine) -> ir.Table | None:
    table = _current(engine, "identifier")
    if table is None:
        return None
    return table.group_by("record_id").agg(
        **{name: table.value.max(where=table.kind.isin(kinds)) for name, kinds in DOCUMENTS.items()}
    )


def _contacts(engine: Engine) -> ir.Table | None:
    table = _current(engine, "contact_point")
    if table is None:
        return None
    found = {
        name: table.value.group_concat(";", where=table.kind == kind, order_by=table.value)
        for name, kind in CONTACTS.items()
    }
    return table.group_by("record_id").agg(**found)


def _addresses(engine: Engine) -> ir.Table | None:
    """The address that says most of a person: where they live, else where they are registered or work."""
    table = _current(engine, "address")
    if table is None:
        return None
    order = table.kind.cases(*[(kind, place) for place, kind in enumerate(FIRST)], else_=len(FIRST))
    text = table.text if "text" in table.columns else ibis.null("string")
    ranked = table.mutate(_text=text, _order=order)
    ranked = ranked.mutate(_place=ibis.row_number().over(group_by="record_id", order_by=["_order", "_text"]))
    parts = {name: ranked[name] for name in PLACE if name in table.columns}
    return ranked.filter(ranked["_place"] == 0).select("record_id", address=ranked["_text"], **parts)


def _current(engine: Engine, entity: str) -> ir.Table | None:
    dataset = Dataset(f"customers.{entity}")
    if not dataset.exists():
        return None
    table = dataset.read(engine)
    return table.mutate(record_id=table.record_id.cast("string"))
