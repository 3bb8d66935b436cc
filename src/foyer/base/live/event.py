"""An event as it travels: from the action that publishes it, in a notification, through a hub, to its readers.

A notification is the JSON array [topic, number, kind, instant, content], or [topic, number] of an event too long for
one; hubs then read the row. The content is written as JSON once and handed on as it is; nobody on the way reads it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from foyer.base import wake


@dataclass(frozen=True, slots=True)
class Event:
    """One event, ready to be written. `seq` is None for an ephemeral one; `kind` is empty where only the row has it."""

    topic: str
    seq: int | None
    kind: str = ""
    body: str = ""

    @classmethod
    def of(cls, topic: str, seq: int | None, kind: str, at: str, data: str) -> Event:
        """`data` is a JSON object as text; the body is that object with the event's topic, number and instant."""
        known = _json({"topic": topic, "seq": seq, "at": at})
        return cls(topic, seq, kind, known if data == "{}" else f"{known[:-1]},{data[1:]}")

    @classmethod
    def heard(cls, call: str) -> Event:
        """The event of a notification."""
        head, begun, data = call.partition(",{")
        if not begun:
            return cls(*json.loads(head))
        topic, seq, kind, at = json.loads(f"{head}]")
        return cls.of(topic, seq, kind, at, f"{{{data[:-1]}")


def call(topic: str, seq: int | None, kind: str, at: str, data: str) -> str:
    """The notification of an event whose content is `data`, a JSON object as text."""
    full = f"{_json([topic, seq, kind, at])[:-1]},{data}]"
    return full if len(full.encode()) <= wake.MOST_BYTES else _json([topic, seq])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
