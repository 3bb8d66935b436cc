"""Customer 360: everything on one page, masked, for those who may see it, in a fixed number of queries."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from foyer.customers.errors import NoSuchCustomer
from foyer.customers.models import Customer, Holding, Relation, SourceRecord, TimelineEntry
from foyer.customers.profile import finding, timeline, view
from foyer.customers.profile.publishing import publish
from foyer.customers.profile.view import customer_360, timeline_of
from foyer.customers.tests.profile.lakes import join, two_systems
from foyer.staff.models import Unit
from foyer.staff.tests.factories import UnitFactory, UserFactory

pytestmark = pytest.mark.django_db
WEI, JOHN = "00000000-0000-7000-8000-000000000001", "00000000-0000-7000-8000-000000000002"


@pytest.fixture(scope="module")
def bank(once):
    def make(duck):
        UnitFactory(parent=None, code="HO")
        two_systems(duck)
        join(duck, {"core:1": WEI, "cards:A7": WEI, "core:2": JOHN})
        publish(duck)

    once.make(make)


@pytest.fixture
def head_office(bank, db):
    return Unit.objects.get(code="HO")


@pytest.fixture
def colleague(head_office):
    return UserFactory(unit=head_office, role="supervisor")


def test_the_whole_customer_on_one_page(bank, colleague):
    whole = customer_360(colleague, WEI)

    names = next(row for row in whole["identity"] if row["attribute"] == "name")
    assert whole["customer"]["name"] == "张*"
    assert names["is_contradicted"] and len(names["others"]) == 1
    assert [row["product"] for row in whole["holdings"]] == ["Current account"]
    assert str(whole["totals"][0]["has"]) == "1050.25"
    assert (len(whole["transactions"]), whole["transactions"][0]["amount"]) == (20, "28.00")
    assert {record["source"] for record in whole["records"]} == {"core", "cards"}
    assert "Current account" in whole["timeline"][0]["text"]


def test_nothing_that_identifies_leaves_unmasked(bank, colleague):
    text = str(customer_360(colleague, WEI))

    for secret in ("张伟", "13800000001", "11010519491231002X", "1950-05-01", "文三路", "6222020000001234", "wei@"):
        assert secret not in text


def test_a_colleague_of_another_branch_finds_nobody(bank, head_office):
    branch = UnitFactory(parent=head_office, code="B1")
    stranger = UserFactory(unit=branch, role="agent")

    with pytest.raises(NoSuchCustomer):
        customer_360(stranger, WEI)
    assert finding.find(stranger, "张伟") == []


def test_a_merged_customer_leads_to_the_one_that_remains(bank, colleague):
    SourceRecord.objects.filter(customer=JOHN).update(customer=WEI)
    Customer.objects.filter(pk=JOHN).update(merged_into=WEI)
    timeline.remember("test.visit", "1", at=datetime(2026, 1, 1, tzinfo=UTC), customer=JOHN)

    whole = customer_360(colleague, JOHN)

    assert whole["customer"]["id"] == WEI
    assert whole["timeline"][0]["kind"] == "test.visit"


@pytest.mark.parametrize(
    "asked", ["张伟", "張偉", "zhangwei", "zhang wei", "zw", "张", "0001", "1234", "138 0000 0001"]
)
def test_a_customer_is_found_by(bank, colleague, asked):
    assert WEI in [row["id"] for row in finding.find(colleague, asked)]


@pytest.mark.parametrize("asked", ["john", "Smith", "smith john", "JOHN SM"])
def test_a_western_name_is_found_by_its_parts_in_any_order(bank, colleague, asked):
    assert [row["id"] for row in finding.find(colleague, asked)] == [JOHN]


@pytest.mark.parametrize("asked", ["", "   ", "%", "李", "999", "zhangwei smith"])
def test_what_nobody_answers_to_finds_nobody(bank, colleague, asked):
    assert finding.find(colleague, asked) == []


def test_the_number_finds_the_customer(bank, colleague):
    number = Customer.objects.get(pk=JOHN).number

    assert [row["id"] for row in finding.find(colleague, number)] == [JOHN]


def test_the_page_asks_a_fixed_number_of_questions(bank, colleague, django_assert_max_num_queries):
    one, other = SourceRecord.objects.filter(customer=WEI).first(), SourceRecord.objects.get(customer=JOHN)
    Relation.objects.create(record=one, other=other, kind="spouse")
    for visit in range(40):
        timeline.remember("test.visit", str(visit), at=datetime(2026, 1, 1, visit % 24, tzinfo=UTC), customer=WEI)

    customer_360(colleague, WEI)  # the first look ever makes the pseudonym that the trail calls this customer by
    with django_assert_max_num_queries(13):
        whole = customer_360(colleague, WEI)

    assert whole["relations"][0]["customer"] == JOHN
    assert len(whole["timeline"]) == timeline.PAGE


@pytest.fixture
def consents(monkeypatch):
    """What a room above adds to the page."""
    monkeypatch.setattr(view, "sections", {})

    @view.section("consents", empty="No consent was given.")
    def consents_of(customer):
        return [view.Line("Marketing", "given", "2026-01-01", "ok", "marketing")] if str(customer) == WEI else []

    @view.section("tags")
    def tags_of(customer):
        return [view.Line(value="retired")]


def test_however_many_customers_there_are_one_is_found_by_the_primary_key(bank, colleague):
    with CaptureQueriesContext(connection) as asked:
        customer_360(colleague, WEI)
    found = next(query["sql"] for query in asked if "merged_ids" in query["sql"])

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {found}")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "Seq Scan on customers_customer" not in plan
    assert plan.count("customers_customer_pkey") == 2, plan


def test_rooms_above_add_their_sections_in_the_order_of_the_page(bank, colleague, consents):
    with translation.override("en"):
        sections = customer_360(colleague, WEI)["sections"]

    assert [(one["name"], one["title"]) for one in sections] == [("tags", "Tags"), ("consents", "Consents")]
    assert [tuple(line.values()) for line in sections[1]["lines"]] == [
        ("Marketing", "given", "2026-01-01", "ok", "marketing")
    ]


def test_a_section_with_nothing_in_it_says_so(bank, colleague, consents):
    (_tags, empty) = customer_360(colleague, JOHN)["sections"]

    assert (empty["lines"], empty["empty"]) == ([], "No consent was given.")


def test_what_a_source_no_longer_has_is_no_longer_what_they_have(bank, colleague):
    Holding.objects.update(gone_at=datetime(2026, 1, 1, tzinfo=UTC))

    whole = customer_360(colleague, WEI)

    assert [row["is_closed"] and row["is_gone"] for row in whole["holdings"]] == [True]
    assert whole["totals"] == []


def test_an_overdrawn_account_is_owed(bank, colleague):
    for holding in Holding.objects.all():
        holding.balance = -20
        holding.save(update_fields=["balance"])

    (total,) = customer_360(colleague, WEI)["totals"]

    assert (total["has"], total["owes"]) == (0, 20)


def test_a_relation_that_ended_is_not_shown(bank, colleague):
    one, other = SourceRecord.objects.filter(customer=WEI).first(), SourceRecord.objects.get(customer=JOHN)
    Relation.objects.create(record=one, other=other, kind="employer", until_on=date(2020, 1, 1))

    assert customer_360(colleague, WEI)["relations"] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", ["电话：密码重置", "自助设备：已解决", "开立：定期转账"]),
        ("en", ["Phone: Password reset", "Cash machine: Solved", "Opened: Standing order"]),
    ],
)
def test_the_timeline_speaks_the_readers_language(bank, colleague, language, said):
    topic = "密码重置" if language == "zh-hans" else "Password reset"
    told = {
        "customers.interaction": [{"channel": "phone", "topic": topic}, {"channel": "atm", "outcome": "solved"}],
        "customers.opened": [{"kind": "standing_order", "product": ""}],
    }
    for kind, entries in told.items():
        for number, params in enumerate(entries):
            TimelineEntry.objects.create(
                kind=kind, reference=f"t:{number}", at=datetime(2030, 1, 1, tzinfo=UTC), customer_id=JOHN, params=params
            )

    with translation.override(language):
        entries = [entry["text"] for entry in customer_360(colleague, JOHN)["timeline"]]

    assert sorted(entries) == sorted(said)


def test_the_timeline_goes_on_where_it_stopped(bank, colleague):
    for visit in range(40):
        at = datetime(2026, 1, 1, visit // 60, visit % 60, tzinfo=UTC)
        timeline.remember("test.visit", str(visit), at=at, customer=WEI)
    first = customer_360(colleague, WEI)["timeline"]

    before = datetime.fromisoformat(first[-1]["at"])
    rest = timeline_of(colleague, WEI, before=before, of="", limit=30)

    told = [entry["id"] for entry in first + rest]
    assert len(told) == len(set(told)) == 41


def test_telling_the_timeline_twice_tells_once(bank, colleague):
    for _again in range(2):
        timeline.remember("test.visit", "1", at=datetime(2026, 1, 1, tzinfo=UTC), customer=WEI)

    assert [entry["kind"] for entry in customer_360(colleague, WEI)["timeline"]].count("test.visit") == 1
