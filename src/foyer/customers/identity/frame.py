"""One row for each record, in the forms in which records are compared."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from foyer.base.engine import Engine
from foyer.customers.identity import values
from foyer.customers.identity.lifting import lifted

TEXT = dt.string
SAID: Mapping[str, dt.DataType] = {
    "record_id": TEXT, "source": TEXT, "kind": TEXT, "name": TEXT, "family_name": TEXT, "given_name": TEXT,
    "latin_name": TEXT, "born_on": TEXT, "sex": TEXT, "resident_id": TEXT, "passport": TEXT, "uscc": TEXT,
    "social_security": TEXT, "phones": TEXT, "emails": TEXT, "province": TEXT, "city": TEXT, "district": TEXT,
    "street": TEXT, "street_number": TEXT, "address_2": TEXT, "address": TEXT, "postcode": TEXT,
}  # fmt: skip
"""What a record may say, as the sources wrote it or as the standard reads it; several phones with ";" between."""


def comparable(said: ir.Table) -> ir.Table:
    """The frame to match: columns of `SAID` in the forms in which they are compared. Missing columns become empty."""
    table = _complete(said)
    table = table.mutate(kind=table.kind.fill_null("person"))
    return _places(_documents(_names(table))).select(*COLUMNS)


def _complete(said: ir.Table) -> ir.Table:
    columns = {name: said[name].cast(kind) if name in said.columns else ibis.null(kind) for name, kind in SAID.items()}
    return said.select(**columns)


def _names(table: ir.Table) -> ir.Table:
    is_person = table.kind != "organisation"
    apart = table.family_name.notnull() | table.given_name.notnull()
    both = table.family_name.fill_null("") + values.SEPARATOR + table.given_name.fill_null("")
    one = table.name.fill_null(table.latin_name)
    # What is read is chosen before it is read: DuckDB would call what stands in a branch twice.
    table = table.mutate(
        _whole=lifted(values.name_parts, ibis.ifelse(is_person & ~apart, one, None)),
        _apart=lifted(values.two_names, ibis.ifelse(is_person & apart, both, None)),
        organisation=lifted(values.company, ibis.ifelse(is_person, None, one.fill_null(table.family_name))),
    )
    table = table.mutate(_parts=table["_whole"].fill_null(table["_apart"]))
    split = table["_parts"].split(values.SEPARATOR)
    names = ("family_name", "given_name", "family_latin", "given_latin")
    table = table.mutate(**{name: split[place].nullif("") for place, name in enumerate(names)})
    low, high = ibis.least(table.family_latin, table.given_latin), ibis.greatest(table.family_latin, table.given_latin)
    return table.mutate(name_key=low + " " + high, organisation_latin=lifted(values.latin, table.organisation))


def _documents(table: ir.Table) -> ir.Table:
    numbers = ("passport", "uscc", "social_security")
    table = table.mutate(
        resident_id=lifted(values.resident_id, table.resident_id),
        **{name: lifted(values.number, table[name]) for name in numbers},
    )
    born, sex = lifted(values.day, table.born_on), lifted(values.sex, table.sex)
    table = table.mutate(
        proper_id=lifted(values.is_resident_id, table.resident_id).notnull(),
        proper_uscc=lifted(values.is_credit_code, table.uscc).notnull(),
        phones=lifted(values.phones, table.phones).split(values.SEPARATOR),
        emails=lifted(values.emails, table.emails).split(values.SEPARATOR),
    )
    return table.mutate(
        born_on=born.fill_null(ibis.ifelse(table.proper_id, table.resident_id.substr(6, 8), None)),
        sex=sex.fill_null(ibis.ifelse(table.proper_id, _sex_of(table.resident_id), None)),
        phone=table.phones[0],
        email=table.emails[0],
        email_local=table.emails[0].split("@")[0],
        email_digits=table.emails[0].re_replace("[^0-9]+", ""),
    )


def _sex_of(resident_id: ir.StringValue) -> ir.StringValue:
    return ibis.ifelse(resident_id.substr(16, 1).isin(["1", "3", "5", "7", "9"]), "M", "F")


def _places(table: ir.Table) -> ir.Table:
    line = lifted(values.place_parts, table.address).split(values.SEPARATOR)
    plain = {
        name: lifted(values.simple, table[name]) for name in ("province", "city", "district", "address_2", "postcode")
    }
    street = lifted(values.street_parts, table.street.fill_null(line[3])).split(values.SEPARATOR)
    table = table.mutate(
        province=plain["province"].fill_null(line[0].nullif("")),
        city=plain["city"].fill_null(line[1].nullif("")),
        district=plain["district"].fill_null(line[2].nullif("")),
        street=street[0].nullif(""),
        street_number=lifted(values.number, table.street_number).fill_null(street[1].nullif("")),
        address_2=plain["address_2"],
        postcode=plain["postcode"],
    )
    return table.mutate(place=table.district.fill_null(table.city))


COLUMNS = (
    "record_id", "source", "kind", "family_name", "given_name", "family_latin", "given_latin", "name_key",
    "organisation", "organisation_latin", "born_on", "sex", "resident_id", "proper_id", "passport", "uscc",
    "proper_uscc", "social_security", "phones", "phone", "emails", "email", "email_local", "email_digits",
    "street", "street_number", "address_2", "place", "city", "province", "postcode",
)  # fmt: skip


def matching_frame(engine: Engine) -> ir.Table:
    """The frame of every record in the lake."""
    from foyer.customers.identity.gathering import gathered

    return comparable(gathered(engine))
