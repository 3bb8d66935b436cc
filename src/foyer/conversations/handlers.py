"""What this room does when it hears a fact. Each looks at the rows as they are now, so hearing it twice is harmless."""

from foyer.base.events import on
from foyer.conversations.events import ConversationClosed, ConversationWaiting
from foyer.conversations.routing import route_one, route_waiting
from foyer.conversations.sweeping import agent_left
from foyer.staff.events import PresenceChanged, UserDeactivated


@on(ConversationWaiting)
def look_for_an_agent(fact: ConversationWaiting) -> None:
    """Someone waits: look for an agent at once, not at the next sweep."""
    route_one(fact.conversation_id)


@on(ConversationClosed)
def give_the_place_to_the_next(fact: ConversationClosed) -> None:
    """An agent has a hand free."""
    route_waiting()


@on(PresenceChanged)
def follow_presence(fact: PresenceChanged) -> None:
    """Who comes is given work; who goes away loses it; on a break one keeps what one has and is given nothing."""
    if fact.state == "available":
        route_waiting()
    else:
        agent_left(fact.user_id, entirely=fact.state == "away")


@on(UserDeactivated)
def take_work_back(fact: UserDeactivated) -> None:
    """Who may no longer sign in serves nobody."""
    agent_left(fact.user_id, entirely=True)
