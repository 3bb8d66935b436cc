"""Live: every reader sees every event once and in order, whatever is lost, late or killed on the way."""

import asyncio
from threading import Event as Signal
from threading import Thread

import pytest
from django.db import connection, connections, transaction
from django.db.models.expressions import RawSQL
from django.test.utils import CaptureQueriesContext

from foyer.base import clock, live, wake
from foyer.base.events.models import OutboxFact
from foyer.base.live import hub as hubs
from foyer.base.live import publishing, stream
from foyer.base.live.hub import in_thread
from foyer.base.live.models import LiveEvent
from foyer.base.postgres.base import DatabaseWrapper
from foyer.base.postgres.prepared import Rows
from foyer.base.tests.live_reading import kill_listeners, reading, run, say, told

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("hall")]


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


def test_what_else_a_transaction_holds_back_goes_with_its_events():
    other = OutboxFact(id=7, name="a.Fact", key="k", payload={}, published_at=clock.now())
    with CaptureQueriesContext(connection) as statements, transaction.atomic():
        live.publish("hall:1", "said", {"n": 1})
        Rows(OutboxFact).insert(other)

    assert [one["sql"].split()[0] for one in statements] == ["BEGIN", "WITH", "COMMIT"]
    assert LiveEvent.objects.get().seq == OutboxFact.objects.count() == 1


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


def test_ephemeral_events_are_heard_and_not_kept():
    async def story():
        async with reading("topics=hall:1") as reader:
            await asyncio.to_thread(in_thread, lambda: live.ephemeral("hall:1", "typing", {"who": "agent"}))
            assert (await reader.until(1, "typing"))[0]["who"] == "agent"

    run(story)
    assert not LiveEvent.objects.exists()


def damage(topic: str, seq: int) -> None:
    """What a lost key or a broken restore leaves behind: content that nobody can open."""
    LiveEvent.objects.filter(topic=topic, seq=seq).update(data=RawSQL("""to_jsonb('fy1:damaged'::text)""", ()))


def test_an_event_that_cannot_be_opened_makes_its_readers_load_again_and_the_feed_goes_on():
    for n in (1, 2):
        say("hall:1", n=n)
    damage("hall:1", 1)

    async def story():
        async with reading("topics=hall:1,hall:2&cursor=0.0") as reader:
            assert (await reader.until(1, "reset"))[0]["topics"] == ["hall:1"]
            assert [event["n"] for event in await reader.until(1)] == [2]
            await told("hall:2", n=3)
            assert [event["n"] for event in await reader.until(2)] == [2, 3]

    run(story)


@pytest.mark.parametrize(
    "rubbish", ["", "no JSON", "[]", '["hall:1"]', '{"topic": 1}', '["",null,"dismiss","","fy1:damaged"]']
)
def test_a_notification_that_says_nothing_readable_makes_the_hub_look_at_everything(rubbish, monkeypatch):
    monkeypatch.setattr(DatabaseWrapper, "notify_after_commit", lambda _self, _notices: None)

    async def story():
        async with reading("topics=hall:1") as reader:
            await told("hall:1", n=1)
            await asyncio.to_thread(in_thread, lambda: connection.notify([(wake.LIVE, rubbish)]))
            assert [event["n"] for event in await reader.until(1)] == [1]
            await told("hall:1", n=2)
            await asyncio.to_thread(in_thread, lambda: connection.notify([(wake.LIVE, '["hall:1",2]')]))
            assert [event["n"] for event in await reader.until(2)] == [1, 2]

    run(story)


@pytest.mark.parametrize("work", ["_hear", "_read_behind"])
def test_whatever_goes_wrong_once_in_the_hub_it_goes_on(work, monkeypatch):
    monkeypatch.setattr(hubs, "LOOK_SECONDS", 0.1)
    sound, failed = getattr(hubs.Hub, work), []

    async def fails_once(self, *values):
        if not failed:
            failed.append(work)
            raise RuntimeError(work)
        await sound(self, *values)

    monkeypatch.setattr(hubs.Hub, work, fails_once)

    async def story():
        async with reading("topics=hall:1") as reader:
            while not failed:
                await asyncio.sleep(0.01)
            await told("hall:1", n=1)
            assert [event["n"] for event in await reader.until(1)] == [1]

    run(story)
