"""The collector's door: who may write, what is answered, and what an attacker gets."""

import gzip
import json
import time
from base64 import b64encode
from collections.abc import Iterator
from http.client import HTTPConnection

import pytest

from foyer.api.tests.web_process import WebProcess
from foyer.base.actors import SYSTEM
from foyer.customers.collecting.keys import UNKNOWN_FOR_SECONDS, NewKey, disable_write_key, new_write_key
from foyer.customers.models import CollectedBatch

pytestmark = pytest.mark.django_db(transaction=True)

EVENT = {"userId": "u-1", "event": "Viewed"}


@pytest.fixture(scope="module")
def web(django_db_setup: None) -> Iterator[WebProcess]:
    with WebProcess() as running:
        yield running


@pytest.fixture
def key() -> NewKey:
    made = new_write_key(source="site", name="Site", by=SYSTEM)
    time.sleep(UNKNOWN_FOR_SECONDS)  # a wrong key of the test before keeps the process from looking for new ones
    return made


def basic(secret: str, password: str = "") -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{secret}:{password}".encode()).decode()}


def track(web: WebProcess, body: object = EVENT, headers: dict | None = None, path: str = "/v1/track"):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    status, answer, given = web.post(path, raw, headers)
    return status, json.loads(answer) if answer else None, given


def test_the_key_comes_by_basic_authorization_or_in_the_body(web, key):
    assert track(web, headers=basic(key.secret))[:2] == (200, {"success": True})
    assert track(web, {**EVENT, "writeKey": key.secret})[:2] == (200, {"success": True})
    assert CollectedBatch.objects.count() == 2


def test_nothing_is_taken_without_a_key_or_with_a_wrong_one(web, key):
    assert track(web)[1]["code"] == "write_key_missing"
    assert track(web, headers=basic("wk_wrong"))[:1] == (401,)
    assert track(web, headers={"Authorization": "Basic %%%"})[1]["code"] == "write_key_unknown"
    assert track(web, {**EVENT, "writeKey": "wk_\ud800"})[1]["code"] == "write_key_unknown"
    assert not CollectedBatch.objects.exists()


def test_a_disabled_key_is_refused_within_seconds_and_what_it_wrote_stays(web, key):
    assert track(web, headers=basic(key.secret))[0] == 200

    disable_write_key(key.write_key.id, by=SYSTEM)
    deadline = time.monotonic() + 5
    while track(web, headers=basic(key.secret))[0] == 200 and time.monotonic() < deadline:
        time.sleep(0.1)

    assert track(web, headers=basic(key.secret))[1]["code"] == "write_key_unknown"
    assert CollectedBatch.objects.exists()


def test_a_key_cannot_be_smuggled_past_another(web, key):
    assert track(web, {**EVENT, "writeKey": "wk_other"}, basic(key.secret))[1]["code"] == "write_keys_differ"
    assert track(web, headers={"X-Write-Key": key.secret}, path=f"/v1/track?writeKey={key.secret}")[0] == 401

    speaking = HTTPConnection("127.0.0.1", web.port)
    speaking.putrequest("POST", "/v1/track")
    body = json.dumps(EVENT).encode()
    for name, value in (*basic("wk_wrong").items(), *basic(key.secret).items(), ("Content-Length", str(len(body)))):
        speaking.putheader(name, value)
    speaking.endheaders(body)
    answer = speaking.getresponse()

    assert (answer.status, json.loads(answer.read())["code"]) == (400, "header_twice")
    assert not CollectedBatch.objects.exists()


def test_a_browser_sends_from_another_site_even_by_beacon(web, key):
    speaking = HTTPConnection("127.0.0.1", web.port)
    speaking.request("OPTIONS", "/v1/t", headers={"Origin": "https://bank.example"})
    asked = speaking.getresponse()
    asked.read()
    status, answer, headers = track(web, {**EVENT, "writeKey": key.secret}, {"Content-Type": "text/plain"}, "/v1/t")

    assert (asked.status, asked.headers["access-control-allow-origin"]) == (204, "*")
    assert "authorization" in asked.headers["access-control-allow-headers"]
    assert (status, answer, headers["access-control-allow-origin"]) == (200, {"success": True}, "*")


def test_gzip_is_unpacked_and_a_bomb_does_not_go_off(web, key):
    packed = {**basic(key.secret), "Content-Encoding": "gzip"}

    assert track(web, gzip.compress(json.dumps(EVENT).encode()), packed)[0] == 200
    assert track(web, gzip.compress(b" " * 200_000_000, 9)[:500_000], packed, "/v1/batch")[0] == 413
    assert track(web, b"not gzip", packed)[1]["code"] == "not_gzip"
    assert track(web, gzip.compress(json.dumps(EVENT).encode())[:-9], packed)[1]["code"] == "not_gzip"
    assert track(web, headers={**basic(key.secret), "Content-Encoding": "br"})[0] == 415


def test_a_refusal_says_what_is_wrong_in_the_readers_language(web, key):
    status, answer, _headers = track(web, {"event": "e"}, {**basic(key.secret), "Accept-Language": "zh-CN"})

    assert (status, answer["code"], answer["details"]) == (400, "message_not_right", {"problem": "user_missing"})
    assert answer["message"].isascii() is False
    assert set(answer) == {"code", "message", "mend", "retry", "details"}


def test_what_is_too_large_or_no_event_is_refused(web, key):
    assert track(web, b"x" * 600_000, basic(key.secret), "/v1/batch")[0] == 413
    assert track(web, '{"userId":"张"}'.encode("gbk"), basic(key.secret))[1]["code"] == "not_utf8"
    assert track(web, b'{"userId":"u","event":"e","properties":{"n":NaN}}', basic(key.secret))[1]["code"] == "not_json"
    assert track(web, path="/v1/poem", headers=basic(key.secret))[0] == 404
    assert not CollectedBatch.objects.exists()


def test_only_posts_are_events(web):
    speaking = HTTPConnection("127.0.0.1", web.port)
    speaking.request("GET", "/v1/track")

    assert speaking.getresponse().status == 405


def test_what_lies_in_the_log_cannot_be_read_without_the_ring(web, key):
    from django.db import connection

    track(web, {**EVENT, "traits": {"phone": "+8613800138000"}}, basic(key.secret))

    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM customers_collectedbatch")
        (stored,) = cursor.fetchone()
    assert "13800138000" not in stored
    assert "13800138000" in CollectedBatch.objects.get().text
