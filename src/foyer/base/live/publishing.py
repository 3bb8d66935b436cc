"""Writing live events: durable ones, numbered at the end of the transaction, and ephemeral ones that are only heard."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, cast

import msgspec
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection as _connection

from foyer.base import clock, wake
from foyer.base.actors import Actor
from foyer.base.live.event import call, sealed
from foyer.base.live.models import LiveEvent, LiveTopic
from foyer.base.postgres.base import DatabaseWrapper

KEEP_DAYS = 3

connection = cast(DatabaseWrapper, _connection)

_NUMBER_AND_WRITE = """
    numbered AS (
        INSERT INTO base_livetopic AS t (name, last_seq)
        SELECT name, events FROM json_to_recordset(%s) AS spoken(name text, events int) WHERE {after_held}
        ON CONFLICT (name) DO UPDATE SET last_seq = t.last_seq + EXCLUDED.last_seq
        RETURNING name, last_seq
    ), kept AS (
        INSERT INTO base_liveevent (topic, seq, kind, data, at)
        SELECT topic, last_seq - later, kind, data, %s
        FROM json_to_recordset(%s) AS said(topic text, later int, kind text, data jsonb) JOIN numbered ON name = topic
    )
    SELECT name, last_seq FROM numbered
"""


def publish(topic: str, kind: str, data: dict[str, Any]) -> None:
    """Tell everyone who follows `topic`. Seen if, and only if, the surrounding transaction commits.

    `data` is JSON-ready and holds no secret: it is kept, sealed, for `KEEP_DAYS` days and shown to whoever may read the
    topic.
    Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("live.publish() belongs inside the transaction of the change it shows")
    connection.before_commit(_number_and_write, (topic, kind, sealed(_text(data))))


def _number_and_write(events: list[tuple[str, str, str]]) -> None:
    """Write a transaction's events, with what else it holds back, and wake the hubs once it is durable."""
    spoken = Counter(topic for topic, _kind, _content in events)
    said, at = list(_counted(events, spoken)), clock.now()
    topics = [{"name": topic, "events": spoken[topic]} for topic in sorted(spoken)]  # locked in one order by everybody
    newest = dict(connection.write_after_held(_NUMBER_AND_WRITE, [_rows(topics), at, _rows(said)]))
    for one in said:
        seq = newest[one["topic"]] - one["later"]
        wake.after_commit(wake.LIVE, call(one["topic"], seq, one["kind"], at.isoformat(), one["data"]))


def _counted(events: list[tuple[str, str, str]], spoken: Counter[str]) -> Iterator[dict[str, Any]]:
    """Each event with how many of its topic come later."""
    later = spoken.copy()
    for topic, kind, content in events:
        later[topic] -= 1
        yield {"topic": topic, "later": later[topic], "kind": kind, "data": content}


def _rows(rows: list[dict[str, Any]]) -> str:
    return msgspec.json.encode(rows).decode()


def ephemeral(topic: str, kind: str, data: dict[str, Any]) -> None:
    """Tell those who listen this moment (someone is typing); nothing is kept."""
    wake.after_commit(wake.LIVE, call(topic, None, kind, clock.now().isoformat(), sealed(_text(data))))


def dismiss(actor: Actor) -> None:
    """End the open streams of `actor`; who may still read comes back at once, who may not is refused."""
    wake.after_commit(wake.LIVE, call("", None, "dismiss", "", sealed(_text({"actor": str(actor)}))))


def recheck(*, topic: str = "", actor: Actor | None = None) -> None:
    """Somebody's rights have changed: ask again whether those may read who follow `topic`, or all that `actor` follows;
    with neither, everybody. Said in the transaction of the change, before anything later can be heard: a stream writes
    nothing more until it is known to be allowed, and ends if it is not.
    """
    who = {"topic": topic, "actor": str(actor) if actor else ""}
    wake.after_commit(wake.LIVE, call("", None, "recheck", "", sealed(_text(who))))


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))


def purge() -> int:
    """Forget events older than `KEEP_DAYS`; a stream that comes back later is told to reload. Returns how many."""
    return LiveEvent.objects.filter(at__lt=clock.now() - timedelta(days=KEEP_DAYS)).delete()[0]


def newest(topic: str) -> int:
    """The number of the topic's newest event; 0 for a topic that never spoke."""
    return LiveTopic.objects.filter(pk=topic).values_list("last_seq", flat=True).first() or 0
