"""Serving over HTTP, as the desk's scripts and bench clients do it."""

import pytest

from foyer.base.ids import new_id
from foyer.conversations.models import Conversation, Message
from foyer.conversations.tests.factories import CannedResponseFactory, QueueFactory, replies, says, served_by, waiting
from foyer.staff.models import Presence

API = "/api/v1/staff"


@pytest.fixture
def agent(at_desk, cast, queue):
    browser = at_desk(cast.agent)

    def ask(path, body=None):
        answer = (
            browser.get(f"{API}/{path}")
            if body is None
            else browser.post(f"{API}/{path}", body, content_type="application/json")
        )
        assert answer.status_code == 200, answer.content.decode()
        return answer.json()

    return ask


def test_signing_in_by_form_opens_the_api(client, cast):
    client.post("/accounts/login/", {"login": "agent", "password": "correct horse battery"})

    me = client.get(f"{API}/me").json()

    assert me["username"] == "agent"
    assert me["roles"] == ["agent"]


def test_from_waiting_to_closed(agent, cast):
    talk = waiting()

    assert [card["id"] for card in agent("conversations?box=waiting")["conversations"]] == [str(talk.id)]
    agent(f"conversations/{talk.id}/take", {})
    agent(f"conversations/{talk.id}/messages", {"text": "您好,我来帮您。", "client_id": "a"})
    agent(f"conversations/{talk.id}/close", {"disposition": "solved", "summary": "已解答。"})

    talk.refresh_from_db()
    assert talk.status == "closed"
    assert [card["id"] for card in agent("conversations?box=closed")["conversations"]] == [str(talk.id)]


def test_a_reply_sent_twice_is_kept_once(agent, cast):
    talk = served_by(cast.agent)
    body = {"text": "您好", "client_id": str(new_id())}

    first, second = (agent(f"conversations/{talk.id}/messages", body) for _ in range(2))

    assert first == second
    assert Message.objects.filter(conversation=talk, client_id=body["client_id"]).count() == 1


def test_the_slower_of_two_is_told_who_won(at_desk, agent, cast):
    talk = served_by(cast.colleague)

    answer = at_desk(cast.agent).post(f"{API}/conversations/{talk.id}/take")

    assert answer.status_code == 409
    assert answer.json()["details"]["winner"] == cast.colleague.get_full_name()


def test_a_reply_keeps_the_source_it_came_from(agent, cast):
    talk = served_by(cast.agent)
    source = {"code": "card-lock", "version": 3, "title": "临时锁卡", "url": "/articles/card-lock/3"}

    message = agent(
        f"conversations/{talk.id}/messages", {"text": "请先锁卡。", "client_id": "a", "citations": [source]}
    )

    assert message["citations"] == [source]


def test_a_source_may_not_lead_out_of_the_house(at_desk, cast, queue):
    talk = served_by(cast.agent)
    source = {"code": "x", "version": 1, "title": "x", "url": "//evil.example/x"}
    body = {"text": "x", "client_id": "a", "citations": [source]}

    answer = at_desk(cast.agent).post(f"{API}/conversations/{talk.id}/messages", body, content_type="application/json")

    assert answer.status_code == 422


def test_a_note_is_for_colleagues_only(agent, cast):
    talk = served_by(cast.agent)

    note = agent(f"conversations/{talk.id}/notes", {"text": "@colleague 请看", "client_id": "n"})

    assert note["note"] is True
    assert Message.objects.get(pk=note["id"]).mentions.get().user == cast.colleague


def test_the_thread_is_read_in_pages(agent, cast):
    talk = served_by(cast.agent)
    for number in range(5):
        says(talk, f"第{number}句")
    last = Conversation.objects.get(pk=talk.pk).last_seq

    newest = agent(f"conversations/{talk.id}/messages?after={last - 2}")

    assert [message["text"] for message in newest["messages"]] == ["第3句", "第4句"]
    assert newest["more"] is False
    assert agent(f"conversations/{talk.id}/messages?before={last}")["messages"][-1]["text"] == "第3句"


def test_handing_over_to_a_colleague_with_a_word(agent, cast):
    talk = served_by(cast.agent)

    gone = agent(
        f"conversations/{talk.id}/transfer", {"to_user": str(cast.colleague.pk), "reason": "skill", "note": "已核身"}
    )

    assert gone["assignee"]["id"] == str(cast.colleague.pk)
    assert talk.transfers.get().note == "已核身"


def test_handed_to_another_branchs_queue_it_is_gone_from_the_giver(agent, cast):
    talk, elsewhere = served_by(cast.agent), QueueFactory(unit=cast.other_branch)

    gone = agent(f"conversations/{talk.id}/transfer", {"to_queue": str(elsewhere.id), "reason": "skill"})

    assert gone == {"id": str(talk.id), "gone": True}


def test_a_queue_that_does_not_exist_is_refused(at_desk, cast, queue):
    talk = served_by(cast.agent)
    body = {"to_queue": str(talk.id), "reason": "skill"}

    answer = at_desk(cast.agent).post(f"{API}/conversations/{talk.id}/transfer", body, content_type="application/json")

    assert answer.json()["code"] == "no_queue"


def test_snoozing_and_taking_up_again(agent, cast):
    talk = served_by(cast.agent)

    assert agent(f"conversations/{talk.id}/snooze", {"until": "2099-01-01T09:00:00+08:00"})["status"] == "snoozed"
    assert agent(f"conversations/{talk.id}/wake", {})["status"] == "active"


def test_reading_moves_the_agents_mark(agent, cast):
    talk = served_by(cast.agent)
    said = says(talk)

    agent(f"conversations/{talk.id}/read", {"seq": said.seq})

    assert Conversation.objects.get(pk=talk.pk).staff_read_seq == said.seq


def test_the_transcript_is_a_pdf_for_those_who_may_read(at_desk, cast, queue):
    talk = served_by(cast.agent)
    says(talk, "我的卡丢了")

    answer = at_desk(cast.agent).get(f"{API}/conversations/{talk.id}/transcript")

    assert answer.content.startswith(b"%PDF")
    assert at_desk(cast.stranger).get(f"{API}/conversations/{talk.id}/transcript").status_code == 404


def test_presence_by_http(agent, cast):
    assert agent("me/presence", {"state": "busy"})["presence"]["state"] == "busy"
    assert Presence.objects.get(user=cast.agent).state == "busy"


def test_language_and_theme_are_remembered(agent, cast):
    agent("me/preferences", {"theme": "dark"})
    agent("me/preferences", {"language": "en"})

    cast.agent.refresh_from_db()
    assert (cast.agent.theme, cast.agent.language) == ("dark", "en")


def test_canned_responses_come_filled_in_the_customers_language(agent, cast):
    CannedResponseFactory(shortcut="hello", unit=None)
    talk = served_by(cast.agent, language="en")

    (found,) = agent(f"canned?conversation={talk.id}&q=hel")

    assert found["text"].startswith("Hello")
    assert cast.agent.get_full_name() in found["text"]


def test_a_file_of_a_dangerous_kind_is_refused_with_a_reason(at_desk, cast, queue, tmp_path):
    talk = served_by(cast.agent)
    bad = tmp_path / "slip.pdf"
    bad.write_bytes(b"MZ\x90\x00" + b"\x00" * 200)

    with bad.open("rb") as file:
        answer = at_desk(cast.agent).post(
            f"{API}/conversations/{talk.id}/attachments", {"file": file, "client_id": "f"}
        )

    assert answer.status_code == 422
    assert answer.json()["code"] == "file_type_refused"


def test_a_supervisor_watches_whispers_and_takes_over(at_desk, cast, queue):
    talk, lead = served_by(cast.agent), at_desk(cast.supervisor)
    replies(talk, cast.agent)

    assert lead.get(f"{API}/conversations/{talk.id}/messages").status_code == 200
    whisper = lead.post(
        f"{API}/conversations/{talk.id}/whispers", {"text": "慢一点", "client_id": "w"}, content_type="application/json"
    )
    assert whisper.json()["whisper"] is True
    silent = lead.post(
        f"{API}/conversations/{talk.id}/messages", {"text": "x", "client_id": "m"}, content_type="application/json"
    )
    assert silent.status_code == 409
    assert lead.post(f"{API}/conversations/{talk.id}/take-over").json()["assignee"]["id"] == str(cast.supervisor.pk)
