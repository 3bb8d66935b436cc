"""The assistant's measures at the desk: who sees them, what leads where, review by two, trials."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from foyer.assistant.evaluation import reviewing, trials
from foyer.assistant.models import AiUse, AssistantSession, Review, Trial
from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.events import deliver_all
from foyer.conversations.tests.factories import QueueFactory, conversation, says
from foyer.knowledge.tests import factories as articles
from foyer.staff import approvals
from foyer.staff.tests.cast import Cast
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db
AtDesk = Callable[..., Client]
PAGES = ("assistant", "assistant_sessions", "assistant_trials")


@pytest.fixture
def editor(cast: Cast) -> Any:
    return UserFactory(username="editor", role="knowledge_editor", unit=cast.head_office, language="en")


@pytest.fixture
def talks(cast: Cast) -> list[Any]:
    QueueFactory(unit=cast.branch, code="general")
    articles.published("card-lost", articles.LOST, learn=False)
    made = []
    for words in ("我的卡丢了", "转人工"):
        talk = conversation()
        says(talk, words)
        deliver_all()
        made.append(talk)
    return made


def test_who_watches_sees_the_pages_and_agents_do_not(cast: Cast, at_desk: AtDesk, editor: Any, talks: Any) -> None:
    for user in (cast.supervisor, editor):
        for page in PAGES:
            assert at_desk(user).get(reverse(f"desk:{page}")).status_code == 200
    for page in (*PAGES, "assistant_review"):
        assert at_desk(cast.agent).get(reverse(f"desk:{page}")).status_code == 403


def test_a_number_leads_to_the_conversations_behind_it(cast: Cast, at_desk: AtDesk, talks: Any) -> None:
    browser = at_desk(cast.supervisor)
    page = browser.get(reverse("desk:assistant")).content.decode()
    assert "state=person" in page and "50.0%" in page

    behind = browser.get(reverse("desk:assistant_sessions"), {"state": "person"}).content.decode()

    assert talks[1].number in behind and talks[0].number not in behind
    by_how = browser.get(reverse("desk:assistant_sessions"), {"how": "asked_at_once"}).content.decode()
    assert talks[1].number in by_how


def test_a_supervisor_elsewhere_sees_none_of_it(cast: Cast, at_desk: AtDesk, talks: Any) -> None:
    behind = at_desk(cast.stranger).get(reverse("desk:assistant_sessions")).content.decode()

    assert talks[0].number not in behind


def test_the_page_costs_the_same_for_many_conversations(
    cast: Cast, at_desk: AtDesk, talks: Any, django_assert_max_num_queries: Any
) -> None:
    now = clock.now()
    for _number in range(20):
        talk = conversation()
        AssistantSession.objects.create(pk=talk.pk, unit=cast.branch, channel="portal", began_at=now)
    browser = at_desk(cast.supervisor)
    browser.get(reverse("desk:assistant"))

    with django_assert_max_num_queries(45):
        browser.get(reverse("desk:assistant"))
    with django_assert_max_num_queries(25):
        browser.get(reverse("desk:assistant_sessions"))


def test_words_that_make_no_window_show_the_usual_one(cast: Cast, at_desk: AtDesk) -> None:
    browser = at_desk(cast.supervisor)

    for bad in ({"days": "x"}, {"days": "-1"}, {"by": "secret"}, {"channel": "' OR 1=1 --"}, {"page": "9e9"}):
        assert browser.get(reverse("desk:assistant"), bad).status_code == 200
        assert browser.get(reverse("desk:assistant_sessions"), bad).status_code == 200


def test_an_answer_is_drawn_shown_and_judged(cast: Cast, at_desk: AtDesk, editor: Any, talks: Any) -> None:
    browser = at_desk(cast.supervisor)
    assert browser.post(reverse("desk:assistant_draw"), {"days": "7"}).status_code == 200
    page = browser.get(reverse("desk:assistant_review")).content.decode()
    assert "我的卡丢了" in page
    (answer,) = reviewing.waiting_for(cast.supervisor)

    done = browser.post(reverse("desk:assistant_judge", args=[answer.pk]), {"verdict": "correct", "note": " fine "})

    assert done.status_code == 200 and Review.objects.get().note == "fine"
    assert "我的卡丢了" not in browser.get(reverse("desk:assistant_review")).content.decode()
    other = at_desk(editor).get(reverse("desk:assistant_review")).content.decode()
    assert "fine" not in other


def test_nobody_judges_what_they_may_not_see(cast: Cast, at_desk: AtDesk, talks: Any) -> None:
    at_desk(cast.supervisor).post(reverse("desk:assistant_draw"), {"days": "7"})
    (answer,) = reviewing.waiting_for(cast.supervisor)
    address = reverse("desk:assistant_judge", args=[answer.pk])

    assert at_desk(cast.stranger).post(address, {"verdict": "correct"}).status_code == 404
    assert at_desk(cast.agent).post(address, {"verdict": "correct"}).status_code == 403
    assert at_desk(cast.supervisor).post(address, {"verdict": "wonderful"}).status_code == 404
    assert at_desk(cast.supervisor).post(reverse("desk:assistant_draw"), {"days": "999"}).status_code == 422


def test_a_trial_is_begun_and_ended_by_who_may(cast: Cast, at_desk: AtDesk, editor: Any) -> None:
    given = {"name": "bolder", "answer_at": "0.7", "share": "30", "measure": "no_person"}
    begin = reverse("desk:assistant_begin_trial")
    assert at_desk(cast.supervisor).post(begin, given).status_code == 403
    assert at_desk(editor).post(begin, {**given, "answer_at": "7"}).status_code == 422
    assert at_desk(editor).post(begin, {**given, "share": "all"}).status_code == 422

    assert at_desk(editor).post(begin, given).status_code == 200

    trial = Trial.objects.get()
    assert (trial.variation, trial.share) == ({"answer_at": 0.7}, 0.3)
    assert at_desk(editor).post(begin, given).status_code == 409
    assert "bolder" in at_desk(cast.supervisor).get(reverse("desk:assistant_trials")).content.decode()
    end = reverse("desk:assistant_end_trial", args=[trial.pk])
    assert at_desk(editor).post(end, {"outcome": "kept_old"}).status_code == 200
    assert Trial.objects.get().outcome == "kept_old"


def test_the_story_of_a_trial_is_told_in_a_sentence(cast: Cast, at_desk: AtDesk, editor: Any) -> None:
    trials.begin("bolder", {"answer_at": 0.7}, share=0.5, measure="no_person", by=Actor.staff(editor))
    QueueFactory(unit=cast.branch, code="general")
    now = clock.now() - timedelta(days=1)
    trial = Trial.objects.get()
    for number in range(200):
        helped = number % 10 < 9 if number % 2 else number % 10 < 4
        AssistantSession.objects.create(
            pk=conversation().pk, unit=cast.branch, channel="portal", began_at=now, closed_at=now, trial=trial,
            is_new_arm=bool(number % 2), intervention="" if helped else "failure",
            intervened_at=None if helped else now,
        )  # fmt: skip

    page = at_desk(editor).get(reverse("desk:assistant_trials")).content.decode()

    assert "better by" in page


def test_the_register_is_seen_stopped_and_started_by_who_may(cast: Cast, at_desk: AtDesk) -> None:
    maker, checker = (UserFactory(role="compliance", unit=cast.head_office) for _number in range(2))
    page, one = reverse("desk:assistant_register"), reverse("desk:assistant_use", args=["answers"])
    stop = reverse("desk:assistant_stop", args=["answers"])
    assert at_desk(cast.agent).get(page).status_code == 403
    assert at_desk(cast.supervisor).get(page).status_code == at_desk(cast.supervisor).get(one).status_code == 200
    assert at_desk(cast.agent).post(stop, {"reason": "x"}).status_code == 403
    assert at_desk(cast.supervisor).post(stop, {"reason": ""}).status_code == 422
    assert at_desk(cast.supervisor).post(stop, {"reason": "wrong figures"}).status_code == 200
    assert AiUse.objects.get().is_on is False

    start = reverse("desk:assistant_propose", args=["answers", "start"])
    assert at_desk(cast.supervisor).post(start, {"reason": "mended"}).status_code == 403
    assert at_desk(maker).post(start, {"reason": "mended"}).status_code == 200
    asked = approvals.pending("assistant.start_model", "answers")
    agree = reverse("desk:assistant_decide", args=["answers", asked.pk, "approve"])
    assert at_desk(maker).post(agree).status_code in (403, 409)
    assert at_desk(cast.supervisor).post(agree).status_code in (403, 409)
    assert at_desk(checker).post(agree).status_code == 200

    assert AiUse.objects.get().is_on is True
    assert at_desk(checker).get(reverse("desk:assistant_use", args=["nothing"])).status_code == 404
