"""What comes in beside Django's views, the stream and the collector: recorded with where it came from, and noticed."""

import asyncio
from typing import Any

import pytest
from django.db import connections

from foyer.api.collector import endpoint, telling
from foyer.base import elsewhere, live
from foyer.base.actors import Actor
from foyer.base.ids import new_id
from foyer.base.live import stream, topics
from foyer.base.origin import NOWHERE, coming_from, of_scope, origin
from foyer.base.tests.test_live import reading, run
from foyer.security.audit import sealing
from foyer.security.detection import sweeping
from foyer.security.models import Alert, AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)
GUEST = live.Principal(Actor("visitor", new_id()))


@pytest.fixture(autouse=True)
def a_guest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(topics._readers, "hall", lambda _principal, _parts: True)
    monkeypatch.setattr(topics, "_bearers", [lambda token: GUEST if token == "guest" else None])
    monkeypatch.setattr(topics, "_attending", [])
    elsewhere.forget()
    telling._told.clear()


def seen() -> set[str]:
    sealing.seal_waiting()
    sweeping.look()
    return set(Alert.objects.values_list("rule__code", flat=True))


def test_more_live_streams_than_any_page_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST_STREAMS_EACH", 10)

    async def story() -> None:
        async def many(left: int) -> None:
            if left:
                async with reading(f"topics=hall:{left}", user_agent="Script"):
                    await many(left - 1)

        await many(11)

    run(story)

    entries = list(AuditEntry.objects.filter(act__startswith="live.").order_by("pk"))
    assert [(one.act, one.details["streams"]) for one in entries] == [
        ("live.many_streams", 9), ("live.many_streams", 10), ("live.refused", 11),
    ]  # fmt: skip
    assert all(one.device and one.session and one.request and one.actor_id == GUEST.actor.id for one in entries)
    assert "many-streams" in seen()


def call(path: str, headers: dict[str, str], address: str) -> int:
    """One POST to the collector, as the server hands it over."""
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b'{"userId": "u", "event": "e"}'}

    async def send(message: Any) -> None:
        said.append(message)

    scope = {
        "type": "http", "method": "POST", "path": path, "query_string": b"", "client": (address, 4711),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()], "scheme": "http",
    }  # fmt: skip
    endpoint.keys = type(endpoint.keys)()
    asyncio.run(endpoint.collect(scope, receive, send))
    return int(said[0]["status"])


def test_write_keys_that_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "EVERY_SECONDS", 0.0)
    headers = {"authorization": "Basic eDp5", "user-agent": "Script"}
    assert {call("/v1/track", headers, "203.0.113.9") for _ in range(6)} == {401}

    entry = AuditEntry.objects.filter(act="api.write_key_refused").order_by("pk").first()
    assert entry is not None and entry.outcome == "refused"
    assert entry.address == "203.0.113.9" and entry.request and entry.device and entry.session
    assert "write-keys-tried" in seen()
    connections.close_all()


def test_a_flood_of_wrong_keys_fills_no_trail() -> None:
    for _ in range(4):
        call("/v1/track", {"authorization": "Basic eDp5"}, "203.0.113.9")

    assert AuditEntry.objects.filter(act="api.write_key_refused").count() == 1


def test_an_origin_has_an_id_of_its_own_where_none_is_given_and_ends_with_the_request() -> None:
    given = {"headers": [(b"cookie", b"sessionid=abc"), (b"user-agent", b"x")], "client": ("::1", 1)}
    first, second = of_scope(given), of_scope(given)

    assert first.request and first.request != second.request and first.session == second.session
    assert first.device == second.device and first.address == "::1"
    with coming_from(first):
        assert origin() == first
    assert origin() == NOWHERE
    assert of_scope({"headers": [(b"cookie", b"\x00=;;")], "client": None}).session == ""
