"""A conversation as its customer may see it."""

from typing import Any

from foyer.base import live
from foyer.base.actors import Actor
from foyer.base.text import visible
from foyer.conversations import queries
from foyer.conversations.actions.reopening import is_within_grace
from foyer.conversations.models import Conversation, Rating
from foyer.privacy import gates


def talk_json(conversation: Conversation) -> dict[str, Any]:
    """Everything the chat page draws around the messages. `cursor` is read first, so that no event falls between."""
    cursor = live.newest(f"conversation:{conversation.pk}")
    agent = conversation.assignee
    rating = _rating_of(conversation)
    may_go_on = not conversation.is_closed or is_within_grace(conversation)
    return {
        "id": conversation.pk,
        "number": conversation.number,
        "status": conversation.status,
        "language": conversation.language,
        "agent": agent.get_full_name() if agent else None,
        "assurance": queries.assurance_of(conversation),
        "opened_at": conversation.opened_at,
        "closed_at": conversation.closed_at,
        "last_seq": conversation.last_seq,
        "preview": visible(conversation.last_text),
        "receipts": {"read": conversation.staff_read_seq, "delivered": conversation.staff_delivered_seq},
        "place": place_json(conversation) if conversation.is_waiting else None,
        "rating": rating,
        "can_rate": conversation.is_closed and may_go_on and rating is None and _may_invite(conversation),
        "can_continue": may_go_on,
        "cursor": cursor,
    }


def _may_invite(conversation: Conversation) -> bool:
    """Whoever said no to experience improvement is not invited to rate."""
    whom = conversation.customer_id or Actor.visitor(conversation.visitor)
    return bool(gates.may_invite(whom, "experience_improvement"))


def place_json(conversation: Conversation) -> dict[str, Any]:
    """Where they stand in the line; when it is closed, with the bank's own notice."""
    place = queries.place_in_queue(conversation.pk)
    notice = "" if place.open_now else str(conversation.queue.out_of_hours_text or "")
    return {**place.as_json(), "notice": notice}


def _rating_of(conversation: Conversation) -> dict[str, Any] | None:
    rating = Rating.objects.filter(conversation=conversation).first() if conversation.is_closed else None
    return {"score": rating.score, "comment": rating.comment} if rating else None
