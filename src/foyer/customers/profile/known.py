"""By what a customer can be recognised in a text: what the bank knows of them, by kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from foyer.customers.models import Customer
from foyer.customers.profile import golden as gold
from foyer.customers.profile.claims import ADDRESSES

KINDS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "latin_name"),
    "phone": ("phone",),
    "email": ("email",),
    "wechat": ("wechat",),
    "resident_id": ("resident_id",),
    "passport": ("passport", "hkmo_permit", "foreign_id", "tax_id", "social_security", "other"),
    "address": tuple(f"{kind}_address" for kind in ADDRESSES),
}
"""The attributes of the golden record that name somebody, by the kind a recogniser calls them."""


def known_of(customer_ids: Iterable[Any]) -> dict[str, dict[str, list[str]]]:
    """For each customer the names, numbers and addresses that any source gave, by kind."""
    rows = Customer.objects.filter(pk__in=list(customer_ids))
    return {str(customer.pk): _known(customer) for customer in rows}


def _known(customer: Customer) -> dict[str, list[str]]:
    said = {kind: _said(customer.golden, attributes) for kind, attributes in KINDS.items()}
    for kind in ("name", "phone", "email"):
        said[kind].append(getattr(customer, kind, "") or "")
    return {kind: sorted(set(filter(None, values))) for kind, values in said.items() if any(values)}


def _said(golden: gold.Golden, attributes: Iterable[str]) -> list[str]:
    return [str(value) for attribute in attributes for value in gold.values(golden, attribute)]
