"""The limit: PostgreSQL's LISTEN/NOTIFY and a socket write, nothing between. No sign-in, no order, nothing resumed."""

import asyncio
import os
import socket
from collections import defaultdict

import psycopg
import uvloop

CHANNEL = "bare"


class Door(asyncio.Protocol):
    """One watcher: its first line names the topic it follows."""

    watchers: defaultdict[str, set[asyncio.WriteTransport]] = defaultdict(set)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.topic = data.decode().strip()
        self.watchers[self.topic].add(self.transport)

    def connection_lost(self, _error: Exception | None) -> None:
        self.watchers[self.topic].discard(self.transport)


async def serve(door: socket.socket, database_url: str) -> None:
    await asyncio.get_running_loop().create_server(Door, sock=door)
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        async for notification in connection.notifies():
            line = notification.payload.encode() + b"\n"
            for transport in Door.watchers[notification.payload.partition(" ")[0]]:
                transport.write(line)


def main(door: int) -> None:
    """Serve on an inherited socket until killed."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(socket.socket(fileno=door), os.environ["DATABASE_URL"]))
