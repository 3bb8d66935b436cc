"""Which claim survives: per attribute an order of criteria, applied the same way to millions and to one customer.

Of the records of one customer, claims with the same value count as one voice, spoken by its strongest claim. Voices
are then ranked by the attribute's criteria in turn; the first at which two differ decides, and is kept as the reason:

- verified   a value the bank has checked beats one it was told
- trust      the source's rank, higher first
- recency    the later word
- frequency  how many records say so
"""

from collections.abc import Mapping
from typing import Any

import ibis

from foyer.customers.profile.claims import ADDRESSES, CONTACTS, DOCUMENTS
from foyer.customers.profile.voices import Spoken, Voice

ENTITIES = ("party", "identifier", "contact_point", "address")
ENTITY_OF = {
    **dict.fromkeys(DOCUMENTS, "identifier"),
    **dict.fromkeys(CONTACTS, "contact_point"),
    **{f"{kind}_address": "address" for kind in ADDRESSES},
}
FIELDS = {"verified": "verified", "trust": "trust", "recency": "at", "frequency": "frequency"}
PLACES = {criterion: Voice._fields.index(field) for criterion, field in FIELDS.items()}
CRITERIA = ("verified", "trust", "recency", "frequency")
USUAL = ("verified", "trust", "recency", "frequency")
ORDERS: Mapping[str, tuple[str, ...]] = {
    # what changes in life: the later word weighs more than the better source
    **dict.fromkeys(("phone", "email", "wechat", "home_address", "work_address", "mailing_address"),
                    ("verified", "recency", "trust", "frequency")),
    **dict.fromkeys(("occupation", "employer", "income", "marital_status", "education", "segment", "left_on"),
                    ("recency", "trust", "frequency", "verified")),
    # what does not change: agreement weighs more than the latest word
    **dict.fromkeys(("born_on", "sex", "nationality"), ("verified", "trust", "frequency", "recency")),
}  # fmt: skip


def orders(overrides: Mapping[str, tuple[str, ...]] | None = None) -> dict[str, tuple[str, ...]]:
    """The order for each attribute that departs from the usual one, the bank's own choices first."""
    return {**ORDERS, **(overrides or {})}


def survive(
    claims: ibis.Table, trust: Mapping[str, int], chosen: Mapping[str, tuple[str, ...]] | None = None
) -> ibis.Table:
    """Rank the voices of each customer and attribute.

    `claims` has customer_id beside the columns of a claim; `trust` gives each source's rank, as "core" for all it says
    or as "core/contact_point" for one entity of the standard (0 where it is silent).
    Returns the columns of a `Voice`.
    """
    weighed = _weighed(claims, trust)
    by_order: dict[tuple[str, ...], list[str]] = {}
    for attribute, order in orders(chosen).items():
        by_order.setdefault(tuple(order), []).append(attribute)
    special = [name for names in by_order.values() for name in names]
    parts = [_ranked(weighed.filter(weighed.attribute.isin(names)), order) for order, names in by_order.items()]
    return ibis.union(_ranked(weighed.filter(~weighed.attribute.isin(special)), USUAL), *parts)


def decisive(winner: Spoken, runner_up: Spoken, order: tuple[str, ...]) -> str:
    """The criterion that decided, "tie" where only the alphabet did."""
    for criterion in order:
        place = PLACES[criterion]
        if winner[place] != runner_up[place]:
            return criterion
    return "tie"


def _weighed(claims: ibis.Table, trust: Mapping[str, int]) -> ibis.Table:
    voices = ibis.window(group_by=[claims.customer_id, claims.attribute, claims.value])
    frequency = claims.record_id.count().over(voices).cast("int64")
    return claims.mutate(trust=_trust(claims, trust), frequency=frequency)


def _trust(claims: ibis.Table, trust: Mapping[str, int]) -> Any:
    nobody = ibis.literal(0, "int32")
    codes = sorted({key.partition("/")[0] for key in trust})
    if not codes:
        return nobody
    entity = claims.attribute.cases(*((name, entity) for name, entity in ENTITY_OF.items()), else_="party")
    ranks = {
        f"{code}/{entity}": trust.get(f"{code}/{entity}", trust.get(code, 0)) for code in codes for entity in ENTITIES
    }
    said = claims.source.concat("/", entity)
    return said.cases(*((key, ibis.literal(rank, "int32")) for key, rank in ranks.items()), else_=nobody)


def _ranked(weighed: ibis.Table, order: tuple[str, ...]) -> ibis.Table:
    strongest = [ibis.desc(FIELDS[criterion]) for criterion in order]
    first = ibis.row_number().over(
        group_by=["customer_id", "attribute", "value"], order_by=[*strongest, "source", "record_id"]
    )
    voices = weighed.mutate(_first=first)
    voices = voices.filter(voices["_first"] == 0).drop("_first")
    place = ibis.row_number().over(group_by=["customer_id", "attribute"], order_by=[*strongest, "value"])
    return voices.mutate(place=place.cast("int32")).select(*Voice._fields)
