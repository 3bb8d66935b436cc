"""How long a sign-in lasts, in how many browsers, and what ends with it."""

from datetime import UTC, datetime

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group, Permission
from django.test import Client

from foyer.base import clock, live
from foyer.base.actors import Actor
from foyer.base.live.stream import _principal
from foyer.staff import jobs
from foyer.staff.sign_in import sessions
from foyer.staff.tests.factories import PASSWORD
from foyer.staff.tests.test_signing_in import sign_in

pytestmark = pytest.mark.django_db
LIST = "/accounts/sessions/"
FETCH = {"Sec-Fetch-Mode": "cors", "Sec-Fetch-Site": "same-origin"}


@pytest.fixture(autouse=True)
def standing():
    with clock.at(datetime.now(UTC)):
        yield


@pytest.fixture
def browser(cast):
    here = Client()
    sign_in(here, "agent")
    return here


@pytest.fixture
def heard(monkeypatch):
    """What open streams are told."""
    calls = []
    monkeypatch.setattr(live, "recheck", lambda **who: calls.append(who))
    return calls


def is_in(browser):
    return browser.get(LIST).status_code == 200


def test_an_idle_session_ends_and_the_page_asks_to_sign_in(browser):
    clock.advance(minutes=14)
    assert is_in(browser)
    clock.advance(minutes=16)
    answer = browser.get(LIST)

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")


def test_a_page_that_refreshes_itself_is_no_sign_of_life(browser):
    for _ in range(4):
        clock.advance(minutes=4)
        last = browser.get(LIST, headers=FETCH)

    assert last.status_code == 401
    assert last.json()["code"] == "session_over"


def test_the_keyboard_is_a_sign_of_life(browser):
    for _ in range(4):
        clock.advance(minutes=10)
        assert browser.post("/accounts/alive/", headers=FETCH).status_code == 204

    assert is_in(browser)


def test_after_twelve_hours_everybody_signs_in_again(browser):
    for _ in range(73):
        clock.advance(minutes=10)
        browser.post("/accounts/alive/")

    assert not is_in(browser)


def test_zero_minutes_is_never_idle(browser, settings):
    settings.FOYER_IDLE_SECONDS = 0
    clock.advance(hours=5)

    assert is_in(browser)


def test_idle_sessions_end_by_themselves_and_their_streams_with_them(browser, cast):
    key = browser.session.session_key
    cookie = {"cookie": f"sessionid={key}"}
    assert _principal(cookie).actor == Actor.staff(cast.agent)
    clock.advance(minutes=16)
    assert _principal(cookie) is None

    jobs.end_late_sessions()
    assert not UserSession.objects.exists()


def test_one_browser_too_many_signs_the_oldest_out(cast, settings):
    settings.FOYER_SESSION_LIMITS = ["*=5", "agent=2"]
    browsers = [Client() for _ in range(3)]
    for browser in browsers:
        sign_in(browser, "agent")
        clock.advance(seconds=5)

    assert [is_in(browser) for browser in browsers] == [False, True, True]


def test_the_strictest_of_somebodys_roles_counts(cast, settings):
    settings.FOYER_SESSION_LIMITS = ["*=5", "agent=3", "administrator=1"]
    cast.agent.groups.add(Group.objects.get(name="administrator"))

    assert sessions.most_sessions(cast.agent) == 1
    assert sessions.most_sessions(cast.supervisor) == 5


def test_signing_in_gives_a_new_key(cast):
    planted = Client()
    planted.get("/accounts/login/")
    planted.session.save()
    before = planted.session.session_key
    sign_in(planted, "agent")

    assert planted.session.session_key != before


def test_proving_oneself_once_more_gives_a_new_key(browser):
    before = browser.session.session_key
    answer = browser.post("/accounts/reauthenticate/", {"password": PASSWORD})

    assert answer.status_code == 302
    assert browser.session.session_key != before
    assert UserSession.objects.get().session_key == browser.session.session_key
    stolen = Client()
    stolen.cookies["sessionid"] = before
    assert stolen.get(LIST).status_code == 302


@pytest.mark.parametrize("address", ["/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"])
def test_a_factor_is_changed_only_after_proving_oneself_again(browser, address):
    clock.advance(minutes=1)
    assert "/reauthenticate/" in browser.get(address).headers.get("Location", "")


def test_signing_out_clears_what_the_browser_kept(browser):
    answer = browser.post("/accounts/logout/")

    assert answer["Clear-Site-Data"] == '"cache", "storage"'


def test_whatever_is_asked_with_a_session_is_not_stored(browser):
    assert "no-store" in browser.get("/")["Cache-Control"]


@pytest.mark.parametrize("password", ["foyer2026", "Foyer-bank-1", "yinhang2024!", "aaaaaaaaaaaa"])
def test_a_password_of_words_that_all_would_try_is_refused(cast, password):
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        validate_password(password, cast.agent)


@pytest.mark.parametrize("password", ["correct horse battery", "青山绿水长流不息的河", "x" * 10 + "foyer-river-stone"])
def test_a_long_password_of_any_signs_is_welcome(cast, password):
    from django.contrib.auth.password_validation import validate_password

    validate_password(password, cast.agent)


def test_streams_hear_of_a_right_however_it_was_taken(cast, heard):
    agent = cast.agent
    role = Group.objects.get(name="agent")
    for take in (
        lambda: agent.groups.remove(role),
        lambda: agent.user_permissions.add(Permission.objects.first()),
        agent.save,
        role.permissions.clear,
    ):
        heard.clear()
        take()
        assert heard


def test_what_decides_nothing_disturbs_no_stream(cast, heard):
    cast.agent.save(update_fields=["last_login"])

    assert heard == []
