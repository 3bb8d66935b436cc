"""Facts: what a room tells the rooms above it.

An action publishes a frozen dataclass in its own transaction; the row in the outbox lives or dies with the change it
tells of. A relay process hands it to each subscriber at least once, in order for each key, and a subscriber that keeps
failing ends in the dead-letter register, where an administrator reads why and replays it.

    @fact("conversations.ConversationClosed", key="conversation_id")
    @dataclass(frozen=True)
    class ConversationClosed:
        conversation_id: UUID
        disposition: str

    publish(ConversationClosed(conversation.id, "solved"))      # in actions.py, inside the transaction

    @on(ConversationClosed)                                     # in an upper room's handlers.py
    def ask_for_a_rating(fact: ConversationClosed) -> None: ...
"""

from foyer.base.events.delivery import backlog, deliver_all, deliver_once, discard, purge, replay, when_failed
from foyer.base.events.publishing import publish
from foyer.base.events.registry import fact, fact_names, handlers_of, on

__all__ = [
    "backlog",
    "deliver_all",
    "deliver_once",
    "discard",
    "fact",
    "fact_names",
    "handlers_of",
    "on",
    "publish",
    "purge",
    "replay",
    "when_failed",
]
