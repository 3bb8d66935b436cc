"""Putting what happens on the screens: the thread, its staff side, lists, queues and walls."""

from typing import Any
from uuid import UUID

from foyer.base import live
from foyer.conversations.models import Conversation, Message
from foyer.conversations.shapes import card_json, message_json
from foyer.staff import queries as staff


def show_message(conversation: Conversation, message: Message) -> None:
    """The customer sees what is public; notes and inner events go to the staff side only."""
    topic = f"conversation:{conversation.id}"
    if message.is_internal:
        shape = message_json(message, viewer="staff", language=conversation.language)
        live.publish(f"{topic}:staff", "message", {"message": shape})
        return
    live.publish(
        topic, "message", {"message": message_json(message, viewer="customer", language=conversation.language)}
    )


def show_change(conversation: Conversation, *, also: set[UUID | None] | None = None) -> None:
    """The conversation changed hands or status: tell its watchers, those who hold or held it, its queue and walls.

    Lists get the whole card. Walls are told to look again and nothing more; that is worth no durable row.
    """
    if also is not None:  # it changed hands: who may no longer read it hears nothing of what comes
        live.recheck(topic=f"conversation:{conversation.id}")
    live.publish(f"conversation:{conversation.id}", "status", public_status(conversation))
    card = {"conversation": card_json(conversation)}
    people = {conversation.assignee_id, conversation.offered_to_id, *(also or set())} - {None}
    for topic in [f"conversation:{conversation.id}:staff", f"queue:{conversation.queue_id}", *_lists(people)]:
        live.publish(topic, "conversation", card)
    for unit_id in staff.units_above(conversation.unit):
        live.ephemeral(f"wall:{unit_id}", "changed", {"queue": str(conversation.queue_id)})


def show_card(conversation: Conversation) -> None:
    """Something small changed in the list of whoever serves it (a new message, the customer waits for an answer)."""
    if conversation.assignee_id:
        live.publish(f"staff:{conversation.assignee_id}", "conversation", {"conversation": card_json(conversation)})


def show_to_user(user_id: UUID, kind: str, data: dict[str, Any]) -> None:
    """Tell one colleague something, wherever on the desk they are."""
    live.publish(f"staff:{user_id}", kind, data)


def public_status(conversation: Conversation) -> dict[str, Any]:
    """What the customer may know of whose turn it is."""
    agent = conversation.assignee
    return {
        "status": conversation.status,
        "owner": conversation.owner,
        "epoch": conversation.owner_epoch,
        "agent": agent.get_full_name() if agent else None,
    }


def _lists(people: set[Any]) -> list[str]:
    return [f"staff:{user_id}" for user_id in sorted(people, key=str)]
