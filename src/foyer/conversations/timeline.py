"""Conversations on the customer's timeline: one entry each, brought up to date as the conversation goes on."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from foyer.base.events import on
from foyer.conversations.events import (
    ConversationClosed,
    ConversationOpened,
    ConversationRated,
    ConversationReopened,
)
from foyer.conversations.models import Channel, Conversation, Rating
from foyer.customers.profile import timeline

KIND = "conversations.conversation"
Told = ConversationOpened | ConversationClosed | ConversationReopened | ConversationRated


def _words(params: dict[str, Any]) -> dict[str, Any]:
    channel = params.get("channel", "")
    known = Channel(channel).label if channel in Channel.values else channel
    return {**params, "channel": str(known), "outcome": _outcome(params)}


def _outcome(params: dict[str, Any]) -> str:
    if not params.get("closed"):
        return str(_("going on"))
    stars = params.get("score")
    over = pgettext("a conversation", "closed")
    return f"{over} · {'★' * stars}" if stars else over


timeline.register(
    timeline.Kind(
        KIND,
        _("Conversation %(number)s by %(channel)s: %(outcome)s"),
        "message-circle",
        words=_words,
    )
)


def tell_the_timeline(fact: Told) -> None:
    """Keep the entry of this conversation as the conversation is now."""
    keep_on_timeline(Conversation.objects.get(pk=fact.conversation_id))


for kind_of_fact in (ConversationOpened, ConversationClosed, ConversationReopened, ConversationRated):
    on(kind_of_fact)(tell_the_timeline)  # type: ignore[arg-type]  # one handler for four kinds


def keep_on_timeline(conversation: Conversation) -> None:
    """Write the entry, or take it away while nobody knows whose conversation this is."""
    reference = str(conversation.pk)
    if conversation.customer_id is None:
        timeline.forget(KIND, reference)
        return
    rating = Rating.objects.filter(conversation=conversation).values_list("score", flat=True).first()
    timeline.remember(
        KIND,
        reference,
        at=conversation.opened_at,
        customer=conversation.customer_id,
        id=reference,
        number=conversation.number,
        channel=conversation.channel,
        closed=conversation.closed_at is not None,
        score=rating,
    )
