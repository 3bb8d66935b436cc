"""The to-write list on the desk: seen and worked on by editors only, and never dearer for being long."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.base.actors import Actor
from foyer.knowledge import actions
from foyer.knowledge.models import Gap, Remark
from foyer.knowledge.tests import factories
from foyer.staff.tests.factories import UserFactory


@pytest.fixture
def editor(cast):
    return UserFactory(username="editor", role="knowledge_editor", unit=cast.head_office, language="en")


@pytest.fixture
def browser(at_desk, editor):
    actions.miss("卡里的余额变成虫子了怎么办", lang="zh", why="asked_again", source="1")
    return at_desk(editor)


def test_an_editor_sees_the_list_and_a_gap(browser):
    gap = Gap.objects.get()

    listed = browser.get("/desk/knowledge/gaps").content.decode()
    one = browser.get(f"/desk/knowledge/gaps/{gap.pk}").content.decode()

    assert gap.title in listed and "weekly" in listed
    assert "Write the article" in one and "Not understood" in one


def test_writing_leads_to_the_editor_with_the_question_filled_in(browser):
    gap = Gap.objects.get()

    to = browser.post(f"/desk/do/knowledge/gaps/{gap.pk}/write").json()["to"]
    page = browser.get(to).content.decode()

    assert "卡里的余额变成虫子了怎么办" in page


def test_assigning_dismissing_and_testing_again(browser, editor):
    gap = Gap.objects.get()

    assert browser.post(f"/desk/do/knowledge/gaps/{gap.pk}/assign", {"to": str(editor.pk)}).status_code == 200
    assert browser.post(f"/desk/do/knowledge/gaps/{gap.pk}/retest").json() == {"closed": False}
    assert browser.post(f"/desk/do/knowledge/gaps/{gap.pk}/dismiss", {"reason": "别人的事"}).status_code == 200

    gap.refresh_from_db()
    assert (gap.assignee, gap.state) == (editor, "dismissed")
    assert browser.post(f"/desk/do/knowledge/gaps/{gap.pk}/write").status_code == 409


@pytest.mark.parametrize("verb", ["explode", "delete"])
def test_there_are_no_other_verbs(browser, verb):
    gap = Gap.objects.get()

    assert browser.post(f"/desk/do/knowledge/gaps/{gap.pk}/{verb}").status_code == 404
    assert browser.post(f"/desk/do/knowledge/gaps/{gap.pk}/join", {"into": "x"}).status_code == 404
    assert browser.get(f"/desk/do/knowledge/gaps/{gap.pk}/assign").status_code == 405


@pytest.mark.parametrize("who", ["agent", "supervisor"])
def test_others_see_no_list(at_desk, cast, browser, who):
    other = at_desk(getattr(cast, who))
    gap = Gap.objects.get()

    assert other.get("/desk/knowledge/gaps").status_code == 403
    assert other.post(f"/desk/do/knowledge/gaps/{gap.pk}/write").status_code == 403
    gap.refresh_from_db()
    assert gap.state == "open"


def test_an_owner_settles_a_remark(browser, cast):
    factories.shelf()
    row = actions.remark("card-lost", 1, kind="wrong", note="数字不对", by=Actor.staff(cast.agent))

    assert "数字不对" in browser.get("/desk/knowledge/remarks").content.decode()
    assert browser.post(f"/desk/do/knowledge/remarks/{row.pk}/settle", {"outcome": "已改"}).status_code == 200
    assert (
        Remark.objects.get().settled_at
        and "已改" in browser.get("/desk/knowledge/remarks?state=settled").content.decode()
    )


def test_the_lists_cost_the_same_however_long_they_are(browser, cast):
    browser.get("/desk/knowledge/gaps")
    with CaptureQueriesContext(connection) as short:
        browser.get("/desk/knowledge/gaps")
    for place, text in enumerate(("你们卖不卖电影票", "明天会下雨吗", "帮我写一首诗", "附近哪里有停车场")):
        actions.miss(text, lang="zh", why="asked_again", source=f"x{place}")

    with CaptureQueriesContext(connection) as long:
        browser.get("/desk/knowledge/gaps")

    assert Gap.objects.count() > 3 and len(long) == len(short)
