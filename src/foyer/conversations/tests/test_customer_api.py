"""What the customer's pages, and any other program on a customer's behalf, can rely on over HTTP."""

import io

import pytest
from django.core import mail

from foyer.base import live
from foyer.base.actors import SYSTEM, Actor
from foyer.base.ids import new_id
from foyer.conversations import actions
from foyer.conversations.models import Conversation, Message, Queue, Visitor
from foyer.conversations.tests.factories import at_work, replies
from foyer.conversations.tests.visiting import Browser, visitor
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.cast import Cast

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


def the_talk() -> Conversation:
    return Conversation.objects.get()


def test_a_visitor_begins_opens_and_speaks(queue: Queue) -> None:
    browser = visitor()
    talk = browser.open()

    said = browser.say(talk, "我的卡丢了")

    assert said.status_code == 201 and said.json()["seq"] == 1
    assert [message["text"] for message in browser.get(f"{talk}/messages").json()] == ["我的卡丢了"]


def test_opening_again_goes_on_with_the_open_one(queue: Queue) -> None:
    browser = visitor()

    assert browser.open() == browser.open()
    assert browser.get("conversations/current").json()["status"] == "assisted"


def test_who_uses_the_large_type_pages_is_served_sooner_without_signing_in(queue: Queue) -> None:
    browser = visitor()

    browser.post("conversations", {"large_type": True})

    talk = Conversation.objects.get()
    assert talk.is_elderly and talk.priority > 0


def test_a_repeated_sending_answers_the_stored_message(queue: Queue) -> None:
    browser = visitor()
    talk, client_id = browser.open(), str(new_id())

    first, again = browser.say(talk, "一次", client_id), browser.say(talk, "一次", client_id)

    assert first.json() == again.json() and again.status_code == 201
    assert Message.objects.filter(kind="text").count() == 1


def test_the_cursor_is_where_listening_begins(queue: Queue) -> None:
    browser = visitor()
    talk = browser.open()
    browser.say(talk)

    now = browser.get(talk).json()

    assert now["cursor"] == live.newest(f"conversation:{now['id']}")


def test_asking_for_a_person_shows_the_place_in_the_line(cast: Cast, queue: Queue) -> None:
    at_work(cast.agent)
    browser = visitor()
    talk = browser.open()

    asked = browser.post(f"{talk}/person").json()

    assert asked["status"] == "waiting" and asked["place"]["position"] == 1 and asked["place"]["open_now"]
    assert browser.get(f"{talk}/place").json()["ahead"] == 0


def test_the_expected_wait_is_told_before_anyone_asks(cast: Cast, queue: Queue) -> None:
    nobody = Browser().get("wait").json()
    at_work(cast.agent)

    assert nobody["wait_seconds"] is None and nobody["open_now"]
    assert Browser().get("wait").json()["wait_seconds"] == queue.no_take_seconds // 2


def test_receipts_travel_both_ways(cast: Cast, queue: Queue) -> None:
    browser = visitor()
    talk = browser.open()
    actions.assign(the_talk().pk, to=cast.agent, by=SYSTEM)
    replies(the_talk(), cast.agent)
    actions.mark_read(the_talk().pk, the_talk().last_seq, by=Actor.staff(cast.agent))

    assert browser.post(f"{talk}/read", {"seq": 99}).status_code == 204
    assert browser.post(f"{talk}/delivered", {"seq": 1}).status_code == 204
    assert browser.post(f"{talk}/typing").status_code == 204

    assert the_talk().customer_read_seq == the_talk().last_seq == browser.get(talk).json()["receipts"]["read"]


def test_closing_then_rating_then_going_on(queue: Queue) -> None:
    browser = visitor()
    talk = browser.open()
    browser.say(talk)

    closed = browser.post(f"{talk}/close").json()
    rated = browser.post(f"{talk}/rating", {"score": 4, "comment": "好"})

    assert closed["can_rate"] and closed["can_continue"] and rated.json() == {"score": 4, "comment": "好"}
    assert browser.get(talk).json()["rating"] == {"score": 4, "comment": "好"}
    assert browser.say(talk, "还有一件事").status_code == 201
    assert browser.get(talk).json()["status"] == "assisted"


def test_an_open_conversation_cannot_be_rated(queue: Queue) -> None:
    browser = visitor()

    refused = browser.post(f"{browser.open()}/rating", {"score": 5})

    assert refused.status_code == 409 and refused.json()["code"] == "rating_not_possible"


def test_a_picture_is_sent_once_and_read_back(queue: Queue) -> None:
    browser = visitor()
    talk, client_id = browser.open(), str(new_id())

    sent = browser.upload(f"{talk}/attachments", _file("说明.txt", "内容".encode()), client_id)

    file = sent.json()["attachment"]
    assert sent.status_code == 201 and file["name"] == "说明.txt"
    assert b"".join(browser.get(f"attachments/{file['id']}").streaming_content).decode() == "内容"


def test_a_dangerous_file_is_refused_in_words(queue: Queue) -> None:
    browser = visitor()

    refused = browser.upload(f"{browser.open()}/attachments", _file("a.html", b"<script>alert(1)</script>"))

    assert refused.status_code == 422 and refused.json()["code"] == "file_type_refused" and refused.json()["mend"]


def test_the_transcript_can_be_had_and_mailed(queue: Queue) -> None:
    browser = visitor()
    talk = browser.open()
    browser.say(talk)

    document = browser.get(f"{talk}/transcript")
    asked = browser.post(f"{talk}/transcript", {"email": "me@example.com"})

    assert document["Content-Type"] == "application/pdf" and document.content.startswith(b"%PDF")
    assert asked.status_code == 202 and not mail.outbox


def test_signing_in_joins_the_conversation_to_the_customer(queue: Queue) -> None:
    customer = CustomerFactory(phone=PHONE, name="陈思远")
    browser = visitor()
    talk = browser.open()

    code = browser.post("sign-in/code", {"phone": PHONE}).json()["code"]
    signed_in = browser.post("sign-in", {"phone": PHONE, "code": code})

    assert signed_in.json()["name"] == "陈**"
    assert browser.get(talk).json()["assurance"] == 2 and the_talk().customer_id == customer.pk
    cookie = signed_in.cookies["foyer_customer"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_signed_in_browser_is_known_in_its_next_conversation(queue: Queue) -> None:
    CustomerFactory(phone=PHONE)
    browser = visitor()
    code = browser.post("sign-in/code", {"phone": PHONE}).json()["code"]
    browser.post("sign-in", {"phone": PHONE, "code": code})

    assert browser.post("conversations").json()["assurance"] == 2
    assert browser.begin().post("conversations").json()["assurance"] == 2


def test_signing_out_ends_the_session_and_the_token(queue: Queue) -> None:
    CustomerFactory(phone=PHONE)
    browser = visitor()
    talk = browser.open()
    code = browser.post("sign-in/code", {"phone": PHONE}).json()["code"]
    browser.post("sign-in", {"phone": PHONE, "code": code})
    session = browser.client.cookies["foyer_customer"].value

    assert browser.post("sign-out").status_code == 204

    assert browser.get(talk).status_code == 401
    browser.client.cookies["foyer_customer"] = session
    assert browser.begin().post("conversations").json()["assurance"] == 0


def test_leaving_revokes_the_token(queue: Queue) -> None:
    browser = visitor()

    assert browser.ask("delete", "visitors/me").status_code == 204

    assert browser.get("conversations/current").status_code == 401
    assert Visitor.objects.get().revoked_at


def test_refusals_speak_the_readers_language(queue: Queue) -> None:
    browser = visitor()
    talk = browser.open()
    browser.post(f"{talk}/close")

    in_english = browser.post(f"{talk}/rating", {"score": 9}).json()
    browser.language = "zh-Hans"
    in_chinese = browser.post(f"{talk}/rating", {"score": 9}).json()

    assert in_english["message"] == "score: may be at most 5"
    assert in_chinese["message"] == "score: 不能大于 5"


@pytest.mark.parametrize("text", ["", "   ", "a" * 4001, "a\x00b"])
def test_words_that_cannot_be_kept_are_refused(queue: Queue, text: str) -> None:
    browser = visitor()

    refused = browser.say(browser.open(), text)

    assert refused.status_code == 422 and refused.json()["message"]


def _file(name: str, content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file
