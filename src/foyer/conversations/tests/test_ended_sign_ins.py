"""A sign-in that ends takes with it what was read by its right: the visit's token, and the stream that is open."""

import asyncio

import pytest

from foyer.base import live
from foyer.base.actors import Actor
from foyer.base.live import stream
from foyer.base.live.hub import in_thread
from foyer.base.tests.test_live import reading, run
from foyer.conversations import actions
from foyer.conversations.models import Conversation, Queue, Visitor
from foyer.conversations.tests.factories import QueueFactory
from foyer.conversations.tests.visiting import Browser, visitor
from foyer.customers import trust
from foyer.customers.errors import NoSuchSession
from foyer.customers.models import Customer, CustomerSession
from foyer.customers.tests.factories import CustomerFactory
from foyer.staff.tests.cast import bring_on

PHONE = "13800138000"


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """Whose streams are asked again."""
    actors: list[Actor] = []
    monkeypatch.setattr(live, "recheck", lambda **who: actors.append(who.get("actor")))
    return actors


def signed_in(customer: Customer) -> tuple[Browser, str]:
    """A browser in a conversation, known by a sign-in of its own, which stays in its cookie."""
    from foyer.customers import actions as customers

    browser = Browser()
    token = customers.sign_in(customer, method="sms_code", door="portal")
    browser.client.cookies["foyer_customer"] = token
    browser.begin()
    return browser, browser.open()


def session_of(browser: Browser) -> CustomerSession:
    pk = trust.session_of(browser.client.cookies["foyer_customer"].value)
    return CustomerSession.objects.get(pk=pk)


def end(browser: Browser) -> None:
    session = session_of(browser)
    trust.end_session(session.customer, session.pk, by=Actor.customer(session.customer))


@pytest.mark.django_db
def test_ending_a_sign_in_ends_its_visit_and_no_other(queue: Queue, heard: list[Actor]) -> None:
    customer = CustomerFactory()
    (here, my_talk), (there, their_talk), (guest) = signed_in(customer), signed_in(customer), visitor()
    guests_talk = guest.open()
    visit = Visitor.objects.get(session=session_of(there))
    heard.clear()

    end(there)

    assert there.get(their_talk).status_code == 401
    assert here.get(my_talk).status_code == guest.get(guests_talk).status_code == 200
    assert heard == [Actor.visitor(visit)]


@pytest.mark.django_db
def test_signing_out_everywhere_else_ends_every_other_visit(queue: Queue) -> None:
    customer = CustomerFactory()
    (here, my_talk), (there, their_talk) = signed_in(customer), signed_in(customer)
    token = here.client.cookies["foyer_customer"].value

    trust.end_others(customer, token, by=Actor.customer(customer))

    assert here.get(my_talk).status_code == 200
    assert there.get(their_talk).status_code == 401


@pytest.mark.django_db
def test_one_sign_in_too_many_ends_the_oldest_visit(queue: Queue) -> None:
    customer = CustomerFactory()
    first, *others = [signed_in(customer) for _ in range(4)]

    assert first[0].get(first[1]).status_code == 401
    assert [browser.get(talk).status_code for browser, talk in others] == [200, 200, 200]


@pytest.mark.django_db
def test_whoever_reports_fraud_and_freezes_goes_on_speaking_and_nobody_else(queue: Queue) -> None:
    customer = CustomerFactory()
    (victim, talk), (thief, thiefs_talk) = signed_in(customer), signed_in(customer)

    assert victim.post("fraud-reports", {"freeze": True}).status_code == 201

    assert victim.say(talk, "请帮帮我").status_code == 201
    assert victim.get(talk).json()["assurance"] < 2
    assert thief.get(thiefs_talk).status_code == 401


@pytest.mark.django_db
def test_signing_in_again_ends_the_sign_in_before_and_not_the_visit(queue: Queue) -> None:
    browser, talk = signed_in(CustomerFactory(phone=PHONE))
    before = session_of(browser)
    code = browser.post("sign-in/code", {"phone": PHONE}).json()["code"]

    assert browser.post("sign-in", {"phone": PHONE, "code": code}).status_code == 200

    before.refresh_from_db()
    assert before.revoked_at and session_of(browser) != before
    assert browser.get(talk).status_code == 200


@pytest.mark.django_db
def test_nobody_becomes_known_by_a_sign_in_that_has_ended(queue: Queue) -> None:
    customer = CustomerFactory()
    browser, _talk = signed_in(customer)
    session, guest = session_of(browser), visitor()
    guest.open()
    end(browser)
    visit = Visitor.objects.get(session=None)

    with pytest.raises(NoSuchSession):
        actions.identify(visit, customer, method="session", by=Actor.visitor(visit), session=session.pk)

    assert Conversation.objects.get(visitor=visit).customer is None


@pytest.mark.django_db(transaction=True)
def test_the_open_stream_of_an_ended_sign_in_ends_at_once() -> None:
    QueueFactory(unit=bring_on().branch, code="general")
    customer = CustomerFactory()
    (here, my_talk), (there, their_talk) = signed_in(customer), signed_in(customer)
    topics = [f"topics=conversation:{talk.rpartition('/')[2]}" for talk in (my_talk, their_talk)]

    async def story() -> None:
        async with reading(topics[0], token=here.token) as kept, reading(topics[1], token=there.token) as lost:
            assert (kept.status, lost.status) == (200, 200)
            await asyncio.to_thread(in_thread, end, there)
            async with asyncio.timeout(5):
                while len(stream.hub.streams) > 1:
                    await asyncio.sleep(0.01)
            assert [one.topics for one in stream.hub.streams] == [[topics[0].removeprefix("topics=")]]

    run(story)
