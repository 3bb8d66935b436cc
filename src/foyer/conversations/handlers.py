"""What this room does when it hears a fact. Each looks at the rows as they are now, so hearing it twice is harmless."""

from foyer.base.events import on
from foyer.conversations.actions.joining import join_visitor, separate_visitor
from foyer.conversations.events import ConversationAssigned, ConversationClosed, ConversationWaiting, CustomerWrote
from foyer.conversations.routing import route_line_of, route_waiting
from foyer.conversations.routing.telling import tell_places
from foyer.conversations.suspicious import look_at
from foyer.conversations.sweeping import agent_left
from foyer.customers.collecting.events import AnonymousJoined, AnonymousSeparated
from foyer.staff.events import PresenceChanged, UserDeactivated


@on(ConversationWaiting)
def look_for_an_agent(fact: ConversationWaiting) -> None:
    """Someone waits: look for an agent at once, not at the next sweep. Whoever waits longer goes before."""
    route_line_of(fact.conversation_id)
    tell_places(fact.conversation_id)


@on(ConversationClosed)
def give_the_place_to_the_next(fact: ConversationClosed) -> None:
    """An agent has a hand free, or somebody gave up waiting."""
    route_waiting()
    tell_places(fact.conversation_id)


@on(ConversationAssigned)
def tell_who_moved_up(fact: ConversationAssigned) -> None:
    """One less is waiting: the others see their new places at once."""
    tell_places(fact.conversation_id)


@on(CustomerWrote)
def look_for_steering(fact: CustomerWrote) -> None:
    """Whoever tries to steer the assistant is told to the trail; detection judges how often is too often."""
    look_at(fact.message_id)


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


@on(AnonymousJoined)
def join_earlier_conversations(fact: AnonymousJoined) -> None:
    """An anonymous visitor turned out to be a customer: what they said before joins."""
    if fact.visitor_id:
        join_visitor(fact.visitor_id, fact.customer_id, fact.link_id)


@on(AnonymousSeparated)
def separate_conversations(fact: AnonymousSeparated) -> None:
    """They were not that customer: their conversations are nobody's again."""
    if fact.visitor_id:
        separate_visitor(fact.visitor_id, fact.customer_id, fact.link_id)
