"""The append-only log of accepted requests: one COPY at a time for each web process, everything that waits in it.

The invariant: `append` returns after the COPY with its row has been committed, and raises otherwise. While one COPY is
being committed the next requests gather, so that the busier it is the more of them share one commit. What may wait is
bounded; beyond it requests are refused at once, none is dropped silently.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg
import structlog
from django.db import connection

from foyer.base import clock
from foyer.base.crypto import CONTENT, seal
from foyer.base.ids import new_id
from foyer.customers.collecting.errors import CollectorBusy, NotKept
from foyer.customers.models import CollectedBatch
from foyer.customers.models.collecting import packed

log = structlog.get_logger(__name__)

MOST_WAITING_BYTES = 32 * 1024 * 1024
MOST_BYTES_A_COPY = 4 * 1024 * 1024
RETRY_SECONDS = 1
WRITE_SECONDS = 20.0
_TABLE = CollectedBatch._meta.db_table
_CONTEXT = f"{_TABLE}.payload"
_COPY = f"COPY {_TABLE} (id, write_key_id, received_at, kind, payload, attempt_count, refused) FROM STDIN"


@dataclass
class Waiting:
    line: bytes
    done: asyncio.Future[None]


class Log:
    """The log as one web process writes it; belongs to one event loop."""

    def __init__(self, most_waiting_bytes: int = MOST_WAITING_BYTES) -> None:
        self.most_waiting_bytes = most_waiting_bytes
        self._waiting: list[Waiting] = []
        self._bytes = 0
        self._writer: asyncio.Task[None] | None = None
        self._connection: psycopg.AsyncConnection[Any] | None = None

    async def append(self, *, write_key: UUID, kind: str, body: bytes) -> None:
        """Keep one request. Returns when it is on disk. Raises CollectorBusy or NotKept."""
        if self._bytes + len(body) > self.most_waiting_bytes:
            raise CollectorBusy(wait_seconds=RETRY_SECONDS)
        line = _line(write_key, kind, body)
        one = Waiting(line, asyncio.get_running_loop().create_future())
        self._waiting.append(one)
        self._bytes += len(line)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())
        await one.done

    async def stop(self) -> None:
        """Write what waits, then let go of the connection."""
        if self._writer is not None:
            await self._writer
        await self._disconnect()

    async def _write(self) -> None:
        """Until nothing waits."""
        while self._waiting:
            taken = self._take()
            try:
                async with asyncio.timeout(WRITE_SECONDS):
                    await self._copy(b"".join(one.line for one in taken))
            except Exception as problem:
                log.warning("events_not_kept", error=type(problem).__name__, requests=len(taken))
                await self._disconnect()
                _settle(taken, NotKept(wait_seconds=RETRY_SECONDS))
            else:
                _settle(taken, None)
            self._bytes -= sum(len(one.line) for one in taken)

    def _take(self) -> list[Waiting]:
        size = count = 0
        while count < len(self._waiting) and size < MOST_BYTES_A_COPY:
            size += len(self._waiting[count].line)
            count += 1
        taken, self._waiting = self._waiting[:count], self._waiting[count:]
        return taken

    async def _copy(self, lines: bytes) -> None:
        """In one statement, which commits by itself."""
        if self._connection is None:
            self._connection = await _connected()
        async with self._connection.cursor().copy(_COPY) as copy:
            await copy.write(lines)

    async def _disconnect(self) -> None:
        gone, self._connection = self._connection, None
        if gone is not None:
            with suppress(Exception):
                await gone.close()


def _line(write_key: UUID, kind: str, body: bytes) -> bytes:
    """A row in COPY's text form; none of its values has anything to escape."""
    identifier = new_id()
    sealed = seal(packed(body), _CONTEXT, CONTENT, row=identifier)
    row = (str(identifier), str(write_key), clock.now().isoformat(), kind, sealed, "0", "[]")
    return ("\t".join(row) + "\n").encode()


async def _connected() -> "psycopg.AsyncConnection[Any]":
    """A connection that confirms nothing before it is on disk, whatever the server's default is."""
    params = connection.get_connection_params()
    for name in ("cursor_factory", "context"):  # Django's own, not the server's
        params.pop(name, None)
    made = await psycopg.AsyncConnection.connect(**params, autocommit=True)
    if (await (await made.execute("SHOW synchronous_commit")).fetchone()) == ("off",):
        await made.execute("SET synchronous_commit = on")
    return made


def _settle(taken: list[Waiting], refusal: Exception | None) -> None:
    for one in taken:
        if one.done.done():
            continue
        if refusal is None:
            one.done.set_result(None)
        else:
            one.done.set_exception(refusal)
