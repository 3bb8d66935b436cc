"""By what a customer can be recognised in a text: what the bank knows of them, by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from foyer.customers.models import Customer, HoldingParty
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
SHORTEST, TAIL = 8, 4
"""Digits of a number that is one, and of its end."""


def known_of(customer_ids: Iterable[Any]) -> dict[str, dict[str, list[str]]]:
    """For each customer the names, numbers and addresses that any source gave, by kind; of what they hold also the
    last four digits, by which people call a card. Two queries."""
    ids = list(customer_ids)
    held = _numbers_held(ids)
    rows = Customer.objects.filter(pk__in=ids)
    return {str(customer.pk): _known(customer) | held.get(customer.pk, {}) for customer in rows}


def _numbers_held(ids: list[Any]) -> dict[UUID, dict[str, list[str]]]:
    parties = HoldingParty.objects.filter(record__customer__in=ids).select_related("holding", "record")
    found: dict[UUID, set[str]] = defaultdict(set)
    for party in parties:
        number = "".join(filter(str.isdigit, party.holding.number))
        if len(number) >= SHORTEST and party.record.customer_id is not None:
            found[party.record.customer_id] |= {number, number[-TAIL:]}
    return {customer: {"card": sorted(numbers)} for customer, numbers in found.items()}


def _known(customer: Customer) -> dict[str, list[str]]:
    said = {kind: _said(customer.golden, attributes) for kind, attributes in KINDS.items()}
    for kind in ("name", "phone", "email"):
        said[kind].append(getattr(customer, kind, "") or "")
    return {kind: sorted(set(filter(None, values))) for kind, values in said.items() if any(values)}


def _said(golden: gold.Golden, attributes: Iterable[str]) -> list[str]:
    return [str(value) for attribute in attributes for value in gold.values(golden, attribute)]
