"""The tables of this room, a file for each of its nouns."""

from foyer.conversations.models.attachment import Attachment, TranscriptRequest
from foyer.conversations.models.canned import CannedResponse
from foyer.conversations.models.conversation import Channel, Conversation
from foyer.conversations.models.handling import Assignment, Closure, Participant, Rating, Transfer
from foyer.conversations.models.message import Mention, Message
from foyer.conversations.models.queue import Queue
from foyer.conversations.models.visitor import Visitor

__all__ = [
    "Assignment",
    "Attachment",
    "CannedResponse",
    "Channel",
    "Closure",
    "Conversation",
    "Mention",
    "Message",
    "Participant",
    "Queue",
    "Rating",
    "TranscriptRequest",
    "Transfer",
    "Visitor",
]
