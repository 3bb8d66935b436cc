"""Customer ids stay while clusters come, grow, join and part."""

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from foyer.customers.identity.books import owners
from foyer.customers.identity.naming import name_all
from foyer.customers.identity.persons import assign, founded_by

RECORDS = [f"r{number}" for number in range(8)]
clusterings = st.dictionaries(st.sampled_from(RECORDS), st.sampled_from("abcd"), min_size=1)


def test_a_run_with_nothing_new_changes_nothing() -> None:
    first = assign({"r1": "a", "r2": "a", "r3": "b"}, {})
    again = assign({"r1": "x", "r2": "x", "r3": "y"}, first.customers)

    assert again.customers == first.customers
    assert again.changes == []


def test_a_new_record_joins_without_a_change_of_identity() -> None:
    before = assign({"r1": "a"}, {}).customers
    after = assign({"r1": "a", "r2": "a"}, before)

    assert after.customers == {"r1": before["r1"], "r2": before["r1"]}
    assert after.changes == []


def test_two_customers_that_become_one_keep_the_id_of_the_larger() -> None:
    before = {"r1": "small", "r2": "large", "r3": "large"}
    after = assign(dict.fromkeys(before, "one"), before)

    assert set(after.customers.values()) == {"large"}
    (change,) = after.changes
    assert change.kind == "merge"
    assert change.before == {"small": ["r1"], "large": ["r2", "r3"]}
    assert change.after == {"large": ["r1", "r2", "r3"]}


def test_whoever_signed_in_at_the_front_door_keeps_their_id() -> None:
    before = {"r1": "signed in", "r2": "other", "r3": "other"}

    after = assign(dict.fromkeys(before, "one"), before, front_door=["r1"])

    assert set(after.customers.values()) == {"signed in"}


def test_a_customer_that_parts_keeps_its_id_for_the_larger_part() -> None:
    before = dict.fromkeys(("r1", "r2", "r3"), "c")
    after = assign({"r1": "a", "r2": "a", "r3": "b"}, before)

    assert after.customers["r1"] == after.customers["r2"] == "c"
    assert after.customers["r3"] != "c"
    assert [change.kind for change in after.changes] == ["split"]


@settings(max_examples=150, deadline=None)
@given(st.lists(clusterings, min_size=1, max_size=6))
def test_through_any_runs_each_record_has_one_customer_and_each_change_can_be_taken_back(runs: list[dict]) -> None:
    customers: dict[str, str] = {}
    for clusters in runs:
        outcome = assign(clusters, customers)

        assert set(outcome.customers) == set(clusters)
        labels = {(clusters[one], customer) for one, customer in outcome.customers.items()}
        assert len(labels) == len(set(clusters.values())) == len(set(outcome.customers.values()))
        for change in outcome.changes:
            for record, customer in owners(change.before).items():
                assert customers[record] == customer
            for record, customer in owners(change.after).items():
                assert outcome.customers[record] == customer
        assert assign(clusters, outcome.customers).changes == []
        customers = outcome.customers


def named(clusters: dict[str, str], before: dict[str, str], front_door: list[str]) -> tuple[dict[str, str], list]:
    """As `assign`, over whole columns."""
    records = sorted(clusters)
    first = {label: at for at, label in reversed(list(enumerate(clusters[record] for record in records)))}
    labels = np.array([first[clusters[record]] for record in records], dtype=np.int64)
    were = {"record_id": list(before), "customer_id": list(before.values())}
    table = pa.table(were, schema=pa.schema(dict.fromkeys(were, pa.string())))
    outcome = name_all(pa.array(records, pa.string()), labels, table, front_door)
    return dict(zip(records, outcome.customers.to_pylist(), strict=True)), outcome.changes


@settings(max_examples=200, deadline=None)
@given(st.lists(clusterings, min_size=1, max_size=6), st.lists(st.sampled_from(RECORDS), max_size=2))
def test_over_whole_columns_every_record_is_named_as_one_by_one(runs: list[dict], front_door: list[str]) -> None:
    customers: dict[str, str] = {}
    for clusters in runs:
        outcome = assign(clusters, customers, front_door)

        assert named(clusters, customers, front_door) == (outcome.customers, outcome.changes)
        customers = {**customers, **outcome.customers}


def test_the_id_of_a_record_that_founded_a_customer_who_lives_on_is_not_given_twice() -> None:
    before = {"r2": founded_by("r1")}

    customers, changes = named({"r1": "a", "r2": "b"}, before, [])

    assert customers == {"r1": founded_by("r1", 1), "r2": founded_by("r1")}
    assert changes == []
