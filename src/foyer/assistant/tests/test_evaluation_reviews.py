"""Samples of answers, judged by two who do not see each other; and trials of two versions."""

from datetime import UTC, datetime, timedelta

import pytest

from foyer.assistant import actions
from foyer.assistant.evaluation import reviewing, sessions, trials
from foyer.assistant.evaluation.checking import faults_of, says_more
from foyer.assistant.evaluation.errors import NoSuchAnswer, NoSuchTrial, NothingToSample, TrialRunning, VariationUnknown
from foyer.assistant.models import AssistantSession, Turn
from foyer.assistant.tests.factories import conversation, says
from foyer.base import clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.events import deliver_all
from foyer.conversations.tests.factories import QueueFactory
from foyer.knowledge.tests import factories as articles
from foyer.staff.tests.cast import bring_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return bring_on()


@pytest.fixture(autouse=True)
def hall(cast):
    QueueFactory(unit=cast.branch, code="general")
    articles.published("card-lost", articles.LOST, learn=False)
    articles.published("branch-hours", articles.HOURS, category="branch", learn=False)


def answered(words: str = "我的卡丢了") -> Turn:
    message = says(conversation(), words)
    deliver_all()
    return Turn.objects.get(message_id=message.pk)


def drawn(user, **more):
    now = clock.now()
    return reviewing.draw(user, now - timedelta(days=1), now + timedelta(days=1), by=Actor.staff(user), **more)


def accuracy(**more):
    now = clock.now()
    return reviewing.accuracy_of(now - timedelta(days=9), now + timedelta(days=9), "", **more)


def test_two_reviewers_judge_blind_and_a_third_is_not_asked(cast):
    answered()
    drawn(cast.supervisor)
    first, second, third = cast.supervisor, cast.agent, cast.administrator
    for user in (first, second, third):
        user.unit = cast.branch
        user.save()

    (answer,) = reviewing.waiting_for(first)
    reviewing.judge(answer.pk, "correct", user=first)
    assert reviewing.waiting_for(first) == []
    assert not hasattr(reviewing.waiting_for(second)[0], "verdict")
    reviewing.judge(answer.pk, "wrong", user=second)

    assert reviewing.count_waiting(third) == 0
    with pytest.raises(NoSuchAnswer):
        reviewing.judge(answer.pk, "correct", user=third)
    assert accuracy().value == 0.5 or accuracy().value is None  # one answer alone has no variance


def test_accuracy_weighs_strata_and_agreement_is_counted(cast):
    for _number in range(4):
        answered()
    drawn(cast.supervisor)
    cast.agent.unit = cast.supervisor.unit
    cast.agent.save()
    for place, answer in enumerate(reviewing.waiting_for(cast.supervisor)):
        reviewing.judge(answer.pk, "wrong" if place == 0 else "correct", user=cast.supervisor)
    for place, answer in enumerate(reviewing.waiting_for(cast.agent)):
        reviewing.judge(answer.pk, "wrong" if place == 0 else "correct", user=cast.agent)

    assert accuracy().value == pytest.approx(0.75)
    now = clock.now()
    agreed = reviewing.agreement(now - timedelta(days=9), now + timedelta(days=9), "")
    assert (agreed.pairs, agreed.alike) == (4, 4) and agreed.is_publishable


def test_answers_of_other_units_are_neither_drawn_nor_judged(cast):
    answered()
    with pytest.raises(NothingToSample):
        drawn(cast.stranger)
    drawn(cast.supervisor)
    (answer,) = reviewing.waiting_for(cast.supervisor)

    assert reviewing.waiting_for(cast.stranger) == []
    with pytest.raises(NoSuchAnswer):
        reviewing.judge(answer.pk, "correct", user=cast.stranger)


def test_a_made_up_verdict_is_refused(cast):
    answered()
    drawn(cast.supervisor)
    with pytest.raises(NoSuchAnswer):
        reviewing.judge(reviewing.waiting_for(cast.supervisor)[0].pk, "splendid", user=cast.supervisor)


def test_the_machine_finds_an_answer_whose_source_is_gone():
    turn = answered()
    assert faults_of(turn) == []
    turn.article_version = 99

    assert faults_of(turn) == ["source_gone"]


def test_figures_are_compared_as_figures():
    assert not says_more("共 1,234.50 元，利率 3.5 %", "1234.50 元；年利率 3.5%")
    assert says_more("利率 3.6 %", "年利率 3.5%")


def test_a_trial_draws_each_conversation_once_and_varies_only_its_new_arm(cast):
    trial = trials.begin("surer", {"answer_at": 0.99}, share=0.5, measure="no_person", by=SYSTEM)
    arms = [sessions.begin(conversation()) for _number in range(40)]

    assert 5 < sum(one.is_new_arm for one in arms) < 35
    new = next(one for one in arms if one.is_new_arm)
    old = next(one for one in arms if not one.is_new_arm)
    base = actions.shipped()
    assert trials.vary(base, AssistantSession.objects.get(pk=new.pk)).answer_at == 0.99
    assert trials.vary(base, AssistantSession.objects.get(pk=old.pk)) is base
    assert trials.draw(new.pk) == (trial, True)
    trials.end(trial.pk, "kept_old", by=SYSTEM)
    assert trials.vary(base, AssistantSession.objects.get(pk=new.pk)) is base


def test_one_trial_at_a_time_and_nothing_unknown_or_out_of_bounds():
    for variation in ({}, {"answer_at": 2}, {"wisdom": 1}, {"answer_at": "high"}):
        with pytest.raises(VariationUnknown):
            trials.begin("x", variation, share=0.5, measure="no_person", by=SYSTEM)
    with pytest.raises(VariationUnknown):
        trials.begin("x", {"answer_at": 0.9}, share=1.5, measure="no_person", by=SYSTEM)
    running = trials.begin("x", {"answer_at": 0.9}, share=0.5, measure="no_person", by=SYSTEM)
    with pytest.raises(TrialRunning):
        trials.begin("y", {"answer_at": 0.9}, share=0.5, measure="no_person", by=SYSTEM)
    with pytest.raises(NoSuchTrial):
        trials.end(running.pk, "forgotten", by=SYSTEM)


def test_a_look_at_a_trial_decides_nothing_too_early_and_its_p_only_falls(cast):
    trial = trials.begin("surer", {"answer_at": 0.99}, share=0.5, measure="no_person", by=SYSTEM)
    assert not trials.look(trial.pk).verdict.is_decided
    now = datetime(2026, 11, 1, tzinfo=UTC)
    for number in range(240):
        talk = conversation()
        is_new, helped = bool(number % 2), number % 20 != 1 if number % 2 else number % 10 < 5
        AssistantSession.objects.create(
            pk=talk.pk, unit=cast.branch, channel="portal", began_at=now, closed_at=now, trial=trial, is_new_arm=is_new,
            intervention="" if helped else "failure", intervened_at=None if helped else now,
        )  # fmt: skip

    stands = trials.look(trial.pk)

    assert stands.verdict.is_decided and stands.verdict.low > 0
    trial.refresh_from_db()
    assert trial.p == stands.verdict.p <= 0.05
