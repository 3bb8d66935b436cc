"""A run over the lake: stable customers, changes as facts, pairs for stewards, the same again when nothing is new."""

from typing import Any

import pytest

from foyer.base.actors import SYSTEM
from foyer.base.engine import Engine
from foyer.base.lake import Dataset
from foyer.base.models import OutboxFact
from foyer.customers.assessing import MODEL, MODEL_CODE
from foyer.customers.identity.resolving import resolve
from foyer.customers.models import IdentityChange, MatchDecision, MatchModel, PairReview
from foyer.customers.profile.publishing import publish
from foyer.customers.tests.identity_bank import bank, known_to_both, person, together
from foyer.customers.tests.profile.lakes import record
from foyer.privacy.tests.assessing import approve_assessment

pytestmark = pytest.mark.django_db


def customers(engine: Engine) -> dict[str, str]:
    table = engine.arrow(Dataset("customers.clusters").read(engine)).to_pylist()
    return {row["record_id"]: row["customer_id"] for row in table}


def test_two_systems_become_one_bank(duck: Engine) -> None:
    bank(duck, known_to_both())

    done = resolve(duck, by=SYSTEM)

    assert (done.records, done.customers, done.changes) == (60, 30, 0)
    assert all(together(customers(duck), (f"core:{one}", f"cards:{one}")) for one in range(1, 31))
    assert MatchModel.objects.get(state="live").chart


def test_a_second_run_with_nothing_new_changes_nothing(duck: Engine) -> None:
    bank(duck, known_to_both())
    resolve(duck, by=SYSTEM)
    before, pairs = customers(duck), list(PairReview.objects.order_by("id").values())

    resolve(duck, by=SYSTEM)

    assert customers(duck) == before
    assert list(PairReview.objects.order_by("id").values()) == pairs
    assert not IdentityChange.objects.exists()
    assert MatchModel.objects.count() == 1


def test_a_new_record_joins_its_customer_who_keeps_their_id(duck: Engine) -> None:
    people = known_to_both()
    newcomer = people.pop("cards:7")
    bank(duck, people)
    resolve(duck, by=SYSTEM)
    before = customers(duck)[record("core:7")]

    bank(duck, {**people, "cards:7": newcomer})
    resolve(duck, by=SYSTEM)

    assert customers(duck)[record("cards:7")] == customers(duck)[record("core:7")] == before
    assert not IdentityChange.objects.exists()


def test_what_a_steward_keeps_apart_no_run_joins_and_the_split_is_a_fact(duck: Engine) -> None:
    bank(duck, known_to_both())
    resolve(duck, by=SYSTEM)
    publish(duck)
    left, right = sorted((record("core:3"), record("cards:3")))
    MatchDecision.objects.create(left=left, right=right, verdict="different", by="staff:x")

    resolve(duck, by=SYSTEM)

    assert not together(customers(duck), ("core:3", "cards:3"))
    (change,) = IdentityChange.objects.all()
    assert change.kind == "split"
    told = OutboxFact.objects.filter(name="customers.CustomerSplit")
    assert {fact.payload["change_id"] for fact in told} == {str(change.id)}


def test_customers_that_turn_out_to_be_one_are_merged_and_the_fact_tells_who_is_left(duck: Engine) -> None:
    people = known_to_both()
    full, poor = people["cards:5"], {"name": "未知", "born_on": None}
    bank(duck, {**people, "cards:5": poor})
    resolve(duck, by=SYSTEM)
    publish(duck)
    assert not together(customers(duck), ("core:5", "cards:5"))

    bank(duck, {**people, "cards:5": full})
    resolve(duck, by=SYSTEM)

    (change,) = IdentityChange.objects.filter(kind="merge")
    assert together(customers(duck), ("core:5", "cards:5"))
    assert len(change.before) == 2
    assert list(change.after.values()) == [sorted((record("core:5"), record("cards:5")))]


def test_a_doubtful_pair_waits_with_what_speaks_for_and_against_it(duck: Engine) -> None:
    people = known_to_both()
    twin = {
        **person(4),
        "resident_id": None,
        "phone": None,
        "address": None,
        "born_on": person(4)["born_on"].replace(day=2),
    }
    bank(duck, {**people, "cards:99": twin})

    resolve(duck, by=SYSTEM)

    pairs = PairReview.objects.filter(state="waiting")
    assert all(pair.evidence[0]["comparison"] == "prior" for pair in pairs)
    assert all(abs(sum(bar["bits"] for bar in pair.evidence) - pair.weight) < 0.2 for pair in pairs)


def test_before_its_assessment_not_even_the_first_model_merges_by_itself(duck: Engine, settings: Any) -> None:
    settings.FOYER_PRODUCTION = True
    people = {code: {**said, "resident_id": None} for code, said in known_to_both().items()}
    people["core:1"]["resident_id"] = people["cards:1"]["resident_id"] = known_to_both()["core:1"]["resident_id"]
    bank(duck, people)

    resolve(duck, by=SYSTEM)
    found = customers(duck)
    assert together(found, ("core:1", "cards:1"))  # one valid document: no model is needed
    assert not any(together(found, (f"core:{one}", f"cards:{one}")) for one in range(2, 31))
    assert PairReview.objects.filter(state="waiting").count() >= 29

    approve_assessment(MODEL_CODE, MODEL)
    resolve(duck, by=SYSTEM)
    assert all(together(customers(duck), (f"core:{one}", f"cards:{one}")) for one in range(1, 31))
