"""The proof that nothing was lost: what was acknowledged, beside what is kept, read back over HTTP and streamed.

- *lost*: acknowledged, and not in the database, or not read back over HTTP, or never given by the open stream;
- *doubled*: kept twice under one client id, or given twice by one stream;
- *reordered*: a sender's messages kept in another order than they were acknowledged in, or a stream or a reading that
  gave a later message before an earlier one.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import psycopg
from bench.visitors import API, Said, Visitor

PAGE = 200
READING_AT_ONCE = 16
RESUME_SECONDS = 60.0

_KEPT = """
    SELECT conversation_id::text, seq, id::text, client_id, is_internal FROM conversations_message
    WHERE conversation_id::text = ANY(%s) ORDER BY conversation_id, seq
"""


@dataclass
class Proof:
    stored: int = 0
    lost: int = 0
    doubled: int = 0
    reordered: int = 0
    others_stored: int = 0
    streams_behind: int = 0

    @property
    def holds(self) -> bool:
        return not (self.lost or self.doubled or self.reordered or self.streams_behind)


@dataclass
class Row:
    seq: int
    id: str
    client_id: str
    is_internal: bool


async def prove(visitors: list[Visitor], replies: list[list[Said]], database_url: str) -> Proof:
    """Wait until each open stream has given all there is, then compare. `replies` has a list for each agent."""
    kept = await _settled(visitors, database_url)
    proof, read_back = Proof(), await _read_back(visitors)
    each_agents = [_by_conversation(one) for one in replies]
    for visitor in visitors:
        rows = kept.get(visitor.conversation, [])
        _compare_rows(proof, rows, visitor.said)
        proof.stored += _stored(rows, visitor.said)
        for others in (visitor.tapped, *(of[visitor.conversation] for of in each_agents)):
            _compare_rows(proof, rows, others)
            proof.others_stored += _stored(rows, others)
        public = [row for row in rows if not row.is_internal]
        _compare_reading(proof, [row.id for row in public], read_back[visitor.conversation])
        _compare_stream(proof, [row.seq for row in public], visitor)
    return proof


async def _settled(visitors: list[Visitor], database_url: str) -> dict[str, list[Row]]:
    """The rows, read again until the streams have given all of them or a minute has passed."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + RESUME_SECONDS
    while True:
        kept = await asyncio.to_thread(_rows, database_url, [visitor.conversation for visitor in visitors])
        if not any(_is_behind(kept, visitor) for visitor in visitors) or loop.time() > deadline:
            return kept
        await asyncio.sleep(1)


def _is_behind(kept: dict[str, list[Row]], visitor: Visitor) -> bool:
    """Whether the stream is closed at the moment, or has not yet given something that is kept."""
    public = [row.seq for row in kept.get(visitor.conversation, []) if not row.is_internal]
    return not visitor.feed.is_open.is_set() or not set(public) <= set(visitor.heard)


def _rows(database_url: str, conversations: list[str]) -> dict[str, list[Row]]:
    kept: defaultdict[str, list[Row]] = defaultdict(list)
    with psycopg.connect(database_url) as connection:
        for conversation, *row in connection.execute(_KEPT, [conversations]):
            kept[conversation].append(Row(*row))
    return kept


async def _read_back(visitors: list[Visitor]) -> dict[str, list[str]]:
    """Every conversation as its own visitor reads it over HTTP: the identifiers, in order."""
    door = asyncio.Semaphore(READING_AT_ONCE)

    async def read(visitor: Visitor) -> tuple[str, list[str]]:
        async with door:
            return visitor.conversation, await _read_one(visitor)

    return dict(await asyncio.gather(*(read(visitor) for visitor in visitors)))


async def _read_one(visitor: Visitor) -> list[str]:
    found: list[dict[str, Any]] = []
    while True:
        after = found[-1]["seq"] if found else 0
        path = f"{API}/conversations/{visitor.conversation}/messages?after={after}&limit={PAGE}"
        page = (await visitor.http.surely("GET", path)).json()
        found += page
        if len(page) < PAGE:
            return [message["id"] for message in found]


def _compare_rows(proof: Proof, rows: list[Row], said: Iterable[Said]) -> None:
    copies = Counter(row.client_id for row in rows)
    by_id = {row.id: row for row in rows}
    acknowledged = [one for one in said if one.is_acknowledged]
    for one in acknowledged:
        row = by_id.get(one.id)
        proof.lost += row is None or row.client_id != one.client_id or row.seq != one.seq
        proof.doubled += max(0, copies[one.client_id] - 1)
    proof.reordered += sum(later.seq <= earlier.seq for earlier, later in pairwise(acknowledged))


def _stored(rows: list[Row], said: Iterable[Said]) -> int:
    kept = {row.client_id for row in rows}
    return sum(one.client_id in kept for one in said)


def _compare_reading(proof: Proof, kept: list[str], read: list[str]) -> None:
    proof.lost += len(set(kept) - set(read))
    proof.doubled += len(read) - len(set(read))
    proof.reordered += set(kept) == set(read) and sorted(read, key=kept.index) != read


def _compare_stream(proof: Proof, kept: list[int], visitor: Visitor) -> None:
    missing = set(kept) - set(visitor.heard)
    proof.streams_behind += bool(missing) or not visitor.feed.is_open.is_set()
    proof.lost += len(missing)
    proof.doubled += len(visitor.heard) - len(set(visitor.heard))
    proof.reordered += sum(later < earlier for earlier, later in pairwise(visitor.heard))


def _by_conversation(said: Iterable[Said]) -> defaultdict[str, list[Said]]:
    found: defaultdict[str, list[Said]] = defaultdict(list)
    for one in said:
        found[one.conversation].append(one)
    return found
