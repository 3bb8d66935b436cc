"""What evaluation hears of conversations. Told twice, each changes nothing more."""

from foyer.assistant.evaluation import sessions
from foyer.base.events import on
from foyer.conversations import queries as conversations
from foyer.conversations.events import (
    ConversationClosed,
    ConversationRated,
    ConversationReopened,
    CustomerWrote,
    PersonRequested,
    StaffWrote,
)


@on(CustomerWrote)
def begin_a_session(fact: CustomerWrote) -> None:
    if fact.owner == "assistant":
        sessions.begin(conversations.outline(fact.conversation_id))


@on(PersonRequested)
def note_who_asked(fact: PersonRequested) -> None:
    sessions.person_came_in(fact.conversation_id, fact.reason)


@on(StaffWrote)
def note_a_colleague(fact: StaffWrote) -> None:
    """A colleague who wrote without being asked for took it over."""
    sessions.person_came_in(fact.conversation_id, "taken_over")


@on(ConversationClosed)
def note_the_end(fact: ConversationClosed) -> None:
    sessions.ended(fact.conversation_id, fact.disposition)


@on(ConversationReopened)
def note_the_return(fact: ConversationReopened) -> None:
    sessions.reopened(fact.conversation_id)


@on(ConversationRated)
def note_the_rating(fact: ConversationRated) -> None:
    sessions.rated(fact.conversation_id, fact.score)
