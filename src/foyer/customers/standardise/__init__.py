"""Values in one canonical form: each function reads one text and gives that form, or None where it cannot be read.

Applying a standardiser to its own result changes nothing, and none ever raises on a text. `REGISTRY` names them for
mapping files and the standard; `engine.apply` lifts any of them to a column on DuckDB and Spark.
"""

from collections.abc import Callable
from dataclasses import dataclass

from foyer.customers.standardise.accounts import account_number, card_number, iban
from foyer.customers.standardise.addresses import Address, address, address_parts, postcode, street
from foyer.customers.standardise.amounts import decimal, integer, rate
from foyer.customers.standardise.coded import boolean, code, country, language, sex
from foyer.customers.standardise.contacts import contact, wechat
from foyer.customers.standardise.currencies import currency
from foyer.customers.standardise.dates import date
from foyer.customers.standardise.documents import (
    foreign_id,
    hkmo_permit,
    identifier,
    other_document,
    passport,
    social_security,
    tax_id,
    uscc,
)
from foyer.customers.standardise.emails import email
from foyer.customers.standardise.instants import datetime
from foyer.customers.standardise.names import family_name, given_name, name, name_part
from foyer.customers.standardise.phones import phone
from foyer.customers.standardise.pinyin import homophone_key, latin_name, pinyin, pinyin_initials, simplified
from foyer.customers.standardise.places import city, district, province
from foyer.customers.standardise.resident import born_on_of_resident_id, resident_id, sex_of_resident_id
from foyer.customers.standardise.structured import json
from foyer.customers.standardise.text import text


@dataclass(frozen=True)
class Standardiser:
    """One reading. `by` names the option that may come from another column of the row (the kind of a document)."""

    name: str
    read: Callable[..., str | None]
    by: str | None = None
    is_canonical: bool = True
    """Whether the result is the value itself in its canonical form, rather than something told by it."""


def _part(name: str) -> Callable[[str], str | None]:
    def read(value: str) -> str | None:
        return getattr(address_parts(value), name)

    read.__name__, read.__doc__ = f"address_{name}", f"The {name} in a whole address."
    return read


_CANONICAL = (
    text, name, name_part, latin_name, phone, email, wechat, resident_id, passport, hkmo_permit, foreign_id, uscc,
    tax_id, social_security, other_document, iban, card_number, account_number, date, datetime, currency, country,
    language, sex, decimal, integer, rate, boolean, code, address, province, city, district, street, postcode, json,
    simplified,
)  # fmt: skip
_TOLD = (
    family_name, given_name, born_on_of_resident_id, sex_of_resident_id, pinyin, pinyin_initials, homophone_key,
    *(_part(one) for one in Address._fields),
)  # fmt: skip

REGISTRY: dict[str, Standardiser] = {
    **{read.__name__: Standardiser(read.__name__, read) for read in _CANONICAL},
    "identifier": Standardiser("identifier", identifier, by="kind"),
    "contact": Standardiser("contact", contact, by="kind"),
    **{read.__name__: Standardiser(read.__name__, read, is_canonical=False) for read in _TOLD},
}

__all__ = [
    "REGISTRY", "Address", "Standardiser", "account_number", "address", "address_parts", "boolean",
    "born_on_of_resident_id", "card_number", "city", "code", "contact", "country", "currency", "date", "datetime",
    "decimal", "district", "email", "family_name", "foreign_id", "given_name", "hkmo_permit", "homophone_key", "iban",
    "identifier", "integer", "json", "language", "latin_name", "name", "name_part", "other_document", "passport",
    "phone", "pinyin", "pinyin_initials", "postcode", "province", "rate", "resident_id", "sex", "sex_of_resident_id",
    "simplified", "social_security", "street", "tax_id", "text", "uscc", "wechat",
]  # fmt: skip
