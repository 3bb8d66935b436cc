"""Malformed, oversized and misleading requests: a clear refusal, never an error, never an effect."""

import json

import pytest
from django.test import Client

from foyer.base.actors import Actor
from foyer.conversations import actions
from foyer.conversations.models import Message
from foyer.conversations.tests.factories import QueueFactory

pytestmark = pytest.mark.django_db
SQL = [
    "' OR 1=1--",
    "'; DROP TABLE conversations_message;--",
    "1) UNION SELECT password FROM staff_user--",
    "\\' OR ''='",
    "'||pg_sleep(5)||'",
    "%00' OR 1=1",
    "$$;SELECT 1;$$",
]
TEMPLATE = [
    "{{7*7}}",
    "{% debug %}",
    "{{request.user.password}}",
    "${7*7}",
    "#{7*7}",
    "<%= 7*7 %>",
    "{0.__class__}",
    "%(x)s%n",
]
HTML = ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", '"><svg/onload=alert(1)>']
CORPUS = [*SQL, *TEMPLATE, *HTML]


@pytest.fixture
def visit(settings):
    """A browser with its token and an open conversation."""
    settings.FOYER_RATE_SCALE = 0
    QueueFactory()
    visitor, token = actions.start_visit(channel="portal", language="zh")
    talk = actions.open_conversation(visitor, channel="portal", language="zh", by=Actor.visitor(visitor))
    browser = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {token}"})
    return browser, f"/api/v1/conversations/{talk.pk}"


def post(browser, address, body, **headers):
    content = body if isinstance(body, str | bytes) else json.dumps(body)
    return browser.post(address, content, content_type="application/json", headers=headers)


@pytest.mark.parametrize("text", CORPUS)
def test_words_stay_words(visit, text):
    browser, talk = visit
    answer = post(browser, f"{talk}/messages", {"text": text, "client_id": "client-0001"})

    assert answer.status_code == 201
    assert answer.json()["text"] == text
    assert Message.objects.filter(author_kind="customer").count() == 1
    assert browser.get(f"{talk}/messages").json()[-1] is not None


@pytest.mark.parametrize("text", CORPUS)
@pytest.mark.parametrize("address", ["/api/v1/knowledge/search?q=", "/knowledge?q=", "/sign-in?next=", "/?language="])
def test_words_in_an_address_stay_words(visit, address, text):
    from urllib.parse import quote

    browser, _talk = visit
    answer = browser.get(address + quote(text))
    page = answer.content.decode()

    assert answer.status_code < 500
    assert text not in page or "<" not in text  # what was asked may stand there again, as words
    assert 'value="49"' not in page and ">49<" not in page  # and nothing has calculated 7*7


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe{\x00}",
        b'{"text": "\xff"}',
        b'{"text": "a", "text": "b", "client_id": "client-0001", "is_internal": true}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b'{"text": 1e999, "client_id": "client-0001"}',
        b'{"text": "a\\u0000b", "client_id": "client-0001"}',
        b'{"text": "\\ud800", "client_id": "client-0001"}',
        b'{"text": {"$gt": ""}, "client_id": "client-0001"}',
        b'{"text": "a", "client_id": ["c"]}',
    ],
)
def test_a_body_that_cannot_be_meant_is_refused_in_words(visit, body):
    browser, talk = visit
    answer = post(browser, f"{talk}/messages", body)

    assert 400 <= answer.status_code < 500, answer.content
    assert answer.json()["code"]
    assert not Message.objects.filter(author_kind="customer").exists()


def test_a_body_that_is_too_large_is_refused(visit):
    browser, talk = visit
    answer = post(browser, f"{talk}/messages", {"text": "a" * 3_000_000, "client_id": "client-0001"})

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert not Message.objects.filter(author_kind="customer").exists()


@pytest.mark.parametrize(
    "more",
    [{"is_internal": True}, {"author_kind": "staff"}, {"kind": "system"}, {"by": "staff:1"}, {"seq": 1}, {"id": "x"}],
)
def test_no_field_is_filled_that_was_not_asked_for(visit, more):
    browser, talk = visit
    answer = post(browser, f"{talk}/messages", {"text": "a", "client_id": "client-0001", **more})

    assert answer.status_code == 422
    assert not Message.objects.filter(author_kind="customer").exists()


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/%0d%0aSet-Cookie:a=b",
        "https:evil.example",
        "/\t/evil.example",
        "///evil.example",
        "data:text/html,x",
    ],
)
@pytest.mark.parametrize("address", ["/language", "/elderly/switch"])
def test_nobody_is_sent_to_another_house(client, address, wanted):
    answer = client.post(address, {"next": wanted, "language": "en", "on": "1"})
    to = answer.headers.get("Location", "/")

    assert answer.status_code in (302, 400)
    assert to.startswith("/")
    assert not to.startswith(("//", "/\\"))
    assert "\n" not in to and "\r" not in to
    assert "a" not in answer.cookies


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_signing_in_leads_to_our_own_pages(client, wanted):
    from foyer.staff.tests.factories import PASSWORD, UserFactory

    UserFactory(username="somebody")
    answer = client.post(f"/accounts/login/?next={wanted}", {"login": "somebody", "password": PASSWORD, "next": wanted})

    assert "evil" not in answer.headers.get("Location", "")


def test_a_strange_host_is_refused(client):
    for headers in ({"Host": "evil.example"}, {"Host": "localhost:8000@evil.example"}):
        assert client.get("/", headers=headers).status_code == 400


def test_a_forwarded_host_changes_nothing(client):
    """Cache poisoning: no header that a visitor can send decides what stands in a page."""
    marks = {
        "X-Forwarded-Host": "evil.example",
        "X-Host": "evil.example",
        "X-Original-URL": "/admin/",
        "Forwarded": "host=evil.example",
        "X-Forwarded-Proto": "http",
        "X-Rewrite-URL": "/admin/",
    }
    answer = client.get("/", headers=marks)

    assert answer.status_code == 200
    assert "evil.example" not in answer.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../etc/passwd",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/static/..%2f..%2fetc/passwd",
        "/static/....//etc/passwd",
        "/attachments/../../keys/django",
        "/knowledge/..%2f..%2fetc%2fpasswd",
        "/.git/config",
        "/.env",
        "/static/.git/config",
    ],
)
def test_no_path_leads_out(client, path):
    answer = client.get(path)

    assert answer.status_code in (400, 404)
    assert b"root:" not in answer.content


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "FOO"])
def test_other_methods_do_nothing(client, method):
    for path in ("/", "/api/v1/visitors", "/accounts/login/"):
        assert client.generic(method, path).status_code in (400, 403, 405, 501)
