"""A live stream after the right to it is gone: it ends, hears nothing said afterwards, and cannot be opened again."""

import asyncio
from contextlib import AsyncExitStack

import pytest
from django.conf import settings as house
from django.contrib.auth.models import Group
from django.test import Client

from foyer.base.actors import SYSTEM, Actor
from foyer.base.live import stream
from foyer.base.live.hub import in_thread
from foyer.base.tests.test_live import reading, run
from foyer.conversations import actions
from foyer.conversations.tests.factories import QueueFactory, replies, served_by
from foyer.conversations.tests.visiting import Browser, visitor
from foyer.staff.actions import deactivate
from foyer.staff.sign_in.sessions import end_all, end_others, open_sessions
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "说给还有权的人听"


@pytest.fixture
def cast():
    found = bring_on()
    QueueFactory(unit=found.branch, code="general")
    return found


def cookie_of(user) -> str:
    browser = Client()
    browser.force_login(user)
    return f"{house.SESSION_COOKIE_NAME}={browser.cookies[house.SESSION_COOKIE_NAME].value}"


def after(topic: str, lose, say, **who) -> None:
    """Open a stream by the right of `who`, take the right away, say something, and look what was heard."""

    async def story() -> None:
        async with AsyncExitStack() as held:
            reader = await held.enter_async_context(reading(f"topics={topic}", **who))
            assert reader.status == 200, reader.status
            await asyncio.to_thread(in_thread, lose)
            await asyncio.to_thread(in_thread, say)
            async with asyncio.timeout(5):
                while any(topic in one.topics for one in stream.hub.streams):
                    await asyncio.sleep(0.01)
            assert SECRET not in reader.text and "\\u8bf4\\u7ed9" not in reader.text
        async with reading(f"topics={topic}", **who) as again:
            assert again.status in (401, 403, 404), again.status

    run(story)


@pytest.mark.parametrize(
    "lose",
    [
        lambda cast, _talk: deactivate(cast.agent, by=Actor.staff(cast.administrator)),
        lambda cast, _talk: cast.agent.groups.remove(Group.objects.get(name="agent")),
        lambda cast, talk: [_move_away(cast, talk)],
    ],
    ids=["let go", "role taken", "moved to another branch"],
)
def test_a_colleague(cast, lose):
    talk = served_by(cast.agent)

    after(
        f"conversation:{talk.pk}",
        lambda: lose(cast, talk),
        lambda: actions.send(talk.pk, text=SECRET, client_id="after-1", by=Actor.visitor(talk.visitor)),
        authorization="",
        cookie=cookie_of(cast.agent),
    )


def signed_in(user) -> str:
    """By name and password, so that the session stands in the list of sessions as everybody's does."""
    browser = Client()
    browser.post("/accounts/login/", {"login": user.username, "password": PASSWORD})
    return f"{house.SESSION_COOKIE_NAME}={browser.cookies[house.SESSION_COOKIE_NAME].value}"


@pytest.mark.parametrize(
    "lose",
    [
        lambda cast: end_all(cast.agent, by=Actor.staff(cast.administrator)),
        lambda cast: end_others(cast.agent, "the session of another browser"),
        lambda cast: _by_the_back_office(cast.administrator, cast.agent),
    ],
    ids=["signed out everywhere", "signed out from another browser", "signed out by an administrator"],
)
def test_a_colleague_who_is_signed_out(cast, settings, lose):
    settings.FOYER_RATE_SCALE = 0
    talk = served_by(cast.agent)

    after(
        f"conversation:{talk.pk}",
        lambda: lose(cast),
        lambda: actions.send(talk.pk, text=SECRET, client_id="after-1", by=Actor.visitor(talk.visitor)),
        authorization="",
        cookie=signed_in(cast.agent),
    )
    assert not open_sessions(cast.agent)


def _by_the_back_office(administrator, agent) -> None:
    office = Client()
    office.force_login(administrator)
    chosen = {"action": "sign_out_everywhere", "_selected_action": str(agent.pk)}
    assert office.post("/admin/staff/user/", chosen).status_code == 302


def _move_away(cast, talk) -> None:
    """The agent now works elsewhere, and a colleague has their conversation."""
    actions.assign(talk.pk, to=cast.colleague, by=SYSTEM)
    cast.agent.unit = cast.other_branch
    cast.agent.save()


@pytest.mark.parametrize(
    "lose",
    [lambda browser: browser.post("sign-out"), lambda browser: browser.ask("delete", "visitors/me")],
    ids=["signed out", "token given back"],
)
def test_a_visitor(cast, settings, lose):
    settings.FOYER_RATE_SCALE = 0
    browser: Browser = visitor()
    number = browser.open().rpartition("/")[2]
    talk = actions.assign(
        actions.request_person(number, reason="asked", by=SYSTEM).pk, to=cast.agent, by=SYSTEM
    )  # fmt: skip

    after(
        f"conversation:{number}",
        lambda: lose(browser),
        lambda: replies(talk, cast.agent, SECRET),
        token=browser.token,
    )
