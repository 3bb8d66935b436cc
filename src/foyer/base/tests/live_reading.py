"""Reading a live stream as a browser does, for the tests of the feed: topics of a hall that any guest may follow."""

import asyncio
import json
from contextlib import asynccontextmanager

from django.db import connection, transaction

from foyer.base import live
from foyer.base.actors import Actor
from foyer.base.ids import new_id
from foyer.base.live import stream
from foyer.base.live.hub import Hub, in_thread

GUEST = live.Principal(Actor("visitor", new_id()))


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


def kill_listeners() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'foyer-live'"
            " AND datname = current_database()"
        )
