"""Links become customers, and chains do not bring together what must be apart."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from foyer.customers.identity.clustering import Links, Marks, cluster


def links(*pairs: tuple[int, int, float], bound: frozenset[int] = frozenset()) -> Links:
    left, right, strength = zip(*pairs, strict=True)
    ties = np.array([place in bound for place in range(len(pairs))], dtype=np.bool_)
    return Links(np.array(left), np.array(right), np.array(strength, dtype=float), ties)


def test_a_chain_without_contradiction_is_one_customer() -> None:
    assert cluster(4, links((0, 1, 5), (1, 2, 5)), Marks()).tolist() == [0, 0, 0, 3]


def test_two_different_documents_break_a_chain_at_its_weakest_link() -> None:
    documents = Marks({"resident_id": np.array([7, -1, -1, 8])})

    labels = cluster(4, links((0, 1, 20), (1, 2, 4), (2, 3, 15)), documents)

    assert labels.tolist() == [0, 0, 2, 2]


def test_records_that_a_steward_keeps_apart_stay_apart_though_others_link_them() -> None:
    labels = cluster(3, links((0, 1, 20), (1, 2, 10)), Marks(apart=frozenset({(0, 2)})))

    assert labels.tolist() == [0, 0, 2]


def test_a_steward_s_link_holds_against_documents() -> None:
    documents = Marks({"resident_id": np.array([7, 8])})

    assert cluster(2, links((0, 1, 1), bound=frozenset({0})), documents).tolist() == [0, 0]


def test_a_source_that_keeps_each_person_once_gives_a_customer_one_record_the_best() -> None:
    once = Marks({"source:core": np.array([0, 0, -1])})

    assert cluster(3, links((0, 2, 6), (1, 2, 9)), once).tolist() == [0, 1, 1]


pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.floats(3, 30)), min_size=1, max_size=25)


@settings(max_examples=200, deadline=None)
@given(
    pairs,
    st.lists(st.integers(-1, 2), min_size=10, max_size=10),
    st.sets(st.tuples(st.integers(0, 9), st.integers(0, 9))),
)
def test_no_customer_ever_has_two_documents_or_two_records_kept_apart(
    drawn: list[tuple[int, int, float]], documents: list[int], apart: set[tuple[int, int]]
) -> None:
    usable = [(min(a, b), max(a, b), weight) for a, b, weight in drawn if a != b]
    if not usable:
        return
    kept_apart = frozenset((min(a, b), max(a, b)) for a, b in apart if a != b)
    labels = cluster(10, links(*usable), Marks({"resident_id": np.array(documents)}, kept_apart))

    for label in set(labels.tolist()):
        members = np.flatnonzero(labels == label)
        assert min(members) == label
        assert len({documents[one] for one in members if documents[one] >= 0}) <= 1
    assert all(labels[a] != labels[b] for a, b in kept_apart)
