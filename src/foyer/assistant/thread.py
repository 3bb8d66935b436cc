"""The message to respond to, in its place: what was said just before it, and whether something newer waits."""

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any
from uuid import UUID

from foyer.conversations import queries as conversations


@dataclass(frozen=True)
class Asked:
    """A message to respond to, its words as they are kept; `burst` are those that nobody has answered, oldest first."""

    text: str
    language: str
    at: datetime
    burst: tuple[str, ...]
    is_superseded: bool
    is_customers: bool = True


def asked(conversation_id: UUID, message_id: UUID) -> Asked | None:
    """The message among the newest of its conversation; None when it lies further back than those."""
    said = conversations.lately(conversation_id)
    place = next((place for place, message in enumerate(said) if message["id"] == str(message_id)), None)
    if place is None:
        return None
    message = said[place]
    return Asked(
        text=message["text"],
        language=message["lang"] or "zh",
        at=datetime.fromisoformat(message["at"]),
        burst=_just_before(said[:place]),
        is_superseded=any(_is_customers(later) for later in said[place + 1 :]),
        is_customers=_is_customers(message),
    )


def _just_before(earlier: list[dict[str, Any]]) -> tuple[str, ...]:
    unanswered = takewhile(lambda message: not _is_answer(message), reversed(earlier))
    texts = [message["text"] for message in unanswered if _is_customers(message) and message["text"].strip()]
    return tuple(reversed(texts))


def _is_customers(message: dict[str, Any]) -> bool:
    return bool(message["author"]["kind"] == "customer")


def _is_answer(message: dict[str, Any]) -> bool:
    return message["author"]["kind"] in ("agent", "assistant")
