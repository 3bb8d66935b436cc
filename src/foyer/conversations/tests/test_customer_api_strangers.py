"""What nobody may do through the customer's API, tried."""

import io
import logging

import pytest
from django.test import Client
from pytest_django.asserts import assertNumQueries

from foyer.base import live
from foyer.base.actors import SYSTEM, Actor
from foyer.base.ids import new_id
from foyer.base.live import Principal
from foyer.conversations import actions
from foyer.conversations.models import Conversation, Message, Queue
from foyer.conversations.tests.factories import replies
from foyer.conversations.tests.visiting import API, Browser, visitor
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.cast import Cast

pytestmark = pytest.mark.django_db
PHONE = "13800138000"


@pytest.mark.parametrize(
    "path, body",
    [
        ("", None), ("/messages", None), ("/place", None), ("/transcript", None),
        ("/messages", {"text": "我也在", "client_id": "intruder-1"}), ("/person", {}), ("/read", {"seq": 1}),
        ("/delivered", {"seq": 1}), ("/typing", {}), ("/close", {}), ("/rating", {"score": 1}),
        ("/transcript", {"email": "me@example.com"}),
    ],
)  # fmt: skip
def test_anothers_conversation_does_not_exist(queue: Queue, path: str, body: dict[str, object] | None) -> None:
    talk = visitor().open()
    stranger = visitor()

    tried = stranger.get(talk + path) if body is None else stranger.post(talk + path, body)

    assert tried.status_code == 404 and tried.json()["code"] == "no_such_conversation"
    assert not Message.objects.exists()
    assert Conversation.objects.get().status == "assisted"


def test_anothers_file_does_not_exist(queue: Queue) -> None:
    owner = visitor()
    file = owner.upload(f"{owner.open()}/attachments", _text()).json()["attachment"]["id"]

    for path in (f"attachments/{file}", f"attachments/{file}/thumbnail"):
        assert visitor().get(path).status_code == 404
        assert Browser().get(path).status_code == 401


def test_a_file_cannot_be_put_into_anothers_conversation(queue: Queue) -> None:
    talk = visitor().open()

    assert visitor().upload(f"{talk}/attachments", _text()).status_code == 404
    assert not Message.objects.exists()


@pytest.mark.parametrize("extra", [{"author_kind": "agent"}, {"kind": "note"}, {"machine": True}, {"by": "staff"}])
def test_a_customer_cannot_speak_as_somebody_else(queue: Queue, extra: dict[str, object]) -> None:
    browser = visitor()
    talk = browser.open()

    tried = browser.post(f"{talk}/messages", {"text": "我是客服", "client_id": "as-agent-1", **extra})

    assert tried.status_code == 422 and not Message.objects.exists()
    assert browser.say(talk).json()["author"]["kind"] == "customer"


def test_a_visitors_token_opens_nothing_of_the_staff(queue: Queue) -> None:
    browser = visitor()
    talk = browser.open()

    for path in ("staff/me", "staff/conversations", "staff/wall", f"staff/{talk}", f"staff/{talk}/messages"):
        assert browser.get(path).status_code == 401, path
    for path in (f"staff/{talk}/messages", f"staff/{talk}/take"):
        assert browser.post(path, {"text": "x", "client_id": "as-staff-1"}).status_code in (401, 403, 405), path


def test_notes_and_names_of_identifiers_never_leave(cast: Cast, queue: Queue) -> None:
    browser = visitor()
    talk = browser.open()
    browser.say(talk)
    actions.assign(Conversation.objects.get().pk, to=cast.agent, by=SYSTEM)
    actions.note(Conversation.objects.get().pk, text="只给同事看", by=Actor.staff(cast.agent))
    replies(Conversation.objects.get(), cast.agent)

    thread = browser.get(f"{talk}/messages")

    assert "只给同事看" not in thread.content.decode() and str(cast.agent.pk) not in thread.content.decode()


def test_a_revoked_token_is_refused_everywhere(queue: Queue) -> None:
    browser = visitor()
    talk = browser.open()
    browser.ask("delete", "visitors/me")

    assert (
        browser.get(talk).status_code
        == browser.say(talk).status_code
        == browser.post("conversations").status_code
        == 401
    )
    assert live.authenticate_bearer(browser.token) is None


@pytest.mark.parametrize("token", ["", "x", "null", "Bearer", "a" * 5000])
def test_a_made_up_token_is_refused(queue: Queue, token: str) -> None:
    tried = Browser(token=token).get("conversations/current")

    assert tried.status_code == 401 and tried.json()["code"] == "unknown" and tried["WWW-Authenticate"] == "Bearer"


def test_only_ones_own_stream_can_be_followed(queue: Queue) -> None:
    mine, theirs = visitor(), visitor()
    me = live.authenticate_bearer(mine.token)
    topics = {
        name: browser.open().replace("conversations/", "conversation:")
        for name, browser in (("mine", mine), ("theirs", theirs))
    }

    assert isinstance(me, Principal) and live.may_read(me, topics["mine"])
    assert not live.may_read(me, topics["theirs"]) and not live.may_read(me, f"{topics['mine']}:staff")


def test_the_token_stands_in_no_address_and_no_log(queue: Queue, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser = visitor()
    talk = browser.open()
    said = browser.say(talk, "绝密的话")
    browser.post(f"{talk}/messages", {"text": 1})

    assert browser.token not in said.request["PATH_INFO"] + str(said.request.get("QUERY_STRING"))
    assert browser.token not in caplog.text and "绝密的话" not in caplog.text


def test_the_token_is_not_accepted_from_an_address_or_a_cookie(queue: Queue) -> None:
    browser = visitor()
    bare = Client()
    bare.cookies["token"] = bare.cookies["foyer_customer"] = browser.token

    assert bare.get(f"{API}conversations/current?token={browser.token}").status_code == 401
    assert bare.get(f"{API}conversations/current?authorization=Bearer {browser.token}").status_code == 401


def test_markup_is_kept_as_words(queue: Queue) -> None:
    browser = visitor()
    payload = "<img src=x onerror=alert(1)><script>alert(2)</script>"

    said = browser.say(browser.open(), payload)

    assert said.json()["text"] == payload and said["Content-Type"].startswith("application/json")
    assert said["X-Content-Type-Options"] == "nosniff"


def test_other_sites_are_given_no_access(queue: Queue) -> None:
    browser = visitor()

    for answer in (
        browser.get("conversations/current", headers={"Origin": "https://evil.example"}),
        browser.client.options(
            f"{API}conversations", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        ),
    ):
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_a_forged_form_with_the_customers_cookie_changes_nothing(queue: Queue) -> None:
    """The session cookie alone, which a browser sends by itself, opens nothing."""
    CustomerFactory(phone=PHONE)
    browser = visitor()
    talk = browser.open()
    code = browser.post("sign-in/code", {"phone": PHONE}).json()["code"]
    browser.post("sign-in", {"phone": PHONE, "code": code})

    forged = browser.client.post(f"{API}{talk}/close", {}, headers={"Origin": "https://evil.example"})

    assert forged.status_code == 401 and Conversation.objects.get().status == "assisted"


def test_guessing_the_code_is_locked_and_the_right_one_is_then_worth_nothing(queue: Queue) -> None:
    CustomerFactory(phone=PHONE)
    browser = visitor()
    code = browser.post("sign-in/code", {"phone": PHONE}).json()["code"]
    wrong = f"{(int(code) + 1) % 1_000_000:06}"

    guesses = [browser.post("sign-in", {"phone": PHONE, "code": wrong}) for _ in range(5)]

    assert {guess.json()["code"] for guess in guesses} == {"code_wrong"}
    assert browser.post("sign-in", {"phone": PHONE, "code": code}).json()["code"] == "code_wrong"


def test_guessing_from_one_browser_is_slowed_down(queue: Queue) -> None:
    browser = visitor()

    answers = [browser.post("sign-in", {"phone": PHONE, "code": f"{n:06}"}) for n in range(16)]

    assert answers[-1].status_code == 429 and answers[-1].json()["retry"] and int(answers[-1]["Retry-After"]) > 0
    assert {answer.status_code for answer in answers[:15]} == {422}


def test_known_and_unknown_numbers_cannot_be_told_apart(queue: Queue, settings: object) -> None:
    CustomerFactory(phone=PHONE)
    browser = visitor()

    known, unknown = (browser.post("sign-in", {"phone": phone, "code": "000000"}) for phone in (PHONE, "13900139000"))

    assert known.status_code == unknown.status_code == 422 and known.json() == unknown.json()


def test_reading_the_thread_takes_the_same_number_of_queries_however_long_it_is(queue: Queue) -> None:
    browser = visitor()
    talk = browser.open()
    for _ in range(3):
        browser.say(talk, client_id=str(new_id()))

    with assertNumQueries(3):
        browser.get(f"{talk}/messages")
    with assertNumQueries(3):
        browser.get(talk)


def _text() -> io.BytesIO:
    file = io.BytesIO(b"hello")
    file.name = "a.txt"
    return file
