"""Uploaded files under a host name of their own: nothing else is there, and nothing is there without a fresh link."""

import asyncio
import io
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.test import Client

from foyer.base import clock
from foyer.conversations.attachments import links
from foyer.conversations.models import Attachment
from foyer.conversations.tests.factories import QueueFactory
from foyer.conversations.tests.visiting import visitor

pytestmark = pytest.mark.django_db
FILES, NOW = "https://files.bank.example", datetime(2026, 11, 27, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def apart(settings):
    settings.FOYER_FILES_URL, settings.FOYER_RATE_SCALE = FILES, 0
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "files.bank.example"]
    QueueFactory()


def fetch(path: str, **more):
    return Client().get(path, headers={"Host": "files.bank.example", **more})


@pytest.fixture
def sent():
    """A browser with a file in its conversation."""
    browser = visitor()
    talk = browser.open()
    file = io.BytesIO("账单 1,024".encode())
    file.name = "账单.html"
    assert browser.upload(f"{talk}/attachments", file).status_code == 201
    return browser, f"attachments/{Attachment.objects.get().pk}"


def test_the_pages_host_sends_on_and_the_files_host_gives_it_out(sent):
    browser, address = sent
    with clock.at(NOW):
        answer = browser.get(address)
        link = urlsplit(answer["Location"])
        assert (answer.status_code, link.scheme + "://" + link.netloc) == (302, FILES)
        assert answer["Cache-Control"] == "no-store" and not answer.content

        given = fetch(link.path)

    assert b"".join(given.streaming_content).decode() == "账单 1,024"
    assert given["Content-Disposition"].startswith("attachment;") and ".txt" in given["Content-Disposition"]
    assert given["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (given["X-Content-Type-Options"], given["Cross-Origin-Resource-Policy"]) == ("nosniff", "cross-origin")
    assert not given.cookies and "Set-Cookie" not in given.headers


def test_a_link_holds_for_a_minute_or_two_and_is_the_same_within_one(sent):
    browser, address = sent
    with clock.at(NOW):
        first, second = browser.get(address)["Location"], browser.get(address)["Location"]
    with clock.at(NOW + timedelta(seconds=70)):
        third, still = browser.get(address)["Location"], fetch(urlsplit(first).path).status_code
    with clock.at(NOW + timedelta(seconds=121)):
        late = fetch(urlsplit(first).path).status_code

    assert first == second != third
    assert (still, late) == (200, 404)


def test_a_link_is_made_by_us_for_one_file_and_no_other(sent):
    browser, address = sent
    file = Attachment.objects.get()
    with clock.at(NOW):
        link = urlsplit(browser.get(address)["Location"]).path
        ends = int(NOW.timestamp()) + 60
        body, at, signature = link.removeprefix("/files/").split(":")
        elsewhere = signing.dumps([str(file.pk), 0, ends], salt="another purpose")
        unheard_of = signing.dumps(["not an id at all, but long", 0, ends], salt=links.SALT)
        forged = [f"{body}x:{at}:{signature}", f"{body}:{at}:{signature[::-1]}", elsewhere, f"{file.pk}", "../" * 9]

        assert {fetch(f"/files/{one}").status_code for one in forged} == {404}
        assert fetch(f"/files/{unheard_of}").status_code == 404


def test_who_may_not_read_it_is_given_no_link(sent):
    _browser, address = sent

    assert visitor().get(address).status_code == 404
    assert Client().get(f"/{address}").status_code == 404


def test_nothing_else_is_under_that_name(sent, admin_client, django_assert_num_queries):
    for path in ("/", "/chat", "/desk/", "/admin/", "/api/v1/visitors", "/accounts/login/", "/attachments/x", "/live",
                 "/static/portal/portal.css", "/healthz", "/metrics", "/files/", "/embed.js"):  # fmt: skip
        with django_assert_num_queries(0):
            answer = admin_client.get(path, headers={"Host": "FILES.bank.example:443"})
        assert (answer.status_code, answer.cookies.output()) == (404, ""), path
    for method in ("post", "put", "delete", "options"):
        answer = getattr(admin_client, method)("/api/v1/visitors", headers={"Host": "files.bank.example"})
        assert answer.status_code == 404


def test_the_pages_host_serves_no_links(sent):
    browser, address = sent
    link = urlsplit(browser.get(address)["Location"]).path

    assert Client().get(link).status_code == 404


def test_the_stream_and_the_collector_are_not_under_that_name_either(transactional_db):
    from foyer.config.asgi import application

    async def ask(method: str, path: str) -> int:
        said = []

        parts = [{"type": "http.request", "body": b"{}", "more_body": False}]

        async def receive():
            return parts.pop() if parts else await asyncio.Event().wait()

        async def send(message):
            said.append(message)

        scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"topics=a",
            "headers": [(b"host", b"files.bank.example"), (b"x-forwarded-proto", b"https")], "scheme": "https",
            "http_version": "1.1", "asgi": {"version": "3.0"}, "server": ("files.bank.example", 443),
            "client": ("203.0.113.9", 5), "root_path": "",
        }  # fmt: skip
        async with asyncio.timeout(5):
            await application(scope, receive, send)
        return said[0]["status"]

    assert [asyncio.run(ask("GET", "/live")), asyncio.run(ask("POST", "/v1/batch"))] == [404, 404]


def test_files_under_the_pages_own_name_do_not_start():
    from foyer.config import safety
    from foyer.config.env import Environment

    class Given(Environment):
        public_url = "https://service.bank.example"
        files_url = "http://service.bank.example:8443"

    reasons = "\n".join(safety.unsafe(Given()))

    assert "not https" in reasons and "has the host name of the pages" in reasons
