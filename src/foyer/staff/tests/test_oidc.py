"""The bank's identity provider signs in those who exist here, and makes nobody; it is asked as carefully as anybody."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import requests
from allauth.core import context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory

from foyer.base.actors import Actor
from foyer.base.outgoing import breaker
from foyer.security.models import AuditEntry
from foyer.staff.models import User
from foyer.staff.sign_in import linking, provider
from foyer.staff.tests.cast import bring_on
from foyer.staff.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_provider(settings):
    app = {"provider_id": "bank", "client_id": "x", "settings": {"server_url": "https://sso.bank.example"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}


def arrive(email: str, **token):
    """Someone comes back from the provider, which vouches for their address, and says more of it in its token."""
    request = RequestFactory().get("/accounts/oidc/bank/login/callback/")
    request.session, request.user = SessionStore(), AnonymousUser()
    request.axes_attempt_time = None
    request._messages = FallbackStorage(request)
    claims = {"sub": email, "email": email, "email_verified": True}
    with context.request_context(request):
        login = (
            get_adapter()
            .get_provider(request, "bank")
            .sociallogin_from_response(
                request, {"userinfo": claims, **({"id_token": {"sub": email, **token}} if token else {})}
            )
        )
        return request, complete_social_login(request, login)


def test_one_who_exists_here_is_signed_in_by_their_address():
    cast = bring_on()

    request, response = arrive("agent@bank.example")

    assert response.url == "/desk/"
    assert request.user.pk == cast.agent.pk
    assert SocialAccount.objects.get().user_id == cast.agent.pk


def only_by_number(settings):
    """FOYER_OIDC_LINK=sub"""
    settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION = settings.SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = False


def test_where_the_bank_knows_people_by_number_an_address_opens_nothing(settings):
    only_by_number(settings)
    bring_on()

    request, _response = arrive("agent@bank.example")

    assert not request.user.is_authenticated and not SocialAccount.objects.exists()


def test_the_number_that_was_written_down_signs_in_and_an_address_that_moved_on_does_not(settings):
    only_by_number(settings)
    cast = bring_on()
    linking.link(cast.agent, "agent@bank.example", by=Actor.staff(cast.administrator))  # what `arrive` has for a number

    request, _response = arrive("agent@bank.example")

    assert request.user.pk == cast.agent.pk
    assert AuditEntry.objects.get(act="staff.provider_linked").details == {"linked": True}


def test_an_administrator_writes_the_number_and_gives_none_twice(settings, client):
    settings.FOYER_CONFIRM_SECONDS = 0
    cast = bring_on()
    client.force_login(UserFactory(username="chief", is_superuser=True, is_staff=True))
    pages = [f"/admin/staff/user/{user.pk}/change/" for user in (cast.agent, cast.supervisor)]
    for page, number in ((pages[0], "sub-1"), (pages[1], "sub-1"), (pages[0], "sub-2"), (pages[0], "")):
        form = client.get(page).context["adminform"].form
        data = {name: value for name, value in form.initial.items() if value not in (None, False)}
        data |= {"languages": ",".join(form.initial["languages"]), "provider_number": number,
                 "groups": [group.pk for group in form.instance.groups.all()], "unit": form.instance.unit_id or "",
                 **_no_rows(client.get(page))}  # fmt: skip
        client.post(page, data)
        kept = linking.number_of(cast.agent), linking.number_of(cast.supervisor)
        assert kept == ((number, "") if page == pages[0] else ("sub-1", "")), number


def _no_rows(answer):
    return {
        f"{formset.formset.prefix}-{name}": value
        for formset in answer.context["inline_admin_formsets"]
        for name, value in (("TOTAL_FORMS", 0), ("INITIAL_FORMS", 0))
    }


def test_a_stranger_to_the_house_is_not_made():
    bring_on()
    before = User.objects.count()

    request, _response = arrive("stranger@elsewhere.example")

    assert not request.user.is_authenticated
    assert User.objects.count() == before


ISSUER = "https://sso.bank.example"


@pytest.mark.parametrize(
    "token",
    [
        {"iss": "https://sso.thief.example"},
        {"iss": f"{ISSUER}.thief.example"},
        {"iss": ISSUER, "sub": "somebody-else"},
        {"iss": ISSUER},
        {"iss": ISSUER, "amr": ["pwd"], "acr": "1"},
    ],
    ids=["another issuer", "one that begins alike", "another person", "silent about the factor", "password only"],
)
def test_a_token_that_does_not_say_enough_signs_nobody_in(token, settings):
    settings.FOYER_OIDC_ACR = ["mfa", "loa3"]
    bring_on()

    request, response = arrive("agent@bank.example", **token)

    assert response.url == "/accounts/login/" and not request.user.is_authenticated
    entry = AuditEntry.objects.get(act="staff.sign_in_failed")
    assert entry.details["why"].startswith("provider_") and not SocialAccount.objects.exists()


@pytest.mark.parametrize("said", [{"amr": ["pwd", "mfa"]}, {"acr": "loa3"}, {"amr": "mfa"}])
def test_a_proof_as_strong_as_the_bank_asks_for_signs_in(said, settings):
    settings.FOYER_OIDC_ACR = ["mfa", "loa3"]
    cast = bring_on()

    request, _response = arrive("agent@bank.example", iss=f"{ISSUER}/", **said)

    assert request.user.pk == cast.agent.pk


class Provider(BaseHTTPRequestHandler):
    """Speaks of itself, and tries to send whoever asks to the cloud's metadata."""

    def do_GET(self):
        redirects = self.path == "/moved"
        body = json.dumps({"token_endpoint": "http://169.254.169.254/latest", "issuer": "银行"}).encode()
        self.send_response(302 if redirects else 200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if redirects:
            self.send_header("Location", "http://169.254.169.254/latest/meta-data/")
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.server.heard.append((self.headers["Content-Type"], self.rfile.read(int(self.headers["Content-Length"]))))
        self.do_GET()

    def log_message(self, *_args):
        """Quiet."""


@pytest.fixture
def asked(settings):
    server = HTTPServer(("127.0.0.1", 0), Provider)
    server.heard = []
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    settings.FOYER_INTERNAL_HOSTS = []
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = url
    yield url, server.heard
    server.shutdown()
    server.server_close()
    breaker.forget()


def test_the_provider_is_asked_by_the_houses_own_way_out(asked):
    url, heard = asked
    session = get_adapter().get_requests_session()

    described = session.get(url)
    posted = session.post(url, data={"code": "abc", "grant_type": "authorization_code"})

    assert described.json()["issuer"] == "银行" and posted.status_code == 200
    assert heard == [("application/x-www-form-urlencoded", b"code=abc&grant_type=authorization_code")]


def test_what_the_provider_says_leads_nowhere_it_may_not(asked):
    url, _heard = asked
    session = get_adapter().get_requests_session()
    places = [
        session.get(url).json()["token_endpoint"],
        "http://10.0.0.1/",
        "https://127.0.0.1:1/",
        "file:///etc/passwd",
    ]

    for place in places:
        with pytest.raises(requests.RequestException):
            session.get(place)
    with pytest.raises(requests.TooManyRedirects):
        session.get(f"{url}/moved")


def test_a_name_that_leads_inside_is_not_called(settings):
    settings.FOYER_OUTGOING_HOSTS = ["keys.bank.example"]
    session = provider.session(resolver=lambda _host, _port: ["10.1.2.3"])

    with pytest.raises(requests.ConnectionError):
        session.get("https://keys.bank.example/jwks")
