"""An event as it travels: from the action that publishes it, in a notification, through a hub, to its readers.

A notification is the JSON array [topic, number, kind, instant, content], or [topic, number] of an event too long for
one; hubs then read the row. The content is sealed once, as it lies in the row and as it is told: PostgreSQL keeps
notifications in files too. A hub opens it once, whoever reads it there.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from foyer.base import wake
from foyer.base.crypto import CONTENT, open_text, seal

CONTEXT = "base_liveevent.data"


@dataclass(frozen=True, slots=True)
class Event:
    """One event, ready to be written. `seq` is None for an ephemeral one; `kind` is empty where only the row has it."""

    topic: str
    seq: int | None
    kind: str = ""
    body: str = ""

    @classmethod
    def of(cls, topic: str, seq: int | None, kind: str, at: str, content: str) -> Event:
        """`content` is sealed, as a JSON text; the body is the object in it with the event's topic, number, instant."""
        data, known = _opened(content), _json({"topic": topic, "seq": seq, "at": at})
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
        topic, seq, *rest = json.loads(payload)
        kind, at, content = rest or ("", "", "")
        return cls(topic, seq, kind, at, _json(content) if content else "")

    @property
    def event(self) -> Event:
        return Event.of(self.topic, self.seq, self.kind, self.at, self.content)

    @property
    def said(self) -> dict[str, Any]:
        """What it says, as data."""
        said: dict[str, Any] = json.loads(_opened(self.content))
        return said


def sealed(data: str) -> str:
    """An event's content, a JSON object as text, as the row and the notification hold it: a JSON text."""
    return _json(seal(data, CONTEXT, CONTENT))


def call(topic: str, seq: int | None, kind: str, at: str, content: str) -> str:
    """The notification of an event with that sealed content."""
    full = f"{_json([topic, seq, kind, at])[:-1]},{content}]"
    return full if len(full.encode()) <= wake.MOST_BYTES else _json([topic, seq])


def _opened(content: str) -> str:
    """An object in clear is from before contents were sealed."""
    return open_text(json.loads(content), CONTEXT) if content.startswith('"') else content


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
