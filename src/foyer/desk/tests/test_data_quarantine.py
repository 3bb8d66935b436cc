"""The quarantine's page: masked, filtered, decided by stewards only, told field by field what is still wrong."""

from uuid import uuid4

import pytest

from foyer.base.models import OutboxFact
from foyer.customers.models import QuarantinedRow
from foyer.customers.quality.quarantine import keep
from foyer.customers.tests.test_quality_gate import judged, party
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(duck):
    rows = [party(str(n), name="王小明") | {"kind": (None, "??")} for n in range(3)]
    keep(judged(duck, "party", *rows), run=uuid4())
    return list(QuarantinedRow.objects.order_by("-noted_at", "-id"))


@pytest.fixture
def steward(at_desk, cast):
    return at_desk(cast.administrator)


def decide(browser, row, verb, **values):
    return browser.post(f"/desk/do/data/quarantine/{row.pk}/{verb}", values, headers={"X-Fragment": "1"})


def test_a_held_row_shows_what_stops_it_and_nothing_unmasked(steward, held):
    body = steward.get(f"/desk/data/quarantine/{held[0].pk}").content.decode()

    assert "王小明" not in body
    assert 'class="mend-row wrong" data-field="kind"' in body


@pytest.mark.parametrize(("asked", "count"), [("", 3), ("?source=core&rule=readable", 3), ("?source=x", 0),
                                              ("?rule=unique", 0), ("?state=discarded", 0)])  # fmt: skip
def test_the_list_is_filtered(steward, held, asked, count):
    body = steward.get(f"/desk/data/quarantine{asked}").content.decode()

    assert body.count("data-id=") == count


def test_a_correction_that_is_still_wrong_names_the_field(steward, held):
    answer = decide(steward, held[0], "correct", **{"value-kind": "robot"})

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["details"]["failures"]] == ["kind"]
    assert answer.json()["details"]["failures"][0]["words"]


def test_a_row_is_corrected_released_or_discarded_with_a_reason(steward, held):
    answers = [
        decide(steward, held[0], "correct", **{"value-kind": "person"}),
        decide(steward, held[1], "discard", reason="test data"),
        decide(steward, held[2], "discard", reason=" "),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 422]
    states = dict(QuarantinedRow.objects.values_list("pk", "state"))
    assert [states[row.pk] for row in held] == ["corrected", "discarded", "waiting"]


def test_showing_a_row_whole_needs_a_reason_and_is_a_fact(steward, held):
    path = f"/desk/pane/data/quarantine/{held[0].pk}/whole"

    refused = steward.post(path, {"reason": ""}, headers={"X-Fragment": "1"})
    shown = steward.post(path, {"reason": "calling the branch"}, headers={"X-Fragment": "1"})

    assert refused.status_code == 422
    assert 'value="王小明"' in shown.content.decode()
    assert OutboxFact.objects.filter(name="customers.QuarantinedRowShown").count() == 1


def test_who_only_watches_decides_nothing(at_desk, cast, held):
    analyst = at_desk(UserFactory(role="analyst", unit=cast.branch))

    page = analyst.get(f"/desk/data/quarantine/{held[0].pk}").content.decode()

    assert 'data-do="release"' not in page
    assert decide(analyst, held[0], "discard", reason="x").status_code == 403
    assert at_desk(cast.agent).get("/desk/data/quarantine").status_code == 403


def test_a_row_that_is_not_there_is_not_found(steward):
    assert steward.get(f"/desk/data/quarantine/{uuid4()}").status_code == 404
    assert steward.get("/desk/data/quarantine").status_code == 200


def test_the_list_costs_the_same_for_few_and_for_many(steward, held, django_assert_max_num_queries):
    with django_assert_max_num_queries(42):
        steward.get("/desk/data/quarantine")
