"""Signing in by user name or e-mail; nobody makes their own account; a password is reset by e-mail."""

import re

import pytest
from django.conf import global_settings
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.test import Client, override_settings

from foyer.staff.models import User
from foyer.staff.tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def sign_in(client: Client, name: str, password: str = PASSWORD, **more):
    return client.post(LOGIN, {"login": name, "password": password}, **more)


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


@pytest.mark.parametrize("name", ["agent", "AGENT", "agent@bank.example", "Agent@Bank.Example"])
def test_one_signs_in_by_user_name_or_address_in_any_case(client, cast, name):
    response = sign_in(client, name)

    assert response.status_code == 302
    assert response.url == "/desk/"
    assert who(client) == str(cast.agent.pk)


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client, cast):
    wrong, unknown = sign_in(client, "agent", "wrong"), sign_in(client, "nobody", "wrong")

    assert wrong.status_code == unknown.status_code == 200
    errors = [response.context["form"].non_field_errors() for response in (wrong, unknown)]
    assert errors[0] == errors[1]
    assert errors[0]


def test_who_was_let_go_does_not_get_in(client, cast):
    User.objects.filter(pk=cast.agent.pk).update(is_active=False)

    response = sign_in(client, "agent")

    assert who(client) is None
    assert response.url == "/accounts/inactive/"


def test_signing_in_changes_the_session_key(client, cast):
    client.get(LOGIN)
    session = client.session
    session["before"] = "1"
    session.save()
    before = session.session_key
    sign_in(client, "agent")

    assert client.session.session_key != before


def test_a_link_leads_back_but_never_to_another_host(client, cast):
    assert sign_in(client, "agent", QUERY_STRING="next=/desk/wall").url.startswith("/desk/")
    other = Client()
    response = other.post(LOGIN, {"login": "agent", "password": PASSWORD, "next": "https://evil.example/"})
    assert response.url == "/desk/"


def test_public_sign_up_is_closed(client, cast):
    page = client.get("/accounts/signup/")
    posted = client.post("/accounts/signup/", {"username": "me", "password1": PASSWORD, "password2": PASSWORD})

    assert page.status_code == posted.status_code == 200
    assert "form" not in (page.context or {})
    assert not User.objects.filter(username="me").exists()


def test_nobody_changes_the_address_that_resets_their_password(client, cast):
    client.force_login(cast.agent)

    response = client.post("/accounts/email/", {"email": "evil@example.org", "action_add": ""})

    assert response.url == "/accounts/preferences/"
    assert User.objects.get(pk=cast.agent.pk).email == "agent@bank.example"


def test_a_forgotten_password_is_reset_by_mail(client, cast):
    client.post("/accounts/password/reset/", {"email": "agent@bank.example"})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[0].body).group()
    form = client.get(link, follow=True).request["PATH_INFO"]
    client.post(form, {"password1": "a brand new secret", "password2": "a brand new secret"})

    assert sign_in(Client(), "agent").status_code == 200
    assert sign_in(client, "agent", "a brand new secret").status_code == 302


def test_an_unknown_address_gets_the_same_page_and_no_mail(client, cast):
    known = client.post("/accounts/password/reset/", {"email": "agent@bank.example"})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@bank.example"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [message.to for message in mail.outbox] == [["agent@bank.example"]]


def test_a_password_is_hashed_as_slowly_as_the_standard_asks():
    """Tests hash fast; the house does not (OWASP ASVS 5, appendix C: PBKDF2-HMAC-SHA256, 600,000 rounds)."""
    used = PBKDF2PasswordHasher()

    assert used.digest().name == "sha256" and used.iterations >= 600_000
    assert global_settings.PASSWORD_HASHERS[0].endswith(".PBKDF2PasswordHasher")


@pytest.mark.parametrize("poor", ["short", "password1234", "20261123000", "agent@bank"])
def test_a_poor_password_is_refused(client, cast, poor):
    client.force_login(cast.agent)

    response = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": poor, "password2": poor}
    )

    assert response.context["form"].errors["password1"]


def test_the_back_office_asks_for_the_same_sign_in(client, cast):
    response = client.get("/admin/login/?next=/admin/")

    assert response.status_code == 302
    assert response.url.startswith(LOGIN)


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "登录"), ("en", "Sign in")])
@pytest.mark.parametrize(
    "path", [LOGIN, "/accounts/password/reset/", "/accounts/signup/", "/accounts/inactive/", "/accounts/logout/"]
)
def test_pages_for_guests_carry_nothing_inline(client, cast, language, words, path):
    client.cookies["django_language"] = language
    page = client.get(path, follow=True)
    html = page.content.decode()

    assert page.status_code == 200
    assert_strict(html)
    if path == LOGIN:
        assert words in html


@pytest.mark.parametrize(
    "path",
    [
        "/accounts/preferences/",
        "/accounts/sessions/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/password/change/",
        "/accounts/logout/",
        "/accounts/reauthenticate/",
        "/accounts/3rdparty/",
    ],
)
def test_pages_of_ones_account_carry_nothing_inline(client, cast, path):
    sign_in(client, "agent")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get(path)

    assert page.status_code == 200
    assert_strict(page.content.decode())


def assert_strict(html: str) -> None:
    """No inline script, style or handler, and nothing from another host."""
    scripts = re.findall(r"<script([^>]*)>", html)
    assert all("src=" in script or "application/json" in script for script in scripts)
    assert not re.search(r"<style|\sstyle=|\son(click|load|submit|change)=", html)
    assert not re.search(r"(src|href)=\"(https?:)?//", html)


@override_settings(
    SOCIALACCOUNT_PROVIDERS={
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "bank",
                    "name": "Bank SSO",
                    "client_id": "x",
                    "secret": "y",
                    "settings": {"server_url": "https://sso.bank.example"},
                }
            ]
        }
    }
)
def test_the_banks_own_provider_is_offered_when_it_is_set_up(client, cast):
    assert "Bank SSO" in client.get(LOGIN).content.decode()


def test_no_provider_is_offered_when_none_is_set_up(client, cast):
    assert "/oidc/" not in client.get(LOGIN).content.decode()
