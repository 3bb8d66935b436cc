"""Every session can be seen, and ended from another."""

from contextlib import contextmanager

import psycopg
import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client

from foyer.base import wake
from foyer.base.actors import Actor
from foyer.base.live.event import Call
from foyer.staff import actions
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.test_signing_in import sign_in

pytestmark = pytest.mark.django_db
LIST = "/accounts/sessions/"


@pytest.fixture
def browsers(cast):
    """Two browsers of the same agent."""
    here, there = Client(HTTP_USER_AGENT="Here/1.0"), Client(HTTP_USER_AGENT="There/2.0")
    for browser in (here, there):
        sign_in(browser, "agent")
    return here, there


@contextmanager
def listening():
    """What the hubs of the web processes would hear."""
    settings = connections["default"].get_connection_params()
    wanted = {name: settings[name] for name in ("dbname", "user", "password", "host", "port") if settings.get(name)}
    with psycopg.connect(**wanted, autocommit=True) as other:
        other.execute(f"LISTEN {wake.LIVE}")
        yield lambda: [Call.heard(note.payload) for note in other.notifies(timeout=0.5)]


def is_in(browser: Client) -> bool:
    return browser.get(LIST).status_code == 200


def session_of(browser: Client) -> UserSession:
    return UserSession.objects.get(session_key=browser.session.session_key)


def test_both_are_listed_and_the_present_one_is_marked(browsers):
    here, _there = browsers
    page = here.get(LIST).content.decode()

    assert "Here/1.0" in page
    assert "There/2.0" in page
    assert page.count("chip-accent") == 1


def test_one_is_ended_from_the_other(browsers):
    here, there = browsers
    here.post(f"{LIST}{session_of(there).pk}/sign-out/")

    assert is_in(here)
    assert not is_in(there)


def test_all_others_are_ended_at_once(browsers):
    here, there = browsers
    here.post(LIST)

    assert is_in(here)
    assert not is_in(there)


def test_the_list_costs_the_same_for_two_and_for_many(browsers, django_assert_num_queries):
    here, _there = browsers
    for _ in range(4):
        sign_in(Client(), "agent")

    with django_assert_num_queries(5):  # my session, me; my sessions, those still open, forgetting the others
        assert here.get(LIST).content.decode().count("session-agent") == 6


def test_a_session_that_has_run_out_is_not_listed(browsers):
    here, there = browsers
    Session.objects.filter(session_key=there.session.session_key).delete()

    assert "There/2.0" not in here.get(LIST).content.decode()
    assert UserSession.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_ending_a_session_ends_its_streams():
    cast, here, there = bring_on(), Client(), Client()
    for browser in (here, there):
        sign_in(browser, "agent")
    session = session_of(there)
    with listening() as heard:
        here.post(f"{LIST}{session.pk}/sign-out/")
        here.post("/accounts/logout/")
        dismissed = [call.said for call in heard() if call.kind == "dismiss"]

    assert dismissed == [{"actor": f"staff:{cast.agent.pk}"}] * 2


def test_nobody_ends_the_session_of_another(browsers, cast):
    here, _there = browsers
    colleague = Client()
    sign_in(colleague, "colleague")

    response = colleague.post(f"{LIST}{session_of(here).pk}/sign-out/")

    assert response.status_code == 404
    assert is_in(here)


def test_a_link_cannot_end_a_session(browsers):
    here, there = browsers

    assert here.get(f"{LIST}{session_of(there).pk}/sign-out/").status_code == 405


def test_letting_someone_go_ends_their_sessions_at_once(browsers, cast):
    actions.deactivate(cast.agent, by=Actor.staff(cast.administrator))

    assert not any(is_in(browser) for browser in browsers)
    assert not UserSession.objects.filter(user=cast.agent).exists()


def test_a_new_password_ends_the_other_sessions(browsers, cast):
    _here, there = browsers
    cast.agent.set_password("another long secret")
    cast.agent.save()

    assert not is_in(there)


def test_signing_out_of_the_last_browser_is_going_away(browsers, cast):
    here, there = browsers
    actions.set_presence(cast.agent, "available", by=Actor.staff(cast.agent))

    here.post("/accounts/logout/")
    cast.agent.presence.refresh_from_db()
    assert cast.agent.presence.state == "available"
    there.post("/accounts/logout/")
    cast.agent.presence.refresh_from_db()
    assert cast.agent.presence.state == "away"
