"""An event as it travels: from the action that publishes it, in a notification, through a hub, to its readers.

A notification is the JSON array [topic, number, kind, instant, content], or [topic, number] of an event too long for
one; hubs then read the row. The content is sealed once, as it lies in the row and as it is told: PostgreSQL keeps
notifications in files too. A hub opens it once, whoever reads it there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import msgspec
import structlog

from foyer.base import wake
from foyer.base.crypto import CONTENT, KeyMissing, Unreadable, open_text, seal

log = structlog.get_logger(__name__)

CONTEXT = "base_liveevent.data"
RESET = "reset"  # what a reader is told to load its page again by


@dataclass(frozen=True, slots=True)
class Event:
    """One event, ready to be written. `seq` is None for an ephemeral one; `kind` is empty where only the row has it."""

    topic: str
    seq: int | None
    kind: str = ""
    body: str = ""

    @classmethod
    def of(cls, topic: str, seq: int | None, kind: str, at: str, content: str) -> Event:
        """`content` is sealed; the body is the JSON object in it with the event's topic, number, instant.

        In the place of one that cannot be opened (a lost key, a damaged row) stands a reset: what it told of is found
        by loading again.
        """
        try:
            data = _opened(content)
        except (Unreadable, KeyMissing) as problem:
            log.error("live_event_unreadable", topic=topic, seq=seq, problem=type(problem).__name__)
            kind, data = RESET, _json({"topics": [topic]})
        known = _json({"topic": topic, "seq": seq, "at": at})
        return cls(topic, seq, kind, known if data == "{}" else f"{known[:-1]},{data[1:]}")


@dataclass(frozen=True, slots=True)
class Call:
    """A notification, heard and not opened yet."""

    topic: str
    seq: int | None
    kind: str = ""
    at: str = ""
    content: str = ""

    @classmethod
    def heard(cls, payload: str) -> Call:
        topic, seq, *rest = msgspec.json.decode(payload)
        return cls(topic, seq, *rest)

    @property
    def event(self) -> Event:
        return Event.of(self.topic, self.seq, self.kind, self.at, self.content)

    @property
    def said(self) -> dict[str, Any]:
        """What it says, as data."""
        said: dict[str, Any] = msgspec.json.decode(_opened(self.content))
        return said


def sealed(data: str) -> str:
    """An event's content, a JSON object as text, as the row and the notification hold it."""
    return seal(data, CONTEXT, CONTENT)


def call(topic: str, seq: int | None, kind: str, at: str, content: str) -> str:
    """The notification of an event with that sealed content."""
    full = _json([topic, seq, kind, at, content])
    return full if len(full.encode()) <= wake.MOST_BYTES else _json([topic, seq])


def kept(data: str) -> str:
    """The content of a row, as its column gives it. An object in clear is from before contents were sealed."""
    return msgspec.json.decode(data, type=str) if data.startswith('"') else data


def _opened(content: str) -> str:
    return content if content.startswith("{") else open_text(content, CONTEXT)


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()
