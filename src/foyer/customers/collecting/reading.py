"""A kept message as an event: when it really happened, what it is called, who did it, and which event it is.

Clocks of phones are wrong. As Segment does, an event's time is the time we received it less the time that passed, on
the sender's own clock, between the event and its sending: received − (sentAt − timestamp). A history that is imported
keeps its times as they are.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from foyer.customers.collecting.keys import digest
from foyer.customers.collecting.messages import id_of, opened, problem_of
from foyer.customers.models import CollectedBatch, WriteKey
from foyer.customers.standard.codes import CHANNEL

MOST_NAME = 200
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_harmful = re.compile(r"\\u(d[89ab]|0000)", re.IGNORECASE)


@dataclass(frozen=True)
class Event:
    """One usable message of a batch."""

    id: UUID
    key: WriteKey
    kind: str
    name: str
    at: datetime
    received_at: datetime
    user: str
    anonymous: str
    channel: str
    message: dict[str, Any]


@dataclass
class Reading:
    """What a batch holds: its events, and for each message that is none its position and why."""

    events: list[Event]
    refused: list[dict[str, Any]]


def read(batch: CollectedBatch) -> Reading:
    """The batch's messages as events. Raises whatever an unreadable payload raises."""
    text, found = batch.text, Reading([], [])
    is_harmful = bool(_harmful.search(text))
    try:
        whole, messages = opened(batch.kind, text)
    except RecursionError:
        return Reading([], [{"position": 0, "problem": "too_deep"}])
    for position, message in enumerate(messages):
        problem = problem_of(message) or _speaks_for_another(message, batch.write_key)
        if problem:
            found.refused.append({"position": position, "problem": problem})
        else:
            clean = _whole_characters(message) if is_harmful else message
            found.events.append(_event(batch, whole.get("sentAt"), clean, position))
    return found


def occurred_at(message: dict[str, Any], sent: Any, received: datetime, *, is_history: bool = False) -> datetime:
    """When it happened, by our clock; never after we received it."""
    told = instant(message.get("originalTimestamp")) or instant(message.get("timestamp"))
    sent_at = instant(message.get("sentAt")) or instant(sent)
    if told is None:
        return received
    if sent_at is not None and not is_history:
        told = received - (sent_at - told) if abs(sent_at - told) < timedelta(days=36_500) else told
    return min(max(told, EARLIEST), received)


def instant(value: Any) -> datetime | None:
    """An ISO 8601 text, or milliseconds since 1970, as an instant; None for anything else."""
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return datetime.fromtimestamp(value / 1000, UTC)
        read_as = datetime.fromisoformat(value)
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return (read_as if read_as.tzinfo else read_as.replace(tzinfo=UTC)).astimezone(UTC)


def _event(batch: CollectedBatch, sent: Any, message: dict[str, Any], position: int) -> Event:
    kept = {name: value for name, value in message.items() if name not in ("writeKey", "batch")}
    identifier = message.get("messageId") or f"{batch.pk}:{position}"
    is_history = batch.kind == "import"
    return Event(
        id=uuid5(batch.write_key.pk, identifier),
        key=batch.write_key,
        kind=message["type"],
        name=_name(message),
        at=occurred_at(message, sent, batch.received_at, is_history=is_history),
        received_at=batch.received_at,
        user=id_of(message, "userId"),
        anonymous=id_of(message, "previousId" if message["type"] == "alias" else "anonymousId"),
        channel=_channel(message),
        message=kept,
    )


def _name(message: dict[str, Any]) -> str:
    """What was done: the event's name, the page's or screen's name or path."""
    inner = message.get("properties") or {}
    for name in (message.get("event"), message.get("name"), inner.get("name"), inner.get("path")):
        if isinstance(name, str) and name.strip():
            return name.strip()[:MOST_NAME]
    return ""


def _channel(message: dict[str, Any]) -> str:
    """The door, as the standard names it: the one that was told, a phone's screens, else the web."""
    told = message.get("channel") or (message.get("context") or {}).get("channel")
    if isinstance(told, str) and told in CHANNEL:
        return told
    return "mobile" if message["type"] == "screen" else "web"


def _speaks_for_another(message: dict[str, Any], key: WriteKey) -> str | None:
    named = message.get("writeKey")
    return "write_keys_differ" if named and (not isinstance(named, str) or digest(named) != key.key_hash) else None


def _whole_characters(value: Any) -> Any:
    """Without NUL and halves of characters, which no column can hold."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")
    if isinstance(value, list):
        return [_whole_characters(one) for one in value]
    if isinstance(value, dict):
        return {_whole_characters(name): _whole_characters(one) for name, one in value.items()}
    return value
