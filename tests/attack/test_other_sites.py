"""CSRF, framing and fetching from another site: on every address that changes something."""

import json

import pytest
from django.test import Client
from django.utils.translation import gettext, override

from foyer.base.ids import new_id
from foyer.staff.tests.cast import bring_on
from tests.attack.addresses import every_address

pytestmark = pytest.mark.django_db
CROSS = {
    "Sec-Fetch-Site": "cross-site",
    "Sec-Fetch-Mode": "no-cors",
    "Sec-Fetch-Dest": "image",
    "Origin": "https://evil.example",
}
WITH_SESSION = [a for a in every_address() if a.route.startswith(("desk/do/", "api/v1/staff/", "admin/", "accounts/"))]
EXEMPT = ("api/v1/", "v1/", "csp-report")
"""Known by a token in a header, which no other site's page can send; or telling nobody anything."""


@pytest.fixture
def signed_in():
    browser = Client(enforce_csrf_checks=True, raise_request_exception=False)
    browser.force_login(bring_on().administrator)
    return browser


def test_without_the_token_nothing_is_changed(signed_in, settings):
    settings.FOYER_RATE_SCALE = 0
    wrong = []
    for address in WITH_SESSION:
        url = address.filled({}, new_id())
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(signed_in, method)(url, data="{}", content_type="application/json")
            if answer.status_code < 400 or answer.status_code >= 500:
                wrong.append(f"{method} {address.route}: {answer.status_code}")

    assert wrong == []


def test_no_view_is_exempt_but_those_that_know_a_token():
    exempt = [
        a.route for a in every_address() if getattr(a.view, "csrf_exempt", False) and not a.route.startswith(EXEMPT)
    ]

    assert exempt == []


@pytest.mark.parametrize("path", ["/desk/", "/desk/pane/list", "/admin/", "/api/v1/staff/me", "/accounts/preferences/"])
def test_another_site_cannot_have_it_fetched(signed_in, path):
    assert signed_in.get(path, headers=CROSS).status_code == 403


def test_another_site_may_link_to_us(client):
    opened = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}

    assert client.get("/", headers=opened).status_code == 200
    assert client.get("/embed.js", headers=CROSS).status_code == 200


def test_another_site_cannot_post(client):
    posted = {**CROSS, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}

    assert client.post("/language", {"language": "en"}, headers=posted).status_code == 403


@pytest.mark.parametrize("path", ["/", "/chat", "/sign-in", "/accounts/login/", "/knowledge"])
def test_every_page_has_its_headers(client, path):
    answer = client.get(path)
    csp = answer["Content-Security-Policy"]

    assert "unsafe" not in csp
    for part in ("default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'self'", "report-uri"):
        assert part in csp
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]
    assert answer["X-Frame-Options"] == "DENY"


def test_only_the_embedded_chat_may_be_framed_and_by_the_banks_sites_only(client, settings):
    settings.FOYER_EMBED_ORIGINS = ["https://www.bank.example"]
    csp = client.get("/embed/chat")["Content-Security-Policy"]

    assert "frame-ancestors 'self' https://www.bank.example" in csp


def test_nothing_inline_runs_in_the_back_office(signed_in):
    csp = signed_in.get("/admin/")["Content-Security-Policy"]

    assert "unsafe-inline" not in csp
    assert "sha256-" in csp


def test_a_browsers_report_is_counted_and_an_invented_one_does_no_harm(client):
    from foyer.operations.metrics import violations

    before = violations.labels("script-src-elem")._value.get()
    told = {"csp-report": {"effective-directive": "script-src-elem", "document-uri": "https://x/chat?a=secret"}}
    for body in (told, [], None, {"csp-report": []}, [[]], {"csp-report": {"effective-directive": ["x"]}}):
        assert client.post("/csp-report", json.dumps(body), content_type="application/csp-report").status_code == 204
    assert client.post("/csp-report", b"[" * 9_000, content_type="application/json").status_code == 204

    assert violations.labels("script-src-elem")._value.get() == before + 1


def test_what_is_no_page_says_so_too(settings):
    """The stream and the collector (static files: `config/tests/test_static.py`) are no page and stand in no frame."""
    import asyncio

    from foyer.config.headers import NO_PAGE, on_lean

    settings.SECURE_HSTS_SECONDS = 31_536_000
    said = []

    async def send(message):
        said.append(message)

    start = {"type": "http.response.start", "status": 200, "headers": [(b"x-content-type-options", b"nosniff")]}
    asyncio.run(on_lean(send)(start))
    given = dict(said[0]["headers"])

    assert given[b"content-security-policy"].decode() == NO_PAGE
    assert given[b"strict-transport-security"] == b"max-age=31536000; includeSubDomains"
    assert len(said[0]["headers"]) == 3


def test_a_message_after_a_deed_needs_no_cookie_of_its_own():
    browser = Client()
    browser.force_login(bring_on().administrator)
    answer = browser.post("/accounts/sessions/")

    assert answer.status_code == 302
    assert "messages" not in answer.cookies
    with override("zh-hans"):
        assert gettext("All other sessions are signed out.") in browser.get("/accounts/sessions/").content.decode()
