"""The assistant speaks when a customer has written and the conversation is still in its hands."""

from foyer.assistant.actions import respond
from foyer.base.events import on
from foyer.base.relay import at_start
from foyer.base.text import search_query
from foyer.conversations.events import CustomerWrote
from foyer.knowledge.queries import warm_up


@on(CustomerWrote)
def answer_the_customer(fact: CustomerWrote) -> None:
    if fact.owner == "assistant":
        respond(fact.conversation_id, fact.message_id, fact.epoch)


@at_start
def be_ready() -> None:
    """Load the encoder and the word list before the first question, not with it."""
    warm_up()
    search_query("您好", match="any")
