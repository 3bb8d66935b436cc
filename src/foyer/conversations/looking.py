"""A colleague reads a conversation that is not in their hands: said in the trail, once in ten minutes each."""

from typing import Any

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.conversations.acts import READ_BY_OTHER
from foyer.conversations.models import Conversation
from foyer.security import queries as security

AGAIN_AFTER_MINUTES = 10


def looked(user: Any, conversation: Conversation) -> None:
    """Tell that a colleague opened it, unless it is or was theirs, or waits for anybody."""
    if user.pk in (conversation.assignee_id, conversation.offered_to_id) or conversation.is_waiting:
        return
    if conversation.is_closed and conversation.assignments.filter(user=user.pk).exists():
        return
    by, on = Actor.staff(user), f"conversation:{conversation.pk}"
    if not security.recorded_within(READ_BY_OTHER, by=by, on=on, minutes=AGAIN_AFTER_MINUTES):
        details = {"status": conversation.status}
        audit.record(READ_BY_OTHER, by=by, on=on, customer=conversation.customer_id, details=details)
