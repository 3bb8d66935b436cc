"""Statements made once and run often: the same instances and the same rows as Django's own."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models.functions import Upper
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy

from foyer.base.errors import Refusal
from foyer.base.events.models import Delivery, OutboxFact
from foyer.base.jobs.models import SweepState
from foyer.base.postgres.base import MOST_HELD
from foyer.base.postgres.prepared import Given, Prepared, Rows
from foyer.base.postgres.steps import step

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

    FACTS.insert_new(row)
    FACTS.insert_new(other)

    assert OutboxFact.objects.get(pk=7).name == "a.Fact"


def test_after_a_rollback_it_goes_on():
    deliveries("1")
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        DELIVERIES.first(key="1")
        raise ZeroDivisionError

    assert DELIVERIES.first(key="1") is not None


def fact(number: int, name: str = "a.Fact") -> OutboxFact:
    return OutboxFact(id=number, name=name, key="k", payload={}, published_at=datetime(2026, 11, 24, tzinfo=UTC))


def test_writes_are_held_until_something_is_asked_and_go_as_one_statement():
    (one,) = deliveries("1")
    with CaptureQueriesContext(connection) as captured:
        FACTS.insert(fact(7))
        FACTS.insert(fact(8))
        one.state = "done"
        Rows(Delivery).update(one)
        assert not captured.captured_queries
        assert OutboxFact.objects.filter(pk__in=[7, 8]).count() == 2

    assert len(captured) == 2
    one.refresh_from_db()
    assert one.state == "done"


def test_a_prepared_read_of_other_tables_goes_first_and_one_of_the_same_sees_what_was_held():
    by_name = Prepared(lambda: OutboxFact.objects.filter(name=Given("name", models.CharField())))
    with CaptureQueriesContext(connection) as captured:
        FACTS.insert(fact(7))
        Prepared(lambda: SweepState.objects.filter(name=Given("name", models.CharField()))).first(name="x")
        assert len(captured) == 1
        assert by_name.first(name="a.Fact") == OutboxFact(id=7)


def test_no_more_are_held_than_fit_well_into_a_statement():
    with CaptureQueriesContext(connection) as captured:
        for number in range(MOST_HELD + 1):
            FACTS.insert(fact(number))
        assert len(captured) == 1

    assert OutboxFact.objects.count() == MOST_HELD + 1


def test_one_row_is_never_written_twice_in_a_statement():
    row = fact(7)
    FACTS.insert(row)
    row.name = "b.Fact"
    FACTS.update(row)
    row.name = "c.Fact"
    FACTS.update(row)

    assert OutboxFact.objects.get(pk=7).name == "c.Fact"


def test_a_savepoint_takes_back_what_was_held_in_it_and_nothing_older():
    FACTS.insert(fact(7))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        FACTS.insert(fact(8))
        raise ZeroDivisionError

    assert list(OutboxFact.objects.values_list("pk", flat=True)) == [7]


@pytest.mark.django_db(transaction=True)
def test_what_is_held_is_committed_rolled_back_and_outside_a_transaction_written_at_once():
    with CaptureQueriesContext(connection) as captured:
        FACTS.insert(fact(6))
        assert len(captured) == 1
    with transaction.atomic():
        FACTS.insert(fact(7))
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        FACTS.insert(fact(8))
        raise ZeroDivisionError
    with pytest.raises(IntegrityError), transaction.atomic():
        FACTS.insert(fact(9))
        FACTS.insert(fact(7))

    with pytest.raises(Refusal), step():  # by itself a transaction
        FACTS.insert(fact(10))
        raise Refusal
    with step():
        FACTS.insert(fact(11))

    assert list(OutboxFact.objects.order_by("pk").values_list("pk", flat=True)) == [6, 7, 11]


def test_what_is_held_and_what_comes_after_it_are_one_statement():
    """The last part sees no row of the others, as parts of a statement do, but begins when they are written."""
    count = "x AS (SELECT 7, count(*) FROM base_outboxfact WHERE {after_held}) SELECT * FROM x"
    with CaptureQueriesContext(connection) as captured:
        FACTS.insert(fact(7))
        FACTS.insert(fact(8))
        assert connection.write_after_held(count, []) == [(7, 0)]
        assert connection.write_after_held(count, []) == [(7, 2)]

    assert len(captured) == 2


def test_a_lock_after_what_is_held_waits_for_it():
    """Its number is drawn when the part begins: the inserts before it have theirs."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP SEQUENCE began")
    drawing = Rows(OutboxFact, key="%s || nextval('began')")
    drawing.insert(fact(7))
    drawing.insert_new(fact(8))

    last = "x AS (SELECT nextval('began') AS place WHERE {after_held}) SELECT place FROM x"
    assert connection.write_after_held(last, []) == [(3,)]
    assert sorted(OutboxFact.objects.values_list("key", flat=True)) == ["k1", "k2"]


def test_a_row_is_inserted_or_locked_and_left_as_it_is():
    FACTS.insert_or_lock(fact(7))
    FACTS.insert_or_lock(fact(7, "b.Fact"))

    assert OutboxFact.objects.get().name == "a.Fact"


def test_a_step_refuses_without_a_savepoint_and_whoever_catches_it_goes_on():
    with CaptureQueriesContext(connection) as captured, pytest.raises(Refusal), step():
        raise Refusal
    assert not captured.captured_queries

    FACTS.insert(fact(7))
    assert OutboxFact.objects.exists()


def test_a_step_that_breaks_undoes_the_transaction_it_is_part_of():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        with suppress(ZeroDivisionError), step():
            FACTS.insert(fact(7))
            raise ZeroDivisionError
        raise ZeroDivisionError

    assert not OutboxFact.objects.exists()


def test_a_cursor_is_used_again_but_never_by_two_at_once():
    with connection.prepared() as first, connection.prepared() as second:
        first.execute("SELECT %s::int", [1])
        second.execute("SELECT %s::int", [2])
        assert first.fetchone() + second.fetchone() == (1, 2)
        kept = second.cursor
    kept.close()

    with connection.prepared() as again:
        again.execute("SELECT %s::int", [3])
        assert again.cursor is kept and again.fetchone() == (3,)


def test_a_value_that_is_not_plainly_of_its_columns_kind_is_written_as_django_writes_it():
    class Name(str):
        pass

    at = datetime(2026, 11, 27, 8, tzinfo=UTC)
    for key, started in ((Name("nightly"), at), (gettext_lazy("weekly"), None)):
        Rows(SweepState).insert(SweepState(name=key, started_at=started))

    found = SweepState.objects.filter(name__in=["nightly", "weekly"]).order_by("name")
    assert list(found.values_list("started_at", flat=True)) == [at, None]


def test_an_instance_is_as_django_makes_it():
    (one,) = deliveries("1")

    found = DELIVERIES.first(key="1")
    assert found.get_deferred_fields() == set() and not found._state.adding and found._state.db == "default"
    found.state = "done"
    found.save()
    assert Delivery.objects.get(pk=one.pk).state == "done"
