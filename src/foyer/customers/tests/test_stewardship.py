"""What a steward decides takes effect at once, binds every run, and can be taken back exactly."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from foyer.base.actors import SYSTEM, Actor
from foyer.base.engine import Engine
from foyer.base.engine.testing import Once
from foyer.base.models import OutboxFact
from foyer.customers.identity import queries, stewardship
from foyer.customers.identity.errors import AlreadyDecided, AlreadyUndone, NoSuchPair, RecordsMoved
from foyer.customers.identity.resolving import resolve
from foyer.customers.models import Customer, IdentityChange, MatchDecision, PairReview, SourceRecord
from foyer.customers.profile.publishing import publish
from foyer.customers.tests.identity_bank import bank, person
from foyer.customers.tests.profile.lakes import record
from foyer.staff.tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
STEWARD = Actor("staff", None)


@pytest.fixture(scope="module")
def six(once: Once) -> Once:
    """Six people, each known to one system only, as pages show them."""

    def make(duck: Engine) -> None:
        UnitFactory()
        bank(duck, {f"core:{number}": person(number) for number in range(1, 7)})
        resolve(duck, by=SYSTEM)
        publish(duck)

    once.make(make)
    return once


@pytest.fixture
def served(six: Once, duck: Engine, lake: Path) -> Engine:
    six.share(lake)
    return duck


def pair(left: str, right: str, probability: float = 0.6) -> PairReview:
    one, other = sorted((record(left), record(right)))
    return PairReview.objects.create(
        left=one, right=other, probability=probability, weight=0.6,
        evidence=[{"comparison": "prior", "step": "", "bits": -2.0},
                  {"comparison": "phone", "step": "same", "bits": 2.6}],
    )  # fmt: skip


def state() -> dict[str, Any]:
    """Everything that pages show of who is who."""
    people = {
        str(one.id): (one.number, one.name, one.golden, one.search_keys, one.merged_into_id)
        for one in Customer.objects.all()
    }
    return {"people": people, "records": dict(SourceRecord.objects.values_list("id", "customer_id"))}


def test_a_merge_brings_all_records_to_one_customer_and_points_the_other_there(served: Engine) -> None:
    change = stewardship.merge(pair("core:1", "core:2"), by=STEWARD, reason="same papers")

    owners = set(
        SourceRecord.objects.filter(pk__in=[record("core:1"), record("core:2")]).values_list("customer", flat=True)
    )
    (stays,) = owners
    (gone,) = Customer.objects.filter(merged_into=stays)
    assert change is not None
    assert set(change.before) == {str(stays), str(gone.pk)}
    told = OutboxFact.objects.get(name="customers.CustomersMerged").payload
    assert (told["customer_id"], told["merged_id"]) == (str(stays), str(gone.pk))
    assert MatchDecision.objects.get().reason == "same papers"


def test_unmerge_puts_everything_back_exactly_and_no_run_merges_them_again(served: Engine) -> None:
    before = state()
    change = stewardship.merge(pair("core:1", "core:2"), by=STEWARD)
    assert change is not None

    stewardship.unmerge(change, by=STEWARD, reason="two brothers")

    assert state() == before
    resolve(served, by=SYSTEM)
    publish(served)
    assert state() == before
    assert MatchDecision.objects.get(undone_at=None).verdict == "different"


def test_undo_takes_a_decision_back_and_its_pair_waits_again(served: Engine) -> None:
    before, asked = state(), pair("core:1", "core:2")
    stewardship.merge(asked, by=STEWARD)

    stewardship.undo(MatchDecision.objects.get(), by=STEWARD)

    asked.refresh_from_db()
    assert state() == before
    assert asked.state == "waiting"
    assert not MatchDecision.objects.filter(undone_at=None).exists()


def test_a_merge_holds_through_the_next_run(served: Engine) -> None:
    stewardship.merge(pair("core:1", "core:2"), by=STEWARD)
    merged = state()

    resolve(served, by=SYSTEM)
    publish(served)

    assert state()["records"] == merged["records"]
    assert IdentityChange.objects.count() == 1


def test_a_pair_is_decided_once(served: Engine) -> None:
    asked = pair("core:1", "core:2")
    stewardship.keep_apart(asked, by=STEWARD)

    with pytest.raises(AlreadyDecided):
        stewardship.merge(asked, by=STEWARD)


def test_a_change_is_taken_back_once_and_not_after_its_records_moved_on(served: Engine) -> None:
    first = stewardship.merge(pair("core:1", "core:2"), by=STEWARD)
    second = stewardship.merge(pair("core:2", "core:3"), by=STEWARD)
    assert first
    assert second

    stewardship.unmerge(second, by=STEWARD)
    with pytest.raises(AlreadyUndone):
        stewardship.unmerge(second, by=STEWARD)
    SourceRecord.objects.filter(pk=record("core:1")).update(customer=owner_of("core:5"))
    with pytest.raises(RecordsMoved):
        stewardship.unmerge(first, by=STEWARD)


def owner_of(key: str) -> Any:
    return SourceRecord.objects.get(pk=record(key)).customer_id


PEOPLE = [f"core:{number}" for number in range(1, 7)]
steps = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), min_size=1, max_size=4)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_any_merges_taken_back_in_turn_leave_everything_as_it_was(
    served: Engine, merges: list[tuple[str, str]]
) -> None:
    PairReview.objects.all().delete()
    MatchDecision.objects.all().delete()
    before, done = state(), []
    for left, right in merges:
        if left != right and not PairReview.objects.filter(left__in=[record(left)], right=record(right)).exists():
            asked = _fresh(left, right)
            change = stewardship.merge(asked, by=STEWARD) if asked else None
            done += [change] if change else []
        assert SourceRecord.objects.filter(customer=None).count() == 0

    for change in reversed(done):
        stewardship.unmerge(change, by=STEWARD)

    assert state() == before


def _fresh(left: str, right: str) -> PairReview | None:
    one, other = sorted((record(left), record(right)))
    return None if PairReview.objects.filter(left=one, right=other).exists() else pair(left, right)


def test_a_steward_sees_pairs_of_their_own_units_and_a_stranger_none(served: Engine) -> None:
    asked = pair("core:1", "core:2")
    head = Customer.objects.exclude(unit=None).first().unit  # type: ignore[union-attr]
    steward, stranger = UserFactory(role="data_steward", unit=head), UserFactory(role="data_steward")
    agent = UserFactory(role="agent", unit=head)

    assert queries.pairs(steward).pairs == [asked]
    assert queries.pairs(stranger).total == 0
    with pytest.raises(NoSuchPair):
        queries.pair(stranger, asked.pk)
    with pytest.raises(PermissionDenied):
        queries.pairs(agent)


def test_a_pair_is_shown_side_by_side_with_its_waterfall(served: Engine) -> None:
    head = Customer.objects.exclude(unit=None).first().unit  # type: ignore[union-attr]
    steward = UserFactory(role="data_steward", unit=head)

    view = queries.pair(steward, pair("core:1", "core:2").pk)

    assert {row.attribute for row in view.rows if row.differs} >= {"name", "phone", "resident_id"}
    assert [bar["to"] for bar in view.bars] == [-2.0, 0.6, 0.6]


def test_a_page_of_pairs_costs_the_same_however_many_there_are(
    served: Engine, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    head = Customer.objects.exclude(unit=None).first().unit  # type: ignore[union-attr]
    steward = UserFactory(role="data_steward", unit=head)
    for number in range(2, 7):
        pair("core:1", f"core:{number}")
    queries.pairs(steward)

    with django_assert_max_num_queries(6):
        assert queries.pairs(steward).total == 5


def test_history_tells_every_change_of_a_customer(served: Engine) -> None:
    head = Customer.objects.exclude(unit=None).first().unit  # type: ignore[union-attr]
    steward = UserFactory(role="data_steward", unit=head)
    change = stewardship.merge(pair("core:1", "core:2"), by=STEWARD)
    assert change
    undone = stewardship.unmerge(change, by=STEWARD)

    for customer in change.before:
        assert [one.id for one in queries.history(steward, customer)] == [undone.id, change.id]
