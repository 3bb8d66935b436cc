"""The assistant speaks when a customer has written and the conversation is still in its hands."""

from contextlib import suppress
from uuid import UUID

from foyer.assistant import register
from foyer.assistant.actions import respond
from foyer.assistant.dialogue import telling
from foyer.assistant.intents import live
from foyer.assistant.noticing import look, notice
from foyer.base.actors import ASSISTANT
from foyer.base.events import on
from foyer.base.relay import at_start
from foyer.base.text import search_query
from foyer.conversations import actions as conversations
from foyer.conversations.errors import ConversationClosed, NotYourTurn
from foyer.conversations.events import CustomerWrote
from foyer.knowledge.queries import warm_up
from foyer.servicing.events import OrderEnded, OrderIdle


@on(CustomerWrote)
def answer_the_customer(fact: CustomerWrote) -> None:
    if fact.owner != "assistant":
        notice(fact.conversation_id, fact.message_id)  # who waits moves up; who serves them sees how they are
        return
    if register.is_on("answers"):
        respond(fact.conversation_id, fact.message_id, fact.epoch)
    else:
        fetch_a_person(fact.conversation_id)


def fetch_a_person(conversation_id: UUID) -> None:
    """What happens to a message while the assistant is switched off."""
    with suppress(NotYourTurn, ConversationClosed):
        conversations.request_person(conversation_id, reason="unavailable", by=ASSISTANT)


@on(OrderIdle)
def remind_of_the_service(fact: OrderIdle) -> None:
    telling.remind(fact.order_id)


@on(OrderEnded)
def tell_the_end_of_the_service(fact: OrderEnded) -> None:
    if not fact.told:
        telling.tell_the_end(fact.order_id, fact.state)


@at_start
def be_ready() -> None:
    """Load the encoder, the reader of intents and the word list before the first question, not with it."""
    warm_up()
    live.warm_up()
    look("您好")
    search_query("您好", match="any")
