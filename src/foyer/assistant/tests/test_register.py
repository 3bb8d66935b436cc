"""The register of models: everything that is asked for is entered, one person stops a use, two start it again."""

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

import foyer
from foyer.assistant import register
from foyer.assistant.models import AiUse, AssistantSession, Turn
from foyer.assistant.register import asking, deciding
from foyer.assistant.register.errors import NoSuchUse, NotSwitchable, ReasonMissing
from foyer.assistant.tests.factories import conversation, says
from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.encoders import multilingual
from foyer.base.events import deliver_all
from foyer.conversations.tests.factories import QueueFactory
from foyer.knowledge.tests import factories as articles
from foyer.staff import approvals
from foyer.staff.errors import OwnProposal
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return bring_on()


@pytest.fixture
def compliance(cast):
    """Two colleagues who may propose and agree."""
    return [UserFactory(role="compliance", unit=cast.head_office) for _number in range(2)]


@pytest.fixture(autouse=True)
def ask_anew():
    asking.forget()
    yield
    asking.forget()


def stopped(code: str = "answers", *, by) -> AiUse:
    row = deciding.stop(code, reason="answers look wrong", by=Actor.staff(by))
    asking.forget()
    return row


def test_every_switch_that_is_asked_for_is_entered_and_the_other_way_round():
    root = Path(str(foyer.__file__)).parent
    asked = set()
    for path in root.rglob("*.py"):
        if "tests" not in path.parts:
            asked |= set(re.findall(r"register\.is_on\(\"([\w-]+)\"\)", path.read_text(encoding="utf-8")))

    assert asked == {code for code, use in register.uses().items() if use.is_switchable}


def test_every_use_says_all_that_the_rules_ask_in_both_languages():
    for use in register.uses().values():
        for words in (use.name, use.purpose, use.why, use.data, use.people, use.off, use.exit, use.model().region):
            assert words.zh and words.en
        assert use.model().provider and use.model().version and use.model().licence


def test_one_person_stops_the_answers_and_customers_reach_a_person(cast):
    QueueFactory(unit=cast.branch, code="general")
    articles.published("card-lost", articles.LOST, learn=False)
    stopped(by=cast.supervisor)
    talk = conversation()

    says(talk, "我的卡丢了")
    deliver_all()

    talk.refresh_from_db()
    assert talk.status == "waiting" and not Turn.objects.exists()
    assert AssistantSession.objects.get(pk=talk.pk).intervention == "failure"


def test_two_start_it_again(cast, compliance):
    row = stopped(by=cast.supervisor)
    assert deciding.state_of(row) == "off" and not register.is_on("answers")
    maker, checker = compliance
    request = deciding.propose_start("answers", reason="mended", by=Actor.staff(maker))
    with pytest.raises(OwnProposal):
        approvals.approve(request, by=Actor.staff(maker))
    assert not register.is_on("answers")

    approvals.approve(request, by=Actor.staff(checker))

    asking.forget()
    assert register.is_on("answers")


def test_an_encoder_that_the_bank_adds_is_a_model_to_be_approved_too(cast, compliance, settings, monkeypatch):
    maker, checker = compliance
    settings.FOYER_OPINION_ABROAD = False
    request = deciding.propose_approval("answers", owner="Head of digital", reason="reviewed", by=Actor.staff(maker))
    approvals.approve(request, by=Actor.staff(checker))
    assert deciding.state_of(AiUse.objects.get()) == "fine"

    settings.FOYER_OPINION_ABROAD = True
    monkeypatch.setattr(multilingual, "_installed", lambda: SimpleNamespace(name="multilingual-e5-small/0.3.0"))

    model = register.uses()["answers"].model()
    assert deciding.state_of(AiUse.objects.get()) == "changed"
    assert (model.name.split(" + ")[1], model.version.split(" + ")[1]) == ("multilingual-e5-small", "0.3.0")


def test_an_approval_names_the_model_and_ends_with_the_model_or_the_time(cast, compliance):
    maker, checker = compliance
    request = deciding.propose_approval("answers", owner="Head of digital", reason="reviewed", by=Actor.staff(maker))
    assert deciding.state_of(AiUse.objects.get()) == "unapproved"

    approvals.approve(request, by=Actor.staff(checker))

    row = AiUse.objects.get()
    assert (deciding.state_of(row), row.owner, row.approved_by) == (
        "fine",
        "Head of digital",
        str(Actor.staff(checker)),
    )
    assert deciding.state_of(row, today=clock.now().date() + timedelta(days=366)) == "due"
    row.approved_model = "another 1.0 (somebody)"
    assert deciding.state_of(row) == "changed"


def test_a_use_without_a_model_has_nothing_to_approve():
    states = {row.code: deciding.state_of(row) for row in deciding.lines()}

    assert states["writing"] == states["translating"] == "idle"
    assert states["answers"] == "unapproved"


def test_what_is_refused(cast):
    by = Actor.staff(cast.supervisor)
    with pytest.raises(ReasonMissing):
        deciding.stop("answers", reason=" ", by=by)
    with pytest.raises(NoSuchUse):
        deciding.stop("telepathy", reason="x", by=by)
    with pytest.raises(NotSwitchable):
        deciding.stop("matching", reason="x", by=by)
    with pytest.raises(ReasonMissing):
        deciding.propose_approval("answers", owner="", reason="x", by=by)


def test_asking_costs_one_query_a_second_at_most(django_assert_num_queries):
    with django_assert_num_queries(1):
        for _message in range(50):
            register.is_on("answers")
