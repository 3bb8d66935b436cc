"""The steward's desk: side by side, decided with a reason, undone; for stewards and their own customers only."""

import json
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache

from foyer.base.actors import SYSTEM
from foyer.base.models import OutboxFact
from foyer.customers.identity.resolving import resolve
from foyer.customers.models import Customer, IdentityChange, PairReview, SourceRecord
from foyer.customers.profile.publishing import publish
from foyer.customers.tests.identity_bank import bank, person
from foyer.customers.tests.profile.lakes import record
from foyer.staff.tests.cast import bring_on, called_back

pytestmark = pytest.mark.django_db


def take_in_six(duck):
    bank(duck, {f"core:{number}": person(number) for number in range(1, 7)})
    resolve(duck, by=SYSTEM)
    publish(duck)


@pytest.fixture(scope="module")
def six(once):
    """The cast, and six people, each known to one system only, as pages show them."""

    def make(duck):
        everyone = bring_on()
        take_in_six(duck)
        return everyone

    return once.make(make)


@pytest.fixture
def cast(six, db):
    cache.clear()
    return called_back(six)


@pytest.fixture
def people(six, once, lake):
    once.share(lake)
    return Customer.objects.all()


@pytest.fixture
def steward(cast):
    return cast.administrator


def pair(left="core:1", right="core:2", probability=0.6):
    one, other = sorted((record(left), record(right)))
    bars = [("prior", "", -2.0), ("phone", "one in common", 4.6), ("born_on", "different", -2.0)]
    evidence = [{"comparison": name, "step": step, "bits": bits} for name, step, bits in bars]
    return PairReview.objects.create(left=one, right=other, probability=probability, weight=0.6, evidence=evidence)


def decide(browser, one, verdict, reason="same papers"):
    return browser.post(f"/desk/do/data/pairs/{one.pk}/{verdict}", {"reason": reason}, headers={"X-Fragment": "1"})


def test_both_records_stand_side_by_side_masked_with_their_waterfall(at_desk, steward, people):
    one = pair()

    body = at_desk(steward).get(f"/desk/data/pairs/{one.pk}").content.decode()

    assert "60%" in body
    assert person(1)["phone"] not in body
    assert person(1)["resident_id"] not in body
    assert body.count("<rect") == 4
    assert "<mark>" in body


def test_a_merge_brings_them_together_and_undo_takes_it_back(at_desk, steward, people):
    one, browser = pair(), at_desk(steward)
    before = dict(SourceRecord.objects.values_list("id", "customer"))

    decision = json.loads(decide(browser, one, "merge").content)["decision"]
    together = SourceRecord.objects.filter(pk__in=[one.left, one.right]).values("customer").distinct().count()
    undone = browser.post(f"/desk/do/data/decisions/{decision}/undo")

    assert (together, undone.status_code) == (1, 200)
    assert dict(SourceRecord.objects.values_list("id", "customer")) == before
    one.refresh_from_db()
    assert one.state == "waiting"


def test_the_story_of_a_merge_can_be_unmerged(at_desk, steward, people):
    one, browser = pair(), at_desk(steward)
    decide(browser, one, "merge")
    change = IdentityChange.objects.get(kind="merge")
    customer = next(iter(change.after))

    story = browser.get(f"/desk/customers/{customer}/story").content.decode()
    undone = browser.post(f"/desk/do/data/changes/{change.pk}/unmerge", {"reason": "two people"})

    assert "same papers" in story
    assert f'data-unmerge="{change.pk}"' in story
    assert undone.status_code == 200
    assert SourceRecord.objects.filter(pk__in=[one.left, one.right]).values("customer").distinct().count() == 2


def test_a_second_decision_is_refused_in_words(at_desk, steward, people):
    one, browser = pair(), at_desk(steward)
    decide(browser, one, "apart")

    again = decide(browser, one, "merge")

    assert (again.status_code, again.json()["code"]) == (409, "pair_already_decided")


def test_showing_everything_needs_a_reason_and_is_a_fact(at_desk, steward, people):
    one, browser = pair(), at_desk(steward)
    path = f"/desk/pane/data/pairs/{one.pk}/whole"

    refused = browser.post(path, {"reason": " "}, headers={"X-Fragment": "1"})
    shown = browser.post(path, {"reason": "the customer is on the phone"}, headers={"X-Fragment": "1"})

    assert refused.status_code == 422
    assert person(1)["resident_id"] in re.sub(r"</?mark>", "", shown.content.decode())
    assert OutboxFact.objects.get(name="customers.PairShown").payload["reason"] == "the customer is on the phone"


@pytest.mark.parametrize("who", ["agent", "supervisor"])
def test_who_does_not_steward_is_turned_away(at_desk, cast, people, who):
    one, browser = pair(), at_desk(getattr(cast, who))

    assert browser.get("/desk/data/pairs").status_code == 403
    assert decide(browser, one, "merge").status_code == 403
    assert PairReview.objects.get().state == "waiting"


def test_a_steward_of_another_branch_finds_nothing(at_desk, cast, people):
    cast.stranger.user_permissions.set(Permission.objects.filter(codename="steward_customers"))
    one, browser = pair(), at_desk(cast.stranger)
    Customer.objects.update(unit=cast.branch)

    assert str(one.pk) not in browser.get("/desk/data/pairs").content.decode()
    assert browser.get(f"/desk/data/pairs/{one.pk}").status_code == 404
    assert decide(browser, one, "merge").status_code == 404
    assert browser.get(f"/desk/customers/{people[0].pk}/story").status_code == 404


@pytest.mark.parametrize("state", ["waiting", "merged", "kept_apart", "settled", "nonsense"])
def test_with_nothing_to_decide_the_page_says_so(at_desk, steward, state):
    answer = at_desk(steward).get(f"/desk/data/pairs?state={state}&page=9")

    assert answer.status_code == 200
    assert "half-one" in answer.content.decode()


def test_the_list_costs_the_same_for_few_and_for_many(at_desk, steward, people, django_assert_max_num_queries):
    browser = at_desk(steward)
    pair()
    for other in ("core:3", "core:4", "core:5", "core:6"):
        pair("core:1", other)

    with django_assert_max_num_queries(16):
        browser.get("/desk/pane/data/pairs")
