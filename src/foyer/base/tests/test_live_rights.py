"""Live: who may follow what, and what becomes of an open stream when a right is taken away."""

import asyncio

import pytest
from django.db import transaction

from foyer.base import live
from foyer.base.live import hub as hubs
from foyer.base.live import stream, topics
from foyer.base.live.hub import in_thread
from foyer.base.tests.live_reading import GUEST, kill_listeners, reading, run, told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("hall")]


def test_after_a_while_every_right_is_asked_again_also_of_a_busy_stream(monkeypatch):
    allowed = [True]
    monkeypatch.setitem(topics._readers, "hall", lambda _principal, _parts: allowed[0])
    monkeypatch.setattr(hubs, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(hubs, "ADMITTED_SECONDS", 0.3)

    async def story():
        async with reading("topics=hall:1") as reader:
            await told("hall:1", n=1)
            await reader.until(1)
            allowed[0] = False  # and nobody said so
            async with asyncio.timeout(5):
                while stream.hub.streams:
                    await told("hall:1", n=2)

    run(story)


def test_who_is_dismissed_loses_the_stream_at_once():
    async def story():
        async with reading("topics=hall:1"):
            await asyncio.to_thread(in_thread, lambda: live.dismiss(GUEST.actor))
            async with asyncio.timeout(5):
                while stream.hub.streams:
                    await asyncio.sleep(0.01)

    run(story)


def test_in_doubt_nothing_is_written_until_the_right_is_confirmed(monkeypatch):
    """The recheck and what comes after it: who may no longer read hears nothing of it; who may, misses nothing."""
    allowed = {"hall:1", "hall:2"}
    monkeypatch.setitem(topics._readers, "hall", lambda _principal, parts: f"hall:{parts[0]}" in allowed)

    def take_away() -> None:
        with transaction.atomic():
            allowed.discard("hall:1")
            live.recheck(topic="hall:1")
            live.publish("hall:1", "said", {"n": 2})

    async def story():
        async with reading("topics=hall:1") as lost, reading("topics=hall:2") as kept:
            await told("hall:1", n=1)
            await lost.until(1)
            await asyncio.to_thread(in_thread, take_away)
            await told("hall:1", n=3)
            await told("hall:2", n=4)
            await kept.until(1)
            async with asyncio.timeout(2):
                while len(stream.hub.streams) > 1:
                    await asyncio.sleep(0.01)
            assert [event["n"] for event in lost.events()] == [1]
            assert [event["n"] for event in kept.events()] == [4]

    run(story)


def test_a_recheck_of_a_topic_reaches_what_lies_below_it_and_nobody_else(monkeypatch):
    asked = []
    monkeypatch.setitem(topics._readers, "hall", lambda _principal, parts: asked.append(":".join(parts)) or True)

    async def story():
        async with reading("topics=hall:1:staff") as below, reading("topics=hall:10"):
            asked.clear()
            await asyncio.to_thread(in_thread, lambda: live.recheck(topic="hall:1"))
            await told("hall:1:staff", n=1)
            assert [event["n"] for event in await below.until(1)] == [1]
            assert asked == ["1:staff"]

    run(story)


def test_after_a_lost_connection_every_right_is_asked_again(monkeypatch):
    allowed = [True]
    monkeypatch.setitem(topics._readers, "hall", lambda _principal, _parts: allowed[0])

    async def story():
        async with reading("topics=hall:1"):
            allowed[0] = False  # said while nobody could hear it
            await asyncio.to_thread(in_thread, kill_listeners)
            async with asyncio.timeout(8):
                while stream.hub.streams:
                    await asyncio.sleep(0.02)

    run(story)


@pytest.mark.parametrize(
    ("query", "token", "status"),
    [
        ("topics=hall:closed", "guest", 404),
        ("topics=hall:1,hall:closed", "guest", 404),
        ("topics=vault:1", "guest", 404),
        ("topics=hall:1", "forged", 401),
        ("topics=", "guest", 422),
        ("topics=hall:1&cursor=1.2", "guest", 422),
        ("topics=hall:1&cursor=-1", "guest", 422),
        ("topics=" + ",".join(f"hall:{n}" for n in range(50)), "guest", 422),
    ],
)
def test_a_stranger_gets_no_stream(query, token, status):
    async def story():
        async with reading(query, token=token) as reader:
            assert reader.status == status

    run(story)


def test_one_guest_cannot_hold_the_door_shut_with_streams(monkeypatch):
    monkeypatch.setattr(stream, "MOST_STREAMS_EACH", 1)

    async def story():
        async with reading("topics=hall:1"), reading("topics=hall:2") as second:
            assert second.status == 429

    run(story)
