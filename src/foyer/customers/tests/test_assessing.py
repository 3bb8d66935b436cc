"""No model that learned decides before the impact assessment of matching is approved."""

import pytest

from foyer.customers.assessing import MODEL, MODEL_CODE
from foyer.customers.identity import retraining
from foyer.customers.identity.retraining import Judged
from foyer.customers.models import MatchModel
from foyer.privacy.tests.assessing import approve_assessment
from foyer.security.risks import assessments

pytestmark = pytest.mark.django_db
BETTER, WORSE = Judged(10, 0, 3.0), Judged(10, 2, 1.0)


def model(name: str, state: str = "trained") -> MatchModel:
    return MatchModel.objects.create(
        name=name, settings_version="1", parameters={"m": {}, "u": {}, "share": {}}, merge_from=5.0, review_from=0.0,
        state=state,
    )  # fmt: skip


def test_a_better_model_waits_for_its_assessment() -> None:
    live, learned = model("one", "live"), model("two")

    retraining._settled(learned, BETTER, WORSE)

    learned.refresh_from_db()
    assert learned.state == "refused" and "assessment" in learned.refused_reason
    assert MatchModel.objects.get(state="live") == live

    approve_assessment(MODEL_CODE, MODEL)
    again = model("three")
    retraining._settled(again, BETTER, WORSE)
    assert MatchModel.objects.get(state="live") == again


def test_the_matching_model_stands_on_the_list_of_what_needs_one() -> None:
    assert (MODEL, False) in {(subject, there) for subject, _code, _name, there in assessments.needed()}
    row = approve_assessment(MODEL_CODE, MODEL)
    assert row.facts["learns_from"] and row.answers["description"]["zh"]
    assert (MODEL, True) in {(subject, there) for subject, _code, _name, there in assessments.needed()}
