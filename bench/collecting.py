"""The clients of `collector.py`: events as the real libraries send them, to Foyer or by COPY to a bare table."""

import json
import os
import socket
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import psycopg

PRODUCTS = ("信用卡", "Savings account", "住房贷款", "Gold card", "货币基金")
ROWS = "bench_rows"
REQUESTS = "bench_requests"


def event(number: int) -> dict[str, Any]:
    """One event with what segment-analytics-python adds by itself."""
    return {
        "type": "track", "event": "Product Viewed", "messageId": str(uuid4()), "userId": f"user-{number % 5_000}",
        "anonymousId": str(uuid4()), "timestamp": "2026-11-24T03:14:15.926535+00:00", "integrations": {},
        "context": {"library": {"name": "analytics-python", "version": "2.4.0"}, "page": {"path": "/products"}},
        "properties": {"name": PRODUCTS[number % 5], "price": number % 997, "position": number % 7, "list": "home"},
    }  # fmt: skip


def batches(count: int, size: int, secret: str) -> list[bytes]:
    """Bodies of requests, no message twice."""
    around = {"sentAt": "2026-11-24T03:14:16+00:00", "writeKey": secret}
    return [json.dumps({"batch": [event(n) for n in range(size)], **around}).encode() for _ in range(count)]


@dataclass
class Sent:
    """What was acknowledged, and how long each took."""

    requests: int = 0
    seconds: float = 0.0
    lags: list[float] = field(default_factory=list)
    refused: int = 0


def run(connections: int, seconds: float, client: Callable[[int], Callable[[bytes], bool]], items: list[bytes]) -> Sent:
    """So many connections at once, each sending the next as soon as the last was acknowledged."""
    sent, barrier = Sent(), Barrier(connections + 1)
    common = {"seconds": seconds, "barrier": barrier, "sent": sent}
    shares = [items[number::connections] for number in range(connections)]
    threads = [Thread(target=_send, args=(client, number, share), kwargs=common) for number, share in enumerate(shares)]
    for thread in threads:
        thread.start()
    barrier.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    sent.requests, sent.seconds = len(sent.lags), time.perf_counter() - begun
    return sent


def _send(
    client: Callable[[int], Callable[[bytes], bool]], number: int, items: list[bytes], *, seconds: float,
    barrier: Barrier, sent: Sent,
) -> None:  # fmt: skip
    send, place = client(number), 0
    barrier.wait()
    until = time.perf_counter() + seconds
    while (begun := time.perf_counter()) < until:
        if send(items[place % len(items)]):
            sent.lags.append(time.perf_counter() - begun)
        else:
            sent.refused += 1
        place += 1


def http(address: tuple[str, int], secret: str) -> Callable[[int], Callable[[bytes], bool]]:
    """A keep-alive connection that posts batches, with no more work in the client than must be."""
    key = b64encode(f"{secret}:".encode()).decode()
    head = f"POST /v1/batch HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic {key}\r\nContent-Length: %d\r\n\r\n"

    def connect(_number: int) -> Callable[[bytes], bool]:
        door = socket.create_connection(address)
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def send(body: bytes) -> bool:
            door.sendall((head % len(body)).encode() + body)
            answer = b""
            while b"\r\n\r\n" not in answer or not answer.endswith(b"}"):
                answer += door.recv(4096)
            return answer.startswith(b"HTTP/1.1 200")

        return send

    return connect


def copying(database_url: str, table: str) -> Callable[[int], Callable[[bytes], bool]]:
    """A connection that COPYs ready lines and commits."""

    def connect(_number: int) -> Callable[[bytes], bool]:
        connection = psycopg.connect(database_url, autocommit=True)
        cursor = connection.cursor()

        def send(lines: bytes) -> bool:
            with cursor.copy(f"COPY {table} (payload) FROM STDIN") as copy:
                copy.write(lines)
            return True

        return send

    return connect


def rows_of(body: bytes) -> bytes:
    """The lines of a batch for a bare COPY: a row an event, its JSON as it is."""
    events = json.loads(body)["batch"]
    return b"".join(json.dumps(one).replace("\\", "\\\\").encode() + b"\n" for one in events)


def row_of(body: bytes) -> bytes:
    """The same batch as one row."""
    return body.replace(b"\\", b"\\\\") + b"\n"


def main(what: str) -> None:
    """Within the house's own Django: make a key, or drain."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")
    django.setup()
    from foyer.base.actors import SYSTEM
    from foyer.customers.collecting import draining, keys

    if what == "key":
        print(json.dumps(keys.new_write_key(source="bench", name="Bench", by=SYSTEM).secret))
    else:
        begun = time.perf_counter()
        drained = draining.drain(seconds=float(what))
        print(json.dumps({"seconds": time.perf_counter() - begun, "events": drained.events + drained.repeated}))
