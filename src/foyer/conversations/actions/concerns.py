"""What the customer's words show of how they are: the house serves sooner whom it concerns."""

from uuid import UUID

from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.base.events import publish
from foyer.base.postgres.steps import step
from foyer.conversations.actions.claiming import claim, settle
from foyer.conversations.events import ConversationWaiting
from foyer.conversations.models import Conversation
from foyer.conversations.priority import CONCERNS, priority_of, rank_at
from foyer.conversations.showing import show_change
from foyer.conversations.states import Status

STAYS = "self_harm"
GRAVEST_FIRST = list(CONCERNS)


@step()
def set_concern(conversation_id: UUID | str, concern: str, *, by: Actor, eases: bool = False) -> Conversation:
    """Note a concern, one of `priority.CONCERNS` or nothing; who waits moves up at once.

    A graver one stays, unless the customer is at ease again (`eases`); words of self-harm stay until the end. Only the
    house notes one: neither the customer nor a colleague can buy a better place with it.
    """
    if by.is_staff or by.is_outside:
        raise Forbidden
    conversation = claim(conversation_id)
    becomes = _becomes(conversation.concern, concern, eases)
    if becomes == conversation.concern:
        return conversation
    conversation.concern = becomes
    conversation.priority = priority_of(conversation)
    if conversation.status == Status.WAITING and conversation.waiting_since:
        conversation.rank_at = rank_at(conversation.waiting_since, conversation.priority)
        publish(ConversationWaiting(conversation.id, conversation.queue_id, conversation.priority))
    settle(conversation)
    show_change(conversation)
    return conversation


def _becomes(now: str, noticed: str, eases: bool) -> str:
    if now == STAYS or (eases and not noticed):
        return now if now == STAYS else ""
    return min((one for one in (now, noticed) if one), key=GRAVEST_FIRST.index, default="")
