"""A customer's message as it is answered: where it stands, and what its words show."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from foyer.assistant.intents import Seen
from foyer.assistant.thread import Asked
from foyer.assistant.understanding import Understanding


@dataclass(frozen=True)
class Heard:
    """`epoch` is the ownership under which it was written, and under which alone it may be answered."""

    conversation_id: UUID
    message_id: UUID
    epoch: int
    message: Asked
    said: Understanding
    wants: Sequence[Seen] = ()
