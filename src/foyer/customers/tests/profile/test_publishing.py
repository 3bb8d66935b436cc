"""From the lake to the tables that pages read."""

import pickle
from base64 import b64encode
from datetime import UTC, datetime
from uuid import UUID

import pyarrow as pa
import pytest
from django.db.models import DateTimeField

from foyer.base.crypto import blind_index
from foyer.base.engine import open_engine
from foyer.customers.collecting import landing
from foyer.customers.expiring import forget_behaviour
from foyer.customers.intake import datasets
from foyer.customers.models import BehaviourEvent, Customer, Holding, Identifier, Relation, SourceRecord, TimelineEntry
from foyer.customers.models.records import holding_id
from foyer.customers.profile.publishing import publish, refresh
from foyer.customers.profile.publishing.building import COLUMNS, SEALED, Builder
from foyer.customers.profile.publishing.customers import OF_ORDER
from foyer.customers.profile.publishing.pieces import AnotherRing, pieces_of
from foyer.customers.profile.publishing.whole import GOLDEN
from foyer.customers.profile.voices import Voice
from foyer.customers.tests.profile.lakes import fill, join, record, two_systems

pytestmark = pytest.mark.django_db
WEI, JOHN = "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"


@pytest.fixture(scope="module")
def published(once):
    """On DuckDB; that Spark publishes the same is a claim of its own."""

    def make(duck):
        two_systems(duck)
        join(duck, {"core:1": WEI, "cards:A7": WEI, "core:2": JOHN})
        publish(duck)

    once.make(make)
    return once


@pytest.fixture
def bank(published, duck, lake):
    published.share(lake)
    return duck


@pytest.fixture
def kept():
    """Every index and check of the tables, as PostgreSQL tells it."""
    from django.db import connection

    def tell():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE tablename LIKE 'customers%' UNION ALL "
                "SELECT conname, conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint "
                "WHERE conrelid::regclass::text LIKE 'customers%' ORDER BY 1, 2"
            )
            return cursor.fetchall()

    return tell


def test_a_table_that_was_empty_has_the_same_indexes_and_checks_afterwards(duck, kept):
    before = kept()
    two_systems(duck)
    join(duck, {"core:1": WEI, "cards:A7": WEI, "core:2": JOHN})

    publish(duck)

    assert kept() == before
    assert not any("pattern_ops" in text for name, text in before if name.startswith("customers_customer_"))
    assert Customer.objects.count() == 2


def test_two_customers_in_an_empty_table_cannot_have_one_number(db):
    from django.db import IntegrityError, transaction

    from foyer.customers.profile.publishing.filling import filling

    with pytest.raises(IntegrityError), transaction.atomic(), filling("customers_customer") as is_empty:
        assert is_empty
        Customer.objects.create(number="1")
        Customer.objects.create(number="1")
    assert not Customer.objects.exists()


def test_who_is_new_belongs_to_head_office_and_who_is_known_stays_in_their_branch(duck):
    from foyer.staff.tests.factories import UnitFactory

    office = UnitFactory(parent=None, code="HO")
    branch = UnitFactory(parent=office, code="B7")
    two_systems(duck)
    join(duck, {"core:1": WEI, "cards:A7": WEI, "core:2": JOHN})
    publish(duck)
    assert {row.unit_id for row in Customer.objects.all()} == {office.id}

    Customer.objects.filter(pk=WEI).update(unit=branch, golden_fingerprint="")
    publish(duck)

    assert Customer.objects.get(pk=WEI).unit_id == branch.id


def test_both_engines_publish_the_same(lake):
    told = []
    for name in ("duckdb", "local[2]"):
        with open_engine(name, memory=1024, threads=2) as engine:
            if not told:
                two_systems(engine)
                join(engine, {"core:1": WEI, "cards:A7": WEI, "core:2": JOHN})
            publish(engine)
        told.append(list(_published()))
        for table in (TimelineEntry, Identifier, Relation, Holding, SourceRecord):
            table.objects.all().delete()
        Customer.objects.update(golden_fingerprint="", golden={}, search_keys=[])

    assert told[0] == told[1]
    assert len(told[0]) == 8  # two customers, two holdings, what identifies and what happened


def _published():
    """Everything that pages read, without when it was written."""
    for row in (*Customer.objects.order_by("pk"), *Holding.objects.order_by("pk"), *Relation.objects.order_by("kind")):
        yield {
            field.name: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not isinstance(field, DateTimeField) and field.name != "id"
        }
    yield from TimelineEntry.objects.order_by("kind", "at", "pk").values("kind", "at", "record_id")
    yield from Identifier.objects.order_by("kind", "index").values("kind", "index", "record_id", "is_verified")


def test_two_records_of_one_woman_are_one_customer_with_both_values_kept(bank):
    wei = Customer.objects.get(pk=WEI)

    assert wei.name in ("张伟", "張偉")
    assert {wei.golden["name"]["value"], *(other["value"] for other in wei.golden["name"]["others"])} == {
        "张伟",
        "張偉",
    }
    assert (wei.golden["sex"]["source"], wei.birth_year, wei.is_elderly) == ("cards", 1950, True)
    assert wei.joined_at.year == 2020
    assert set(SourceRecord.objects.filter(customer=wei).values_list("source", flat=True)) == {"core", "cards"}


def test_a_shared_phone_signs_in_only_the_one_who_proved_it(bank):
    assert Customer.objects.get(pk=WEI).phone == "+8613800000001"
    assert Customer.objects.get(pk=JOHN).phone == ""
    assert Customer.objects.get(pk=JOHN).golden["phone"]["value"] == "+8613800000001"


def test_holdings_come_with_their_latest_movements_masked(bank):
    account = Holding.objects.get(pk=holding_id("core", "account", "a1"))

    movements = account.recent["transactions"]
    assert (account.number, account.number_tail, str(account.balance)) == ("6222020000001234", "1234", "1050.25")
    assert [movement["at"] for movement in movements[:2]] == ["2025-01-28T09:00:00", "2025-01-27T09:00:00"]
    assert (len(movements), movements[0]["counterparty"]) == (20, "李*")
    assert sorted(account.parties.values_list("role", flat=True)) == ["owner", "user"]


def test_what_was_opened_is_on_the_owners_timeline_only(bank):
    entries = TimelineEntry.objects.filter(kind="customers.opened")

    assert [str(entry.record_id) for entry in entries] == [record("core:1")]


def test_a_relation_goes_when_its_source_no_longer_tells_of_it(bank):
    both = {"source": "core", "party_key": "1", "kind": "parent"}
    fill(bank, "relation", {**both, "other_key": "2"}, {**both, "other_key": "9"})  # nobody knows the party 9
    publish(bank)
    assert [row.kind for row in Relation.objects.all()] == ["parent"]

    fill(bank, "relation")
    publish(bank)

    assert not Relation.objects.exists()


TAP = {"source": "core", "event_key": "e1", "party_key": "1", "anonymous_id": "phone-7", "kind": "track",
       "at": datetime(2025, 6, 1, 9, tzinfo=UTC), "name": "Rate viewed", "channel": "mobile",
       "properties": '{"term": 12}'}  # fmt: skip


def test_behaviour_that_came_in_a_file_is_seen_and_sealed_once(bank):
    fill(bank, "behaviour_event", TAP, {**TAP, "event_key": "e2", "party_key": None})
    publish(bank)
    publish(bank)

    seen, nobodys = BehaviourEvent.objects.order_by("record")
    assert (str(seen.record_id), seen.name, seen.channel) == (record("core:1"), "Rate viewed", "mobile")
    assert (seen.anonymous_id, seen.message, seen.write_key) == ("phone-7", {"properties": {"term": 12}}, None)
    assert nobodys.record_id is None and nobodys.anonymous_index == seen.anonymous_index

    fill(bank, "behaviour_event", TAP, {**TAP, "event_key": "e3", "at": datetime(2025, 6, 2, tzinfo=UTC)})
    publish(bank)

    assert BehaviourEvent.objects.count() == 3  # what a source no longer sends has happened all the same


def test_what_the_collector_lands_lies_apart_from_what_files_gave():
    assert landing.EVENTS.name != datasets.state("behaviour_event").name


def test_old_behaviour_goes_from_both_but_for_who_is_on_hold(bank):
    fill(bank, "behaviour_event", TAP, {**TAP, "event_key": "e2", "party_key": "2"})
    publish(bank)

    gone, _kept = forget_behaviour(datetime(2026, 1, 1, tzinfo=UTC), [UUID(JOHN)])

    left = bank.arrow(datasets.state("behaviour_event").read(bank)).to_pylist()
    assert (gone, [row["event_key"] for row in left]) == (1, ["e2"])
    assert [str(row.record_id) for row in BehaviourEvent.objects.all()] == [record("core:2")]


def test_only_an_empty_table_is_shut_and_filled_without_its_indexes(bank):
    from foyer.customers.profile.publishing.filling import filling

    with filling("customers_customer") as is_empty:
        assert not is_empty
    Relation.objects.all().delete()
    with filling("customers_relation") as is_empty:
        assert is_empty


def test_publishing_again_changes_nothing(bank):
    before = Customer.objects.get(pk=WEI).golden_at

    published = publish(bank)

    assert (published.customers, published.records, published.holdings, published.entries) == (0, 0, 0, 0)
    assert Customer.objects.get(pk=WEI).golden_at == before


def test_a_changed_cluster_moves_its_record_and_both_golden_records(bank):
    join(bank, {"core:1": WEI, "cards:A7": JOHN, "core:2": JOHN})

    publish(bank)

    assert "email" not in Customer.objects.get(pk=WEI).golden
    assert Customer.objects.get(pk=JOHN).golden["email"]["value"] == "wei@example.com"
    assert str(SourceRecord.objects.get(source="cards").customer_id) == JOHN


def test_a_record_that_says_something_else_is_found_by_that_alone(bank):
    others = set(Identifier.objects.exclude(record=record("core:2")).values_list("pk", flat=True))
    fill(
        bank, "contact_point",
        {"source": "core", "party_key": "1", "kind": "phone", "value": "+8613800000001", "is_verified": True},
        {"source": "core", "party_key": "2", "kind": "phone", "value": "+8613800000009"},
        {"source": "cards", "party_key": "A7", "kind": "email", "value": "wei@example.com"},
    )  # fmt: skip

    assert publish(bank).records == 1

    (phone,) = Identifier.objects.filter(record=record("core:2"))
    assert phone.index == blind_index("+8613800000009", "customers.phone")
    assert set(Identifier.objects.exclude(record=record("core:2")).values_list("pk", flat=True)) == others
    assert Customer.objects.get(pk=JOHN).phone == "+8613800000009"


def test_the_first_identifier_of_all_comes_with_a_record_beside_others(bank):
    Identifier.objects.all().delete()
    SourceRecord.objects.filter(source="cards").delete()

    assert publish(bank).records == 1

    assert [str(found.record_id) for found in Identifier.objects.all()] == [record("cards:A7")]


def test_what_belongs_to_a_party_that_nobody_told_us_waits_for_it(duck):
    two_systems(duck)
    join(duck, {"core:1": WEI, "cards:A7": WEI, "core:2": JOHN})
    fill(duck, "contact_point", {"source": "core", "party_key": "9", "kind": "phone", "value": "+8613800000099"})

    assert publish(duck).records == 3

    assert not SourceRecord.objects.filter(pk=record("core:9")).exists()
    assert not Identifier.objects.filter(index=blind_index("+8613800000099", "customers.phone")).exists()


def test_however_the_rows_are_cut_no_piece_parts_what_belongs_together(duck):
    rows = [{"key": key, "n": n} for key in "abbbbbccd" for n in range(3)]
    table = duck.frame(pa.Table.from_pylist(rows[::-1]))
    whole = [
        (key, len(of_key)) for key, of_key in (("a", range(3)), ("b", range(15)), ("c", range(6)), ("d", range(3)))
    ]

    for size in (1, 2, 7, 100):
        known = iter([("A", 0), ("b", 1), ("bb", 2), ("d", 3), ("z", 4)])
        pieces = [piece for _keys, piece in pieces_of(duck, table, ("key", "n"), known, rows_at_once=size)]
        assert [(key, len(said)) for piece in pieces for (key,), said in piece.runs(1)] == whole
        for piece in pieces:
            keys = {key for (key,), _said in piece.runs(1)}
            assert {"b", "d"} & keys == set(piece.known) & keys
    assert list(pieces_of(duck, table.limit(0), ("key", "n"), iter([]))) == []


def test_another_process_makes_the_same_rows_of_a_piece(bank):
    voices = GOLDEN.read(bank).select(*Voice._fields)
    table = voices.select("customer_id", **{f"of_{name}": voices[name] for name in Voice._fields})
    builder, known = Builder({}), iter([(WEI, "200000007", "old")])
    pieces = [piece._replace(numbers=["200000009"]) for _keys, piece in pieces_of(bank, table, OF_ORDER, known)]

    there, carried = pickle.loads(pickle.dumps((builder, pieces)))  # noqa: S301  our own
    made = [row for piece in carried for row in there(piece)]

    assert [row[:3] for row in made] == [(WEI, "person", "200000007"), (JOHN, "person", "200000009")]
    plain = [place for place, name in enumerate(COLUMNS) if name not in SEALED]  # a seal differs each time
    here = [row for piece in pieces for row in builder(piece)]
    assert [[row[at] for at in plain] for row in made] == [[row[at] for at in plain] for row in here]


def test_a_process_with_other_keys_makes_no_row(bank, settings):
    table = GOLDEN.read(bank).select("customer_id")
    (_keys, piece), *_ = pieces_of(bank, table, ("customer_id",), iter([]))
    settings.FOYER_KEYS = dict.fromkeys(settings.FOYER_KEYS, b64encode(bytes(32)).decode())

    with pytest.raises(AnotherRing):
        Builder({})(piece)


def test_the_same_golden_record_comes_from_the_lake_and_from_the_records(bank):
    before = {pk: (row.golden, row.golden_fingerprint, row.search_keys) for pk, row in _all().items()}
    Customer.objects.update(golden_fingerprint="", golden={}, search_keys=[])

    assert refresh([WEI, JOHN]) == 2

    assert {pk: (row.golden, row.golden_fingerprint, row.search_keys) for pk, row in _all().items()} == before


def test_nothing_personal_is_readable_in_the_tables(bank):
    from django.db import connection

    with connection.cursor() as cursor:
        for table in ("customers_customer", "customers_sourcerecord", "customers_identifier", "customers_holding"):
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608
            text = cursor.fetchone()[0]
            assert not any(
                word in text for word in ("张伟", "13800000001", "11010519491231002X", "wei@", "李四", "6222")
            )


def test_identifiers_are_found_by_what_they_index(bank):
    found = Identifier.objects.get(kind="resident_id", index=blind_index("11010519491231002X", "customers.resident_id"))

    assert (str(found.record_id), found.is_verified) == (record("core:1"), True)


def _all():
    return {str(row.pk): row for row in Customer.objects.all()}
