"""The hub: one per web process. It listens to PostgreSQL once and hands events to all streams of the process.

Invariant: each stream sees each topic's numbers in order and without a gap, however notifications are lost, doubled
or swapped. The hub knows the last number it handed on (`Topic.seq`); an older one is dropped, a jump makes it read
the rows between, and a look at the topics' rows every few seconds finds what no notification told of.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
import structlog
from django.db import connections
from psycopg import AsyncConnection, OperationalError
from psycopg.pq.abc import PGconn
from psycopg.rows import tuple_row

from foyer.base import wake
from foyer.base.crypto import KeyMissing, Unreadable
from foyer.base.live.event import Call, Event, kept
from foyer.base.live.topics import Principal, tell_attending

T = TypeVar("T")

log = structlog.get_logger(__name__)

LOOK_SECONDS = 2.0
ATTENDANCE_SECONDS = 15.0
BEAT_SECONDS = 1.0
QUIET_SECONDS = 15.0  # then a stream is written to, so that both ends learn when the other is gone
WRITE_SECONDS = 30.0
ADMITTED_SECONDS = 300.0  # then it is asked again; whoever takes a right away says so: `live.dismiss`, `live.recheck`
MOST_WAITING = 1_000  # events a slow reader may owe before it is let go; it comes back with its cursor
PAGE = 500

_ROWS = """
    SELECT e.topic, e.seq, e.kind, e.at, e.data::text
    FROM unnest(%s::text[], %s::bigint[]) AS t(name, seq)
    JOIN LATERAL (SELECT * FROM base_liveevent WHERE topic = t.name AND seq > t.seq ORDER BY seq LIMIT %s) e ON true
    ORDER BY e.topic, e.seq
"""
_NEWEST = "SELECT name, last_seq FROM base_livetopic WHERE name = ANY(string_to_array(%s, ','))"  # quicker than a list


BEAT = Event("", None, "beat")


def _now() -> float:
    return asyncio.get_running_loop().time()


@dataclass(eq=False, slots=True)
class Stream:
    """One reader's side: the events that wait for it. `ended` says why it must close: too slow, or dismissed. While it
    is `in_doubt`, nothing is written until it is known that the reader may still read. Times are those of the loop.
    """

    principal: Principal
    topics: list[str]
    queue: asyncio.Queue[Event] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))
    ended: str = ""
    in_doubt: bool = False
    written_at: float = field(default_factory=_now)
    writing_since: float | None = None
    admitted_at: float = field(default_factory=_now)
    give_up: Callable[[], Any] = lambda: None

    def beat(self, now: float) -> None:
        """Write something when it was quiet for long; ask again when long ago; give up who takes nothing any more."""
        if self.writing_since is not None:
            if now - self.writing_since > WRITE_SECONDS:
                self.give_up()
        elif now - self.admitted_at > ADMITTED_SECONDS:
            self.admitted_at = now
            self.doubt()
        elif now - self.written_at > QUIET_SECONDS:
            self.put(BEAT)

    def put(self, event: Event) -> None:
        try:
            self.queue.put_nowait(event)
        except asyncio.QueueFull:
            self.ended = "too slow"

    def end(self, why: str) -> None:
        self.ended = why
        self.put(Event("", None, "end", "{}"))

    def doubt(self) -> None:
        self.in_doubt = True
        self.put(Event("", None, "doubt", "{}"))


@dataclass(eq=False, slots=True)
class Topic:
    seq: int | None = None
    streams: set[Stream] = field(default_factory=set)


class Hub:
    def __init__(self) -> None:
        self._topics: dict[str, Topic] = {}
        self._behind: set[str] = set()
        self._wake = asyncio.Event()
        self._reading = asyncio.Lock()
        self._reader: AsyncConnection | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self.streams: set[Stream] = set()
        self.held: Counter[Principal] = Counter()
        self.degraded = False

    def start(self) -> None:
        """Begin to listen; called once, by the first stream of the process."""
        if not self._tasks:
            works = (self._listen, self._catch_up, self._beat, self._tell_attending)
            self._tasks = [asyncio.create_task(work()) for work in works]

    async def stop(self) -> None:
        """End listening. A task is told until it ends: a driver that is connecting may swallow one cancellation."""
        while pending := [task for task in self._tasks if not task.done()]:
            for task in pending:
                task.cancel()
            await asyncio.wait(pending, timeout=1)
        self._tasks = []
        if self._reader:
            await self._reader.close()

    def join(self, principal: Principal, topics: list[str]) -> Stream:
        """A new stream, which from now on is given every event of its topics."""
        stream = Stream(principal, topics)
        for name in topics:
            self._topics.setdefault(name, Topic()).streams.add(stream)
        self.streams.add(stream)
        self.held[principal] += 1
        return stream

    def leave(self, stream: Stream) -> None:
        for name in stream.topics:
            topic = self._topics.get(name)
            if topic is None:
                continue
            topic.streams.discard(stream)
            if not topic.streams:
                del self._topics[name]
        if stream in self.streams:
            self.streams.remove(stream)
            self.held -= Counter([stream.principal])

    async def newest(self, topics: list[str]) -> dict[str, int]:
        """The newest number of each topic."""
        rows = await self._fetch(_NEWEST, [",".join(topics)])
        newest = dict.fromkeys(topics, 0) | dict(rows)
        for name, seq in newest.items():
            topic = self._topics.get(name)
            if topic and topic.seq is None:
                topic.seq = seq
        return newest

    async def since(self, cursor: dict[str, int]) -> list[Event]:
        """The durable events after each topic's number, at most `PAGE` a topic."""
        rows = await self._fetch(_ROWS, [list(cursor), list(cursor.values()), PAGE])
        return [Event.of(topic, seq, kind, at.isoformat(), kept(data)) for topic, seq, kind, at, data in rows]

    # -- listening -----------------------------------------------------------------------------------------------

    async def _listen(self) -> None:
        """Hear notifications for ever; when the connection is lost, connect again and look at everything."""
        while True:
            try:
                async with await _connect() as connection:
                    await connection.execute(f"LISTEN {wake.LIVE}")
                    self.degraded = False
                    self._look_at_everything()
                    await self._hear(connection.pgconn)
            except (OperationalError, OSError) as error:
                self.degraded = True
                log.warning("live_listener_lost", error=type(error).__name__)
            except Exception:  # listening goes on whatever happens: nobody would begin it again
                self.degraded = True
                log.exception("live_listener_failed")
            await asyncio.sleep(0.2)

    async def _hear(self, ear: PGconn) -> None:
        """Until the connection is lost. psycopg's `notifies()` would register the socket anew for each notification."""
        loop = asyncio.get_running_loop()
        lost = loop.create_future()
        loop.add_reader(ear.socket, self._take, ear, lost)
        try:
            await lost
        finally:
            loop.remove_reader(ear.socket)

    def _take(self, ear: PGconn, lost: asyncio.Future[None]) -> None:
        try:
            ear.consume_input()
            while notification := ear.notifies():
                self._heard(notification.extra.decode())
        except Exception as error:
            if not lost.done():
                lost.set_exception(error)

    def _heard(self, payload: str) -> None:
        """Hand on what a notification says. One that nobody can read may have said anything: look at everything."""
        try:
            call = Call.heard(payload)
            changed = call.said if not call.topic else {}
        except (msgspec.MsgspecError, TypeError, ValueError, Unreadable, KeyMissing) as problem:
            log.error("live_notification_unreadable", problem=type(problem).__name__)
            self._look_at_everything()
            return
        if not call.topic:
            self._rights_changed(call.kind, changed)
        topic = self._topics.get(call.topic)
        if topic is None:
            return
        if call.seq is None:
            self._hand_on(topic, call.event)
        elif call.kind and (topic.seq is None or call.seq == topic.seq + 1):
            topic.seq = call.seq
            self._hand_on(topic, call.event)
        elif topic.seq is None or call.seq > topic.seq:
            self._behind.add(call.topic)
            self._wake.set()

    def _look_at_everything(self) -> None:
        """Events may have been published, and rights taken away, while nothing was heard."""
        self._behind.update(self._topics)
        self._doubt("", "")
        self._wake.set()

    def _rights_changed(self, kind: str, who: dict[str, str]) -> None:
        if kind == "dismiss":
            self._dismiss(who["actor"])
        else:
            self._doubt(who["topic"], who["actor"])

    def _doubt(self, topic: str, actor: str) -> None:
        """Whoever follows the topic or something below it, or is the actor, or everybody."""
        for stream in self.streams:
            follows = not topic or any(name == topic or name.startswith(f"{topic}:") for name in stream.topics)
            if follows and actor in ("", str(stream.principal.actor)):
                stream.doubt()

    def _dismiss(self, actor: str) -> None:
        for stream in self.streams:
            if str(stream.principal.actor) == actor:
                stream.end("dismissed")

    @staticmethod
    def _hand_on(topic: Topic, event: Event) -> None:
        for stream in topic.streams:
            stream.put(event)

    async def _catch_up(self) -> None:
        """Read the rows of topics that are behind, at once when told and for all topics every few seconds."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), LOOK_SECONDS)
            self._wake.clear()
            try:
                await self._read_behind(self._behind or await self._late_topics())
            except (OperationalError, OSError) as error:
                log.warning("live_reader_lost", error=type(error).__name__)
                await asyncio.sleep(0.2)
            except Exception:  # reading goes on too
                log.exception("live_reader_failed")
                await asyncio.sleep(LOOK_SECONDS)

    async def _late_topics(self) -> set[str]:
        newest = await self._fetch(_NEWEST, [",".join(self._topics)]) if self._topics else []
        return {name for name, seq in newest if (topic := self._topics.get(name)) and seq > (topic.seq or 0)}

    async def _read_behind(self, names: set[str]) -> None:
        cursor = {name: topic.seq for name in names if (topic := self._topics.get(name)) and topic.seq is not None}
        events = await self.since(cursor) if cursor else []
        self._behind.difference_update(names)
        for event in events:
            topic = self._topics.get(event.topic)
            if topic and topic.seq is not None and event.seq == topic.seq + 1:
                topic.seq = event.seq
                self._hand_on(topic, event)
        if len(events) >= PAGE:
            self._behind.update(cursor)
            self._wake.set()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            now = _now()
            for stream in [*self.streams]:
                stream.beat(now)

    async def _tell_attending(self) -> None:
        """Every few seconds, tell the rooms who has a stream open here."""
        while True:
            present = {stream.principal for stream in self.streams}
            if present:
                try:
                    await asyncio.to_thread(in_thread, tell_attending, present)
                except Exception as error:
                    log.warning("attendance_not_told", error=type(error).__name__)
            await asyncio.sleep(ATTENDANCE_SECONDS)

    async def _fetch(self, query: str, values: list[Any]) -> list[tuple[Any, ...]]:
        async with self._reading:
            if self._reader is None or self._reader.closed:
                self._reader = await _connect()
            try:
                cursor = await self._reader.execute(query, values)
                return await cursor.fetchall()
            except OperationalError:
                await self._reader.close()
                raise


async def _connect() -> AsyncConnection:
    """A connection of the hub's own, beside Django's, to the same database."""
    settings = connections["default"].get_connection_params()
    wanted = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert")
    parameters = {name: settings[name] for name in wanted if settings.get(name)}
    return await AsyncConnection.connect(
        **parameters, autocommit=True, row_factory=tuple_row, application_name="foyer-live"
    )


def in_thread(work: Callable[..., T], *values: Any) -> T:
    """Run Django code in a worker thread and give its database connection back afterwards."""
    try:
        return work(*values)
    finally:
        connections.close_all()
