"""The verbs of this room. Each is one transaction, done once however often it is asked for."""

from foyer.conversations.actions.assigning import assign, decline, take, take_over
from foyer.conversations.actions.concerns import set_concern
from foyer.conversations.actions.ending import close, rate, reopen
from foyer.conversations.actions.handing_over import return_to_assistant, return_to_queue, transfer
from foyer.conversations.actions.identifying import block_customer, identify, set_assurance, unblock_customer
from foyer.conversations.actions.noting import note, whisper
from foyer.conversations.actions.opening import end_visit, open_conversation, start_visit
from foyer.conversations.actions.pausing import snooze, wake
from foyer.conversations.actions.protecting import report_fraud, unfreeze_customer
from foyer.conversations.actions.receipts import mark_delivered, mark_mentions_seen, mark_read, show_writing, typing
from foyer.conversations.actions.requesting import request_person
from foyer.conversations.actions.sending import send
from foyer.conversations.actions.topics import set_topic

__all__ = [
    "assign",
    "block_customer",
    "close",
    "decline",
    "end_visit",
    "identify",
    "mark_delivered",
    "mark_mentions_seen",
    "mark_read",
    "note",
    "open_conversation",
    "rate",
    "reopen",
    "report_fraud",
    "request_person",
    "return_to_assistant",
    "return_to_queue",
    "send",
    "set_assurance",
    "set_concern",
    "set_topic",
    "show_writing",
    "snooze",
    "start_visit",
    "take",
    "take_over",
    "transfer",
    "typing",
    "unblock_customer",
    "unfreeze_customer",
    "wake",
    "whisper",
]
