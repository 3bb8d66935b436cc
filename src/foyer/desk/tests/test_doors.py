"""Who may come in, and that nobody reads or does what is not theirs."""

import pytest
from django.test import Client

from foyer.base import live
from foyer.base.actors import Actor
from foyer.base.ids import new_id
from foyer.base.live import Principal
from foyer.conversations import actions
from foyer.conversations.models import Message
from foyer.conversations.tests.factories import conversation, served_by, waiting
from foyer.staff.tests.factories import UserFactory

API = "/api/v1/staff"
PAGES = ["/desk/", "/desk/wall", "/desk/components", "/desk/knowledge", "/desk/pane/list", "/desk/pane/search"]
OF_ONE = ["", "/side", "/facts", "/state", "/suggestions", "/dialog/transfer"]


@pytest.mark.parametrize("page", ["/desk/", "/desk/wall", "/desk/components"])
def test_a_guest_is_sent_to_sign_in(client, db, page):
    answer = client.get(page)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=/desk")


def test_a_piece_asked_for_after_signing_out_reloads_the_page(client, db):
    answer = client.get("/desk/pane/list", headers={"HX-Request": "true"})

    assert answer.status_code == 401
    assert answer["HX-Refresh"] == "true"


@pytest.mark.parametrize("page", PAGES)
def test_who_has_no_business_at_the_desk_reads_a_friendly_no(at_desk, cast, page):
    trainer = UserFactory(role="trainer", unit=cast.branch, language="en")

    answer = at_desk(trainer).get(page)

    assert answer.status_code == 403
    assert "This page is for other colleagues." in answer.content.decode()


def test_an_agent_does_not_open_the_wall(at_desk, cast):
    assert at_desk(cast.agent).get("/desk/wall").status_code == 403


def test_a_supervisor_does_not_open_the_wall_of_another_branch(at_desk, cast):
    browser = at_desk(cast.supervisor)

    assert browser.get(f"/desk/wall?unit={cast.other_branch.pk}").status_code == 404
    assert browser.get(f"/desk/pane/wall/{cast.other_branch.pk}").status_code == 404


def test_an_analyst_sees_the_wall_and_no_conversation(at_desk, cast, queue):
    analyst = at_desk(UserFactory(role="analyst", unit=cast.branch))
    talk = served_by(cast.agent)

    assert analyst.get("/desk/wall").status_code == 200
    assert analyst.get(f"/desk/c/{talk.id}").status_code == 403
    assert analyst.get(f"{API}/conversations/{talk.id}/messages").status_code == 403
    assert analyst.post(f"{API}/conversations/{talk.id}/take-over").status_code == 403
    assert post(analyst, f"conversations/{talk.id}/whispers", said()).status_code == 403


def test_a_data_steward_begins_where_their_work_is(at_desk, cast):
    steward = UserFactory(role="data_steward", unit=cast.branch)

    answer = at_desk(steward).get("/desk/")

    assert (answer.status_code, answer["Location"]) == (302, "/desk/customers")
    assert at_desk(steward).get("/desk/pane/list").status_code == 403


@pytest.mark.parametrize("page", OF_ONE)
def test_a_conversation_of_another_branch_is_not_found(at_desk, cast, queue, page):
    talk, stranger = served_by(cast.agent), at_desk(cast.stranger)

    assert stranger.get(f"/desk/c/{talk.id}").status_code == 404
    assert stranger.get(f"/desk/pane/c/{talk.id}{page}").status_code == 404


@pytest.mark.parametrize(
    "verb", ["take", "take-over", "reopen", "to-queue", "to-assistant", "wake", "decline", "typing"]
)
def test_the_api_does_not_know_a_conversation_of_another_branch(at_desk, cast, queue, verb):
    talk = served_by(cast.agent)
    stranger = at_desk(cast.stranger)

    assert stranger.get(f"{API}/conversations/{talk.id}").status_code == 404
    assert stranger.get(f"{API}/conversations/{talk.id}/messages").status_code == 404
    assert stranger.post(f"{API}/conversations/{talk.id}/{verb}").status_code == 404


def test_a_stranger_cannot_write_into_a_conversation(at_desk, cast, queue):
    talk = served_by(cast.agent)
    stranger, before = at_desk(cast.stranger), Message.objects.count()

    for place in ("messages", "notes", "whispers"):
        assert post(stranger, f"conversations/{talk.id}/{place}", said()).status_code == 404
    assert Message.objects.count() == before


def test_live_topics_of_another_branch_are_closed(cast, queue):
    talk = served_by(cast.agent)
    stranger, agent = (Principal(Actor.staff(user)) for user in (cast.stranger, cast.agent))
    topics = [f"conversation:{talk.id}", f"conversation:{talk.id}:staff", f"queue:{queue.id}", f"staff:{cast.agent.pk}"]

    assert [live.may_read(stranger, topic) for topic in topics] == [False] * 4
    assert [live.may_read(agent, topic) for topic in topics] == [True] * 4
    assert not live.may_read(stranger, f"wall:{cast.branch.pk}")


def test_a_customers_token_opens_nothing_of_the_staff(client, cast, queue):
    visitor, token = actions.start_visit(channel="portal", language="zh")
    talk = conversation(of=visitor)
    headers = {"Authorization": f"Bearer {token}"}

    assert client.get(f"{API}/me", headers=headers).status_code == 401
    assert client.get(f"{API}/conversations/{talk.id}/messages", headers=headers).status_code == 401
    assert post(client, f"conversations/{talk.id}/messages", said(), headers=headers).status_code == 401
    assert not live.may_read(Principal(Actor.visitor(visitor)), f"conversation:{talk.id}:staff")


@pytest.mark.parametrize("verb", ["take-over", "assign"])
def test_an_agent_cannot_use_a_supervisors_verbs(at_desk, cast, queue, verb):
    talk = served_by(cast.colleague)
    agent = at_desk(cast.agent)

    assert post(agent, f"conversations/{talk.id}/{verb}", {"to_user": str(cast.agent.pk)}).status_code == 403
    assert post(agent, f"conversations/{talk.id}/whispers", said()).status_code == 403
    assert agent.get(f"{API}/wall").status_code == 403
    talk.refresh_from_db()
    assert talk.assignee == cast.colleague


def test_an_agent_cannot_reply_in_a_colleagues_conversation(at_desk, cast, queue):
    talk = served_by(cast.colleague)

    answer = post(at_desk(cast.agent), f"conversations/{talk.id}/messages", said())

    assert answer.status_code == 409
    assert answer.json()["code"] == "not_your_turn"


def test_a_change_without_the_csrf_token_is_refused(at_desk, cast, queue):
    talk = waiting()
    browser = at_desk(cast.agent, strict=True)

    assert browser.post(f"{API}/conversations/{talk.id}/take").status_code == 403
    talk.refresh_from_db()
    assert talk.assignee is None


def test_a_change_with_the_csrf_token_of_the_page_is_done(at_desk, cast, queue):
    talk = waiting()
    browser = at_desk(cast.agent, strict=True)
    token = browser.get("/desk/").context["config"]["csrf"]

    answer = browser.post(f"{API}/conversations/{talk.id}/take", headers={"X-CSRFToken": token})

    assert answer.status_code == 200
    assert answer.json()["assignee"]["id"] == str(cast.agent.pk)


def said() -> dict[str, str]:
    return {"text": "您好", "client_id": str(new_id())}


def post(browser: Client, path: str, body: dict[str, str], **more):
    return browser.post(f"{API}/{path}", body, content_type="application/json", **more)
