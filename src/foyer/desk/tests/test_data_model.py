"""The matching model's page: what it believes, what it learned from, and letting it learn from decisions."""

from pathlib import Path

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from foyer.base.actors import SYSTEM
from foyer.base.engine import Engine
from foyer.base.engine.testing import Once
from foyer.customers import basis
from foyer.customers.identity import jobs, stewardship
from foyer.customers.identity.resolving import resolve
from foyer.customers.models import MatchModel, PairReview
from foyer.customers.profile.publishing import publish
from foyer.customers.tests.identity_bank import bank, known_to_both
from foyer.customers.tests.profile.lakes import record

PAGE, TRAIN = "/desk/data/model", "/desk/do/data/model/train"
pytestmark = pytest.mark.django_db


@pytest.fixture
def steward(at_desk, cast):
    return at_desk(cast.administrator)


@pytest.fixture(autouse=True, scope="module")
def willing():
    """Every customer allows the training of models."""
    before = basis.answered_by(lambda customer, purpose: True, lambda customers, purpose: set(customers))
    yield
    basis.answered_by(*before)


@pytest.fixture(scope="module")
def thirty(once: Once) -> Once:
    """A bank of thirty people in two systems, after its first run."""

    def make(duck: Engine) -> None:
        bank(duck, known_to_both())
        resolve(duck, by=SYSTEM)
        publish(duck)

    once.make(make)
    return once


@pytest.fixture
def trained(thirty: Once, db: None, lake: Path) -> MatchModel:
    thirty.share(lake)
    return MatchModel.objects.get(state="live")


@pytest.fixture
def jobs_of():
    """The arguments of the jobs of a name that wait."""
    return lambda name: list(ProcrastinateJob.objects.filter(task_name=name).values_list("args", flat=True))


def decide(*numbers: int) -> None:
    """A steward says of neighbours in the list that they are different people."""
    for number in numbers:
        ids = sorted([record(f"core:{number}"), record(f"core:{number + 1}")])
        pair = PairReview.objects.create(left=ids[0], right=ids[1], probability=0.5, weight=0.0)
        stewardship.keep_apart(pair, by=SYSTEM, reason="other person")


def test_before_the_first_run_there_is_nothing_to_teach(cast, steward):
    assert "data-start=" not in steward.get(PAGE).content.decode()
    assert steward.post(TRAIN).json()["code"] == "nothing_to_learn_from"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_shows_what_each_step_is_worth(cast, steward, trained, language):
    type(cast.administrator).objects.update(language=language)

    body = steward.get(PAGE).content.decode()

    assert trained.name in body
    assert ("同音" if language == "zh" else "same sound") in body
    assert body.count("<rect") == len(trained.chart)


def test_decisions_are_learned_from_and_the_outcome_is_told(cast, steward, trained, jobs_of):
    decide(*range(1, 7))
    assert "6" in steward.get(PAGE).content.decode()

    assert steward.post(TRAIN).status_code == 200
    (asked,) = jobs_of("customers.retrain")
    jobs.retrain(**asked)

    newest = MatchModel.objects.order_by("-trained_at").first()
    assert (newest.training["decisions"], newest.evaluation["new"]["pairs"]) == (6, 6)
    assert newest.trained_by == f"staff:{cast.administrator.pk}"
    assert MatchModel.objects.filter(state="live").count() == 1
    assert newest.name in steward.get("/desk/pane/data/model").content.decode()


def test_a_days_decisions_are_learned_from_by_themselves_when_they_are_enough(trained, monkeypatch, jobs_of):
    monkeypatch.setattr(jobs, "ENOUGH", 3)
    decide(1, 2)
    jobs.notice_decisions()
    assert jobs_of("customers.retrain") == []

    decide(3)
    jobs.notice_decisions()

    assert jobs_of("customers.retrain") == [{}]


def test_nothing_is_learned_about_who_does_not_allow_it(cast, steward, trained, monkeypatch):
    monkeypatch.setattr(basis, "_answers", (lambda customer, purpose: False, lambda customers, purpose: set()))
    decide(1, 2, 3)

    jobs.retrain()

    assert MatchModel.objects.order_by("-trained_at").first().training["decisions"] == 0


@pytest.mark.parametrize("who", ["agent", "supervisor"])
def test_who_does_not_steward_is_turned_away(at_desk, cast, who):
    browser = at_desk(getattr(cast, who))

    assert browser.get(PAGE).status_code == 403
    assert browser.post(TRAIN).status_code == 403
