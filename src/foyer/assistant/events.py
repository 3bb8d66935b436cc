"""The facts this room tells."""

from dataclasses import dataclass
from uuid import UUID

from foyer.base.events import fact


@fact("assistant.QuestionMissed", key="conversation_id")
@dataclass(frozen=True)
class QuestionMissed:
    """A customer's question had no good answer; `is_earlier`: it is the one before this message ("no, not that")."""

    conversation_id: UUID
    message_id: UUID
    why: str
    article_code: str
    is_earlier: bool
