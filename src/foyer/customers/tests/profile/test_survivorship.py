"""Which claim survives, the same on either engine."""

from datetime import datetime
from itertools import groupby
from operator import itemgetter

import pyarrow as pa
import pytest

from foyer.customers.profile.golden import is_contradicted, survivors
from foyer.customers.profile.publishing.batches import rows_in
from foyer.customers.profile.survivorship import orders, survive
from foyer.customers.profile.voices import Voice

CLAIMS = pa.schema(
    [("customer_id", pa.string()), ("record_id", pa.string()), ("source", pa.string()), ("attribute", pa.string()),
     ("value", pa.string()), ("at", pa.timestamp("us")), ("verified", pa.bool_())]
)  # fmt: skip
TRUST = {"core": 9, "cards": 5, "web": 1}


def claim(attribute, value, source, *, year=2024, verified=False, record=None, customer="c1"):
    return {
        "customer_id": customer, "record_id": record or f"{source}-1", "source": source, "attribute": attribute,
        "value": value, "at": datetime(year, 1, 1), "verified": verified,
    }  # fmt: skip


def golden(engine, *claims, chosen=None):
    table = engine.frame(pa.Table.from_pylist(list(claims), schema=CLAIMS))
    ranked = survive(table, TRUST, chosen).order_by(["customer_id", "attribute", "place"])
    voices = map(Voice._make, rows_in(engine.arrow(ranked)))
    return {who: survivors(theirs, orders(chosen)) for who, theirs in groupby(voices, key=itemgetter(0))}


def test_the_more_trusted_source_names_the_customer(engine):
    found = golden(engine, claim("name", "張偉", "web", year=2025), claim("name", "张伟", "core"))["c1"]["name"]

    assert (found["value"], found["source"], found["rule"]) == ("张伟", "core", "trust")
    assert [other["value"] for other in found["others"]] == ["張偉"]


def test_the_later_phone_survives_even_from_a_lesser_source(engine):
    found = golden(
        engine, claim("phone", "+8613800000001", "core"), claim("phone", "+8613900000002", "web", year=2025)
    )["c1"]["phone"]

    assert (found["value"], found["rule"]) == ("+8613900000002", "recency")


def test_a_verified_value_beats_every_other(engine):
    found = golden(
        engine,
        claim("phone", "+8613800000001", "web", year=2020, verified=True),
        claim("phone", "+8613900000002", "core", year=2025),
    )["c1"]["phone"]

    assert (found["value"], found["rule"]) == ("+8613800000001", "verified")


def test_what_does_not_change_is_what_most_records_say(engine):
    found = golden(
        engine,
        claim("born_on", "1980-01-01", "cards", record="r1", year=2020),
        claim("born_on", "1980-01-01", "cards", record="r2", year=2020),
        claim("born_on", "1980-10-01", "cards", record="r3", year=2025),
    )["c1"]["born_on"]

    assert (found["value"], found["rule"], found["frequency"]) == ("1980-01-01", "frequency", 2)


def test_a_bank_may_choose_its_own_order(engine):
    claims = claim("name", "New", "web", year=2025), claim("name", "Old", "core")

    assert golden(engine, *claims, chosen={"name": ("recency",)})["c1"]["name"]["value"] == "New"


def test_equal_claims_are_one_voice_spoken_by_the_strongest(engine):
    found = golden(engine, claim("name", "张伟", "web"), claim("name", "张伟", "core"))["c1"]["name"]

    assert (found["source"], found["frequency"], found["others"], found["rule"]) == ("core", 2, [], "only")


def test_when_nothing_decides_the_alphabet_does_always_the_same_way(engine):
    one, other = claim("name", "B", "core", record="1"), claim("name", "A", "core", record="2")

    assert golden(engine, one, other) == golden(engine, other, one)
    assert golden(engine, one, other)["c1"]["name"]["rule"] == "tie"


@pytest.mark.parametrize(("attribute", "contradicted"), [("name", True), ("phone", False)])
def test_two_names_contradict_each_other_two_phones_do_not(engine, attribute, contradicted):
    found = golden(engine, claim(attribute, "1", "core"), claim(attribute, "2", "web"))

    assert is_contradicted(found["c1"], attribute) is contradicted


def test_customers_do_not_mix(engine):
    found = golden(engine, claim("name", "A", "core"), claim("name", "B", "core", customer="c2"))

    assert {customer: kept["name"]["value"] for customer, kept in found.items()} == {"c1": "A", "c2": "B"}
