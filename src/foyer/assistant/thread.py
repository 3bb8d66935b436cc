"""The message to respond to, in its place: what was said just before it, and whether something newer waits."""

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
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
    place = next((place for place, message in enumerate(said) if message.id == message_id), None)
    if place is None:
        return None
    message = said[place]
    return Asked(
        text=message.text,
        language=message.lang or "zh",
        at=message.at,
        burst=_just_before(said[:place]),
        is_superseded=any(_is_customers(later) for later in said[place + 1 :]),
        is_customers=_is_customers(message),
    )


def _just_before(earlier: list[conversations.Line]) -> tuple[str, ...]:
    unanswered = takewhile(lambda message: message.author not in ("agent", "assistant"), reversed(earlier))
    texts = [message.text for message in unanswered if _is_customers(message) and message.text.strip()]
    return tuple(reversed(texts))


def _is_customers(message: conversations.Line) -> bool:
    return message.author == "customer"
