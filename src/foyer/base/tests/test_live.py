"""Live: every reader sees every event once and in order, whatever is lost, late or killed on the way."""

import asyncio
import json
from contextlib import asynccontextmanager
from threading import Event as Signal
from threading import Thread

import pytest
from django.db import connection, connections, transaction

from foyer.base import clock, live
from foyer.base.actors import Actor
from foyer.base.ids import new_id
from foyer.base.live import hub as hubs
from foyer.base.live import publishing, stream, topics
from foyer.base.live.hub import Hub, in_thread
from foyer.base.live.models import LiveEvent
from foyer.base.postgres.base import DatabaseWrapper

pytestmark = pytest.mark.django_db(transaction=True)

GUEST = live.Principal(Actor("visitor", new_id()))


@pytest.fixture(autouse=True)
def _guest_may_read_the_hall(monkeypatch):
    monkeypatch.setitem(topics._readers, "hall", lambda principal, parts: parts != ["closed"])
    monkeypatch.setattr(topics, "_bearers", [lambda token: GUEST if token == "guest" else None])
    monkeypatch.setattr(topics, "_attending", [])


def say(topic: str, **data) -> None:
    with transaction.atomic():
        live.publish(topic, "said", data)


async def told(topic: str, **data) -> None:
    await asyncio.to_thread(in_thread, lambda: say(topic, **data))


class Reader:
    """A browser: reads one stream of the ASGI endpoint."""

    def __init__(self) -> None:
        self.status, self.text, self.slow = 0, "", False
        self.gone = asyncio.Event()

    async def receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        while self.slow:
            await asyncio.sleep(0.01)
        self.status = message.get("status", self.status)
        self.text += message.get("body", b"").decode()

    def events(self, kind="said") -> list[dict]:
        blocks = [
            dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)
            for block in self.text.split("\n\n")
        ]
        return [json.loads(block["data"]) | {"id": block.get("id")} for block in blocks if block.get("event") == kind]

    async def until(self, count: int, kind="said") -> list[dict]:
        async with asyncio.timeout(8):
            while len(self.events(kind)) < count:
                await asyncio.sleep(0.01)
        return self.events(kind)


@asynccontextmanager
async def reading(query: str, token="guest", **headers):  # noqa: S107
    reader = Reader()
    names = {"authorization": f"Bearer {token}"} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http", "method": "GET", "path": "/live", "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in names.items()],
    }  # fmt: skip
    task = asyncio.create_task(stream.stream(scope, reader.receive, reader.send))
    async with asyncio.timeout(8):
        while not (reader.events("ready") or task.done()):
            await asyncio.sleep(0.01)
    yield reader
    reader.gone.set()
    await task


def run(story) -> None:
    """Play an async story with a hub of its own."""

    async def play():
        stream.hub = Hub()
        try:
            async with asyncio.timeout(20):
                await story()
        finally:
            await stream.hub.stop()

    asyncio.run(play())


def test_numbers_follow_the_order_of_commits_even_when_the_first_writer_commits_last():
    wrote, may_commit = Signal(), Signal()

    def late_writer() -> None:
        try:
            with transaction.atomic():
                live.publish("hall:1", "said", {"who": "late"})
                wrote.set()
                may_commit.wait(5)
        finally:
            connections.close_all()

    late = Thread(target=late_writer)
    late.start()
    wrote.wait(5)
    say("hall:1", who="early")
    may_commit.set()
    late.join()

    rows = LiveEvent.objects.filter(topic="hall:1").order_by("seq")
    assert [(row.seq, row.data["who"]) for row in rows] == [(1, "early"), (2, "late")]


def test_what_a_rolled_back_savepoint_said_is_not_heard():
    with transaction.atomic():
        live.publish("hall:1", "said", {"n": 1})
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            live.publish("hall:1", "said", {"n": 2})
            raise ZeroDivisionError
        live.publish("hall:1", "said", {"n": 3})

    assert [row.data["n"] for row in LiveEvent.objects.order_by("seq")] == [1, 3]


def test_a_hundred_writers_of_two_topics_in_both_orders_never_wait_for_each_other():
    def writer(names: list[str]) -> None:
        try:
            for n in range(25):
                with transaction.atomic():
                    for name in names:
                        live.publish(name, "said", {"n": n})
        finally:
            connections.close_all()

    writers = [Thread(target=writer, args=(["hall:a", "hall:b"][::step],)) for step in (1, -1, 1, -1)]
    for thread in writers:
        thread.start()
    for thread in writers:
        thread.join()

    for name in ("hall:a", "hall:b"):
        seqs = LiveEvent.objects.filter(topic=name).order_by("seq").values_list("seq", flat=True)
        assert list(seqs) == list(range(1, 101))


def test_publishing_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="inside the transaction"):
        live.publish("hall:1", "said", {})
    assert not connection.in_atomic_block


def test_a_reader_hears_what_happens_after_it_came():
    say("hall:1", n=1)

    async def story():
        async with reading("topics=hall:1,hall:2") as reader:
            await told("hall:1", n=2)
            await told("hall:2", n=3)
            events = await reader.until(2)
        assert [(event["topic"], event["seq"], event["n"], event["id"]) for event in events] == [
            ("hall:1", 2, 2, "2.0"),
            ("hall:2", 1, 3, "2.1"),
        ]

    run(story)


def test_a_reader_that_comes_back_hears_what_it_missed_once():
    for n in range(1, 6):
        say("hall:1", n=n)

    async def story():
        async with reading("topics=hall:1", last_event_id="2") as reader:
            await told("hall:1", n=6)
            events = await reader.until(4)
        assert [event["n"] for event in events] == [3, 4, 5, 6]

    run(story)


def test_a_long_event_and_more_than_a_page_of_missed_events_arrive_whole():
    with transaction.atomic():
        for n in range(hubs.PAGE + 20):
            live.publish("hall:1", "said", {"n": n})

    async def story():
        async with reading("topics=hall:1&cursor=0") as reader:
            await told("hall:1", n="x" * 20_000)
            events = await reader.until(hubs.PAGE + 21)
        assert [event["seq"] for event in events] == list(range(1, hubs.PAGE + 22))
        assert len(events[-1]["n"]) == 20_000

    run(story)


def test_a_lost_notification_is_found_by_looking(monkeypatch):
    monkeypatch.setattr(hubs, "LOOK_SECONDS", 0.1)
    monkeypatch.setattr(DatabaseWrapper, "notify_after_commit", lambda _self, _notices: None)

    async def story():
        async with reading("topics=hall:1") as reader:
            await told("hall:1", n=1)
            assert [event["n"] for event in await reader.until(1)] == [1]

    run(story)


def test_swapped_and_doubled_notifications_change_nothing(monkeypatch):
    kept: list = []
    monkeypatch.setattr(DatabaseWrapper, "notify_after_commit", lambda _self, notices: kept.extend(notices))

    def send(notices: list) -> None:
        connection.notify(notices)

    async def story():
        async with reading("topics=hall:1") as reader:
            for n in (1, 2, 3):
                await told("hall:1", n=n)
            await asyncio.to_thread(in_thread, send, [*reversed(kept), *kept])
            await told("hall:1", n=4)
            await asyncio.to_thread(in_thread, send, kept)
            assert [event["n"] for event in await reader.until(4)] == [1, 2, 3, 4]

    run(story)


def test_when_the_listening_connection_is_killed_the_stream_goes_on():
    async def story():
        async with reading("topics=hall:1") as reader:
            await told("hall:1", n=1)
            await reader.until(1)
            await asyncio.to_thread(in_thread, kill_listeners)
            await told("hall:1", n=2)
            assert [event["n"] for event in await reader.until(2)] == [1, 2]

    run(story)


def kill_listeners() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'foyer-live'"
            " AND datname = current_database()"
        )


def test_a_cursor_older_than_what_is_kept_is_told_to_load_again():
    say("hall:1", n=1)
    with clock.at(clock.now()):
        clock.advance(days=publishing.KEEP_DAYS + 1)
        live.purge()
    say("hall:1", n=2)

    async def story():
        async with reading("topics=hall:1&cursor=0") as reader:
            assert (await reader.until(1, "reset"))[0]["topics"] == ["hall:1"]
            await told("hall:1", n=3)
            assert [event["n"] for event in await reader.until(1)] == [3]

    run(story)


def test_a_reader_too_slow_to_follow_is_let_go_and_loses_nothing(monkeypatch):
    monkeypatch.setattr(hubs, "MOST_WAITING", 5)

    async def story():
        async with reading("topics=hall:1") as reader:
            reader.slow = True
            for n in range(1, 12):
                await told("hall:1", n=n)
            await asyncio.sleep(0.2)
            reader.slow = False
            async with asyncio.timeout(5):
                while stream.hub.streams:
                    await asyncio.sleep(0.01)
            seen = reader.events()
        async with reading("topics=hall:1", last_event_id=seen[-1]["id"] if seen else "0") as again:
            rest = await again.until(11 - len(seen))
        assert [event["n"] for event in seen + rest] == list(range(1, 12))

    run(story)


def test_a_reader_who_takes_nothing_at_all_any_more_is_let_go(monkeypatch):
    monkeypatch.setattr(hubs, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(hubs, "WRITE_SECONDS", 0.2)
    monkeypatch.setattr(stream, "WRITE_SECONDS", 0.2)

    async def story():
        async with reading("topics=hall:1") as reader:
            reader.slow = True
            await told("hall:1", n=1)
            async with asyncio.timeout(5):
                while stream.hub.streams:
                    await asyncio.sleep(0.01)

    run(story)


def test_a_quiet_stream_says_now_and_then_that_it_is_there(monkeypatch):
    monkeypatch.setattr(hubs, "BEAT_SECONDS", 0.05)
    monkeypatch.setattr(hubs, "QUIET_SECONDS", 0.1)

    async def story():
        async with reading("topics=hall:1") as reader:
            async with asyncio.timeout(5):
                while reader.text.count(":\n\n") < 3:
                    await asyncio.sleep(0.01)
            await told("hall:1", n=1)
            assert [event["n"] for event in await reader.until(1)] == [1]

    run(story)


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


def test_ephemeral_events_are_heard_and_not_kept():
    async def story():
        async with reading("topics=hall:1") as reader:
            await asyncio.to_thread(in_thread, lambda: live.ephemeral("hall:1", "typing", {"who": "agent"}))
            assert (await reader.until(1, "typing"))[0]["who"] == "agent"

    run(story)
    assert not LiveEvent.objects.exists()


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
