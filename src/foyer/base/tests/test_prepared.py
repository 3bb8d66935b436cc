"""Statements made once and run often: the same instances and the same rows as Django's own."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models.functions import Upper
from django.test.utils import CaptureQueriesContext

from foyer.base.events.models import Delivery, OutboxFact
from foyer.base.postgres.prepared import Given, Prepared, Rows

pytestmark = pytest.mark.django_db

DELIVERIES = Prepared(
    lambda: (
        Delivery.objects.select_related("fact")
        .annotate(loud=Upper("handler"))
        .filter(key=Given("key", models.CharField()), state="due")
        .order_by("-id")
    )
)
FACTS = Rows(OutboxFact, key="upper(%s::text)")


def deliveries(*keys: str) -> list[Delivery]:
    fact = OutboxFact.objects.create(name="a.Fact", key="k", payload={"words": ["一", None]})
    return [Delivery.objects.create(fact=fact, handler="listen", key=key) for key in keys]


def test_a_prepared_query_gives_what_django_gives_each_time_with_its_own_values():
    one, two = deliveries("1", "2")

    for wanted in (one, two, one):
        found = DELIVERIES.first(key=wanted.key)
        with CaptureQueriesContext(connection) as captured:
            assert found == wanted
            assert found.fact.payload == {"words": ["一", None]}
            assert found.loud == "LISTEN"
        assert not captured


def test_a_prepared_query_that_finds_nothing_says_so():
    assert DELIVERIES.first(key="nobody's") is None


def test_all_rows_come_in_the_querys_order():
    one, two = deliveries("1", "1")

    assert DELIVERIES.all(key="1") == [two, one]
    assert DELIVERIES.all(key="nobody's") == []


def test_it_reads_the_rows_as_they_are_now():
    (one,) = deliveries("1")
    assert DELIVERIES.first(key="1") == one

    Delivery.objects.update(state="done")

    assert DELIVERIES.first(key="1") is None


def test_a_value_of_the_wrong_kind_is_refused_as_django_refuses_it():
    by_number = Prepared(lambda: Delivery.objects.filter(pk=Given("id", models.BigIntegerField())))

    with pytest.raises((TypeError, ValueError)):
        by_number.first(id="nine")


def test_whole_rows_are_written_and_written_again():
    row = OutboxFact(id=7, name="a.Fact", key="k", payload={"n": 1}, published_at=datetime(2026, 11, 24, tzinfo=UTC))

    FACTS.insert(row)
    assert not row._state.adding
    row.name, row.payload = "b.Fact", {"n": "’%s"}
    FACTS.update(row)

    kept = OutboxFact.objects.get(pk=7)
    assert (kept.name, kept.key, kept.payload, kept.published_at) == ("b.Fact", "K", row.payload, row.published_at)


def test_a_constraint_speaks_through_djangos_own_error():
    (one,) = deliveries("1")

    with pytest.raises(IntegrityError), transaction.atomic():
        Rows(Delivery).insert(Delivery(id=one.pk, fact_id=one.fact_id, handler="x", key="1"))


def test_a_row_that_is_there_already_is_left_as_it_is():
    row = OutboxFact(id=7, name="a.Fact", key="k", payload={}, published_at=datetime(2026, 11, 24, tzinfo=UTC))
    other = OutboxFact(id=7, name="b.Fact", key="k", payload={}, published_at=datetime(2026, 11, 24, tzinfo=UTC))

    assert FACTS.insert_new(row)
    assert not FACTS.insert_new(other)

    assert OutboxFact.objects.get(pk=7).name == "a.Fact"


def test_after_a_rollback_it_goes_on():
    deliveries("1")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        DELIVERIES.first(key="1")
        raise ZeroDivisionError

    assert DELIVERIES.first(key="1") is not None
