"""Who took part in a conversation."""

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.conversations.models import Conversation, Participant


def join(conversation: Conversation, actor: Actor, role: str) -> None:
    """Remember that someone takes part; again after having left, they are simply back."""
    Participant.objects.update_or_create(
        conversation=conversation, actor=str(actor), role=role, defaults={"left_at": None}
    )


def leave(conversation: Conversation, actor: Actor, role: str) -> None:
    """Remember when someone stopped taking part."""
    there = Participant.objects.filter(conversation=conversation, actor=str(actor), role=role, left_at=None)
    there.update(left_at=clock.now())
