"""Who may read and who may act. Asked in one place; a stranger is told "not found"."""

from typing import Any

from django.db.models import Q, QuerySet

from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.conversations.errors import NoSuchConversation, NotYourTurn
from foyer.conversations.models import Conversation
from foyer.conversations.states import Owner, Status
from foyer.staff import queries as staff

SERVE = "staff.serve_customers"
SUPERVISE = "staff.watch_team"
BLOCK = "conversations.block_customer"


def sees(user: Any, conversation: Conversation) -> bool:
    """Whether a colleague may read it: their unit's subtree, what is theirs, and what waits for their unit."""
    if user.pk in (conversation.assignee_id, conversation.offered_to_id):
        return True
    if user.unit is None:
        return False
    mine, queue = user.unit.path, conversation.queue.unit.path
    waits_for_me = conversation.status == Status.WAITING and mine.startswith(queue)
    return waits_for_me or conversation.unit.path.startswith(mine)


def visible_to(user: Any) -> QuerySet[Conversation]:
    """What a colleague may read: their unit's subtree, what is theirs, and what waits for their unit."""
    mine = Q(assignee=user.pk) | Q(offered_to=user.pk)
    if user.unit is None:
        return Conversation.objects.filter(mine)
    waits_for_me = Q(status=Status.WAITING, queue__unit__in=staff.units_above(user.unit))
    return Conversation.objects.filter(mine | waits_for_me | Q(unit__path__startswith=user.unit.path))


def is_theirs(conversation: Conversation, by: Actor) -> bool:
    """Whether an outside actor is the one this conversation is held with."""
    if by.kind == "visitor":
        return by.id == conversation.visitor_id
    return by.kind == "customer" and by.id is not None and by.id == conversation.customer_id


def check_reader(conversation: Conversation, by: Actor) -> None:
    """Raise unless `by` may read the conversation."""
    if by.is_outside and not is_theirs(conversation, by):
        raise NoSuchConversation
    if by.is_staff:
        colleague(conversation, by)


def colleague(conversation: Conversation, by: Actor) -> Any:
    """The acting colleague, who must see the conversation."""
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if user is None or not user.is_active or not sees(user, conversation):
        raise NoSuchConversation
    return user


def check_handler(conversation: Conversation, by: Actor) -> None:
    """Raise unless `by` may decide over it: its agent, a supervisor who sees it, its owner the assistant, the house."""
    if by.is_staff:
        user = colleague(conversation, by)
        if conversation.assignee_id != by.id and not leads(user):
            raise NotYourTurn
    elif by.is_outside:
        raise Forbidden
    elif by.kind == "assistant" and conversation.owner != Owner.ASSISTANT:
        raise NotYourTurn


def supervisor(conversation: Conversation, by: Actor) -> Any:
    """The acting supervisor of a conversation."""
    user = colleague(conversation, by)
    if not leads(user):
        raise Forbidden
    return user


def leads(user: Any) -> bool:
    """Whether a colleague may act in others' conversations. To watch figures, as analysts do, is not enough."""
    return bool(user.has_perm(SUPERVISE) and user.has_perm(SERVE))
