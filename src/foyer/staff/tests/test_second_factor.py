"""A second factor: authenticator app, recovery codes, passkeys; and roles that must have one."""

import base64
from io import StringIO

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.management import call_command
from django.test import Client

from foyer.staff.checks import roles_of_the_second_factor_exist
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import PASSWORD, UserFactory
from foyer.staff.tests.test_signing_in import sign_in, who

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AUTHENTICATE, INDEX = "/accounts/2fa/authenticate/", "/accounts/2fa/"


@pytest.fixture(autouse=True)
def a_still_clock(monkeypatch):
    """The authenticator's thirty seconds do not end in the middle of a test."""
    monkeypatch.setattr(totp, "yield_hotp_counters_from_time", lambda: iter([59_000_000]))


def code(secret: str = SECRET, counter: int = 59_000_000) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def protect(user):
    totp.TOTP.activate(user, SECRET)
    return RecoveryCodes.activate(user)


def test_the_password_alone_does_not_open_a_protected_account(client, cast):
    protect(cast.agent)

    response = sign_in(client, "agent")

    assert response.url == AUTHENTICATE
    assert who(client) is None


def test_the_code_of_the_app_opens_it(client, cast):
    protect(cast.agent)
    sign_in(client, "agent")

    client.post(AUTHENTICATE, {"code": code()})

    assert who(client) == str(cast.agent.pk)


def test_a_code_is_used_once(client, cast):
    protect(cast.agent)
    sign_in(client, "agent")
    client.post(AUTHENTICATE, {"code": code()})

    again = Client()
    sign_in(again, "agent")
    again.post(AUTHENTICATE, {"code": code()})

    assert who(again) is None


def test_a_wrong_code_does_not(client, cast):
    protect(cast.agent)
    sign_in(client, "agent")

    response = client.post(AUTHENTICATE, {"code": code(counter=1)})

    assert response.context["form"].errors
    assert who(client) is None


def test_guessing_codes_is_stopped(client, cast):
    protect(cast.agent)
    sign_in(client, "agent")
    for guess in range(10):
        client.post(AUTHENTICATE, {"code": f"{guess:06}"})

    client.post(AUTHENTICATE, {"code": code()})

    assert who(client) is None


def test_each_recovery_code_opens_it_once(client, cast):
    paper = protect(cast.agent)
    paper.mark_as_viewed()
    spare = paper.get_unused_codes()[0]
    for browser, expected in ((client, str(cast.agent.pk)), (Client(), None)):
        sign_in(browser, "agent")
        browser.post(AUTHENTICATE, {"code": spare})
        assert who(browser) == expected


def test_secrets_are_encrypted_at_rest(cast):
    protect(cast.agent)

    for authenticator in Authenticator.objects.all():
        if authenticator.type == "recovery_codes":
            assert "seed" not in authenticator.data
            continue
        assert authenticator.data["secret"].startswith("v2:")
        assert SECRET not in authenticator.data["secret"]


def test_secrets_are_sealed_again_under_a_new_key(client, cast, settings):
    protect(cast.agent)
    settings.FOYER_KEYS = {**settings.FOYER_KEYS, "9": base64.b64encode(bytes(32)).decode()}

    call_command("rotate_keys", stdout=StringIO())

    settings.FOYER_KEYS = {"9": settings.FOYER_KEYS["9"]}
    sign_in(client, "agent")
    client.post(AUTHENTICATE, {"code": code()})
    assert who(client) == str(cast.agent.pk)


def test_setting_up_an_app_takes_a_right_code_and_gives_recovery_codes(client, cast):
    sign_in(client, "agent")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret

    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert wrong.context["form"].errors
    client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})

    kinds = set(Authenticator.objects.filter(user=cast.agent).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    assert client.get("/accounts/2fa/recovery-codes/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_new_factor_ends_the_other_sessions(client):
    bring_on()
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser, "agent")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    secret = client.get("/accounts/2fa/totp/activate/").context["form"].secret

    client.post("/accounts/2fa/totp/activate/", {"code": code(secret)})

    assert client.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 302


def test_a_passkey_is_offered_and_asked_for_from_this_host(client, cast):
    page = client.get("/accounts/login/").content.decode()
    asked = client.get("/accounts/2fa/webauthn/login/", HTTP_HOST="localhost", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    options = asked.json()["request_options"]["publicKey"]

    assert 'id="passkey_login"' in page
    assert options["rpId"] == "localhost"
    assert options["userVerification"] == "required"
    assert options["challenge"]


def test_a_role_that_needs_a_second_factor_reaches_only_where_to_set_one_up(client, cast, settings):
    settings.FOYER_SECOND_FACTOR_ROLES = ["supervisor"]
    sign_in(client, "supervisor")

    assert client.get("/admin/").url == INDEX
    assert client.post("/admin/").status_code == 403
    assert client.get(INDEX).status_code == 200

    protect(cast.supervisor)
    assert client.get("/admin/").url != INDEX


def test_a_role_that_needs_none_is_not_held_back(client, cast, settings):
    settings.FOYER_SECOND_FACTOR_ROLES = ["administrator"]
    sign_in(client, "agent")

    assert client.get("/admin/").url.startswith("/admin/login/")


def test_an_administrator_means_a_superuser_too(client, cast, settings):
    settings.FOYER_SECOND_FACTOR_ROLES = ["administrator"]
    UserFactory(username="chief", is_superuser=True, is_staff=True)
    client.post("/accounts/login/", {"login": "chief", "password": PASSWORD})

    assert client.get("/admin/").url == INDEX


def test_the_last_factor_stays_where_a_role_needs_one(cast, settings):
    settings.FOYER_SECOND_FACTOR_ROLES = ["supervisor"]
    protect(cast.supervisor)
    protect(cast.agent)
    mine, theirs = (Authenticator.objects.get(user=user, type="totp") for user in (cast.supervisor, cast.agent))

    assert not get_adapter().can_delete_authenticator(mine)
    assert get_adapter().can_delete_authenticator(theirs)
    Authenticator.objects.create(user=cast.supervisor, type="webauthn", data={})
    assert get_adapter().can_delete_authenticator(mine)


def test_a_misspelt_role_is_told_at_start(settings):
    settings.FOYER_SECOND_FACTOR_ROLES = ["none", "supervisor", "superviser"]

    assert ["superviser" in told.msg for told in roles_of_the_second_factor_exist()] == [True]
