"""The facts this room tells. They carry references only, never words that were said."""

from dataclasses import dataclass
from uuid import UUID

from foyer.base.events import fact


@fact("conversations.ConversationOpened", key="conversation_id")
@dataclass(frozen=True)
class ConversationOpened:
    conversation_id: UUID
    channel: str
    language: str
    customer_id: UUID | None = None


@fact("conversations.CustomerWrote", key="conversation_id")
@dataclass(frozen=True)
class CustomerWrote:
    """`epoch` and `owner` are those the customer's words found; the assistant answers only while they hold."""

    conversation_id: UUID
    message_id: UUID
    seq: int
    epoch: int
    owner: str


@fact("conversations.StaffWrote", key="conversation_id")
@dataclass(frozen=True)
class StaffWrote:
    conversation_id: UUID
    message_id: UUID
    seq: int
    user_id: UUID


@fact("conversations.PersonRequested", key="conversation_id")
@dataclass(frozen=True)
class PersonRequested:
    conversation_id: UUID
    reason: str
    by: str


@fact("conversations.ConversationWaiting", key="conversation_id")
@dataclass(frozen=True)
class ConversationWaiting:
    conversation_id: UUID
    queue_id: UUID
    priority: int


@fact("conversations.ConversationAssigned", key="conversation_id")
@dataclass(frozen=True)
class ConversationAssigned:
    conversation_id: UUID
    user_id: UUID
    how: str
    by: str


@fact("conversations.ConversationTransferred", key="conversation_id")
@dataclass(frozen=True)
class ConversationTransferred:
    conversation_id: UUID
    to_queue_id: UUID | None
    to_user_id: UUID | None
    reason: str
    by: str


@fact("conversations.ConversationReturned", key="conversation_id")
@dataclass(frozen=True)
class ConversationReturned:
    """Back in the queue or with the assistant (`to`), and why."""

    conversation_id: UUID
    to: str
    reason: str
    by: str


@fact("conversations.ConversationClosed", key="conversation_id")
@dataclass(frozen=True)
class ConversationClosed:
    conversation_id: UUID
    disposition: str
    by: str


@fact("conversations.ConversationReopened", key="conversation_id")
@dataclass(frozen=True)
class ConversationReopened:
    conversation_id: UUID
    by: str


@fact("conversations.ConversationRated", key="conversation_id")
@dataclass(frozen=True)
class ConversationRated:
    conversation_id: UUID
    score: int
    user_id: UUID | None = None
