"""The writers of a measurement: several processes that send messages, at a steady rate or as fast as they are taken.

At a rate, message k is due at `begin + k / rate` and carries that moment as the moment it was sent, however late the
writer comes to it: waiting for a busy system counts as the system's delay. Ways to send:

- `publish`: `live.publish` in a transaction of its own; the mechanism alone;
- `action`: `conversations.actions.send`, as every page, door and job of the product sends;
- `http`: the same through the public API, with the visitor's token;
- `bare`, `numbered` and `matrix`: the limit, the limit with rows numbered by topic, and the peer.
"""

import json
import os
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any
from uuid import uuid4

from bench.watching import SPAWN, mark

WORDS = "您好，我想了解一下信用卡分期的手续费怎么计算，谢谢。Could you tell me how it is worked out? "
READY_SECONDS = 1.0

Target = dict[str, str]
Send = Callable[[Target, str], None]


@dataclass(frozen=True)
class Load:
    """What is to be sent: `rate` messages a second for `seconds`, or without a rate as many as will go."""

    way: str
    targets: list[Target]
    seconds: float
    rate: float | None = None
    processes: int = 2
    threads: int = 4
    settings: dict[str, Any] | None = None
    environment: dict[str, str] | None = None


@dataclass
class Sent:
    """What became of it. `seconds` runs from the first message until the last acknowledgement."""

    acknowledged: int = 0
    failed: int = 0
    seconds: float = 0.0
    why: str = ""

    @property
    def rate(self) -> float:
        return self.acknowledged / self.seconds if self.seconds else 0.0


def run(load: Load) -> Sent:
    """Send the load from `load.processes` processes that begin together."""
    ready = SPAWN.Barrier(load.processes + 1)
    pipes = [_start(load, part, ready) for part in range(load.processes)]
    ready.wait(120)
    parts = []
    for pipe in pipes:
        if not pipe.poll(load.seconds + 120):
            raise TimeoutError(f"a writer ({load.way}) did not come back")
        parts.append(pipe.recv())
    return Sent(
        sum(part.acknowledged for part in parts),
        sum(part.failed for part in parts),
        max(part.seconds for part in parts),
        next((part.why for part in parts if part.why), ""),
    )


def _start(load: Load, part: int, ready: Any) -> Any:
    ours, theirs = SPAWN.Pipe()
    SPAWN.Process(target=_write, args=(load, part, ready, theirs), daemon=True).start()
    return ours


def _write(load: Load, part: int, ready: Any, pipe: Any) -> None:
    os.environ.update(load.environment or {})
    make = WAYS[load.way](load.settings or {})
    lanes = load.processes * load.threads
    with ThreadPoolExecutor(load.threads) as pool:
        ready.wait(120)
        begin = time.monotonic() + READY_SECONDS
        lane_numbers = range(part * load.threads, (part + 1) * load.threads)
        parts = list(pool.map(lambda lane: _lane(load, make(), lane, lanes, begin), lane_numbers))
    acknowledged, failed = sum(one.acknowledged for one in parts), sum(one.failed for one in parts)
    why = next((one.why for one in parts if one.why), "")
    pipe.send(Sent(acknowledged, failed, max(one.seconds for one in parts), why))


def _lane(load: Load, send: Send, lane: int, lanes: int, begin: float) -> Sent:
    """One writer: its share of the schedule, one message after the other."""
    chance, sent = random.Random(lane), Sent()
    for due in _due(load, lane, lanes, begin):
        try:
            send(chance.choice(load.targets), f"{WORDS}{mark(due)}")
            sent.acknowledged += 1
        except Exception as error:
            sent.failed += 1
            sent.why = sent.why or f"{type(error).__name__}: {error}"
        sent.seconds = time.monotonic() - begin
    return sent


def _due(load: Load, lane: int, lanes: int, begin: float) -> Iterator[float]:
    """The moments at which this lane's messages are due."""
    time.sleep(max(0.0, begin - time.monotonic()))
    if load.rate is None:
        while (now := time.monotonic()) < begin + load.seconds:
            yield now
        return
    for number in range(lane, int(load.rate * load.seconds), lanes):
        due = begin + number / load.rate
        time.sleep(max(0.0, due - time.monotonic()))
        if time.monotonic() > begin + 2 * load.seconds:
            return
        yield due


def _publish(_settings: dict[str, Any]) -> Callable[[], Send]:
    _django()
    from django.db import transaction

    from foyer.base import live

    def send(target: Target, text: str) -> None:
        with transaction.atomic():
            live.publish(target["topic"], "message", {"text": text})

    return lambda: send


def _action(_settings: dict[str, Any]) -> Callable[[], Send]:
    _django()
    from uuid import UUID

    from foyer.base.actors import Actor
    from foyer.conversations import actions

    def send(target: Target, text: str) -> None:
        by = Actor("visitor", UUID(target["visitor"]))
        actions.send(target["conversation"], text=text, client_id=str(uuid4()), by=by)

    return lambda: send


def _http(settings: dict[str, Any]) -> Callable[[], Send]:
    def make() -> Send:
        connection = HTTPConnection(*settings["address"], timeout=30)

        def send(target: Target, text: str) -> None:
            path = f"/api/v1/conversations/{target['conversation']}/messages"
            body = {"client_id": str(uuid4()), "text": text}
            _request(connection, "POST", path, body, target["token"])

        return send

    return make


def _bare(settings: dict[str, Any]) -> Callable[[], Send]:
    return _keeping("INSERT INTO bare_said (topic, text) VALUES (%s, %s)", settings)


def _numbered(settings: dict[str, Any]) -> Callable[[], Send]:
    """Each topic counts its own rows, without a gap: the least that a stream one can resume has to write."""
    keep = """
        WITH next AS (
            INSERT INTO bare_topic AS t (topic, number) VALUES (%s, 1)
            ON CONFLICT (topic) DO UPDATE SET number = t.number + 1 RETURNING topic, number
        )
        INSERT INTO bare_numbered (topic, number, text) SELECT topic, number, %s FROM next
    """
    return _keeping(keep, settings)


def _keeping(keep: str, settings: dict[str, Any]) -> Callable[[], Send]:
    """Keep the row, committed and on the disk, then notify."""
    import psycopg

    def make() -> Send:
        connection = psycopg.connect(settings["database_url"], autocommit=True)

        def send(target: Target, text: str) -> None:
            connection.execute(keep, [target["topic"], text])
            notify = "SELECT set_config('synchronous_commit', 'off', true), pg_notify('bare', %s)"
            connection.execute(notify, [f"{target['topic']} {text}"])

        return send

    return make


def _matrix(settings: dict[str, Any]) -> Callable[[], Send]:
    def make() -> Send:
        connection = HTTPConnection(*settings["address"], timeout=60)

        def send(target: Target, text: str) -> None:
            path = f"/_matrix/client/v3/rooms/{target['room']}/send/m.room.message/{uuid4()}"
            _request(connection, "PUT", path, {"msgtype": "m.text", "body": text}, target["token"])

        return send

    return make


def _request(connection: HTTPConnection, method: str, path: str, body: dict[str, str], token: str) -> None:
    headers = {"Host": "localhost", "Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    try:
        connection.request(method, path, json.dumps(body).encode(), headers)
        answer = connection.getresponse()
        said = answer.read()
    except (OSError, HTTPException):
        connection.close()
        raise
    if answer.status >= 300:
        raise ValueError(f"{answer.status} {said[:200].decode(errors='replace')}")


def _django() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "foyer.config.settings"
    import django

    django.setup()


WAYS: dict[str, Callable[[dict[str, Any]], Callable[[], Send]]] = {
    "publish": _publish, "action": _action, "http": _http, "bare": _bare, "numbered": _numbered,
    "matrix": _matrix,
}  # fmt: skip
