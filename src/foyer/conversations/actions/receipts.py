"""Small signs between the two sides: delivered, read, typing. None of them holds the conversation."""

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest, Least

from foyer.base import clock, live
from foyer.base.actors import Actor
from foyer.conversations.access import check_reader
from foyer.conversations.errors import NoSuchConversation
from foyer.conversations.models import Conversation, Mention
from foyer.conversations.sensitive import hidden
from foyer.conversations.shapes import ai_label
from foyer.conversations.states import Status

_WITH = ("queue__unit", "unit", "assignee", "customer")


@transaction.atomic
def mark_read(conversation_id: UUID | str, seq: int, *, by: Actor) -> None:
    """`by` has read up to `seq`. It never goes back, and telling it again tells nobody."""
    _advance(conversation_id, seq, by, ("read", "delivered"))


@transaction.atomic
def mark_delivered(conversation_id: UUID | str, seq: int, *, by: Actor) -> None:
    """The device of `by` has everything up to `seq`."""
    _advance(conversation_id, seq, by, ("delivered",))


@transaction.atomic
def typing(conversation_id: UUID | str, *, by: Actor) -> None:
    """`by` is writing at this moment; nothing is kept."""
    conversation = _readable(conversation_id, by)
    if by.is_staff and conversation.assignee_id != by.id:
        return  # a watching supervisor stays unseen
    name = conversation.assignee.get_full_name() if by.is_staff and conversation.assignee else ""
    kind = {"staff": "agent", "visitor": "customer"}.get(by.kind, by.kind)
    live.ephemeral(f"conversation:{conversation.id}", "typing", {"author": {"kind": kind, "id": None, "name": name}})


def show_writing(conversation_id: UUID | str, *, text: str, client_id: str, epoch: int, lang: str, by: Actor) -> bool:
    """Let the readers see what `by` has written so far of the message that will have this client id; nothing is kept.

    False, and nothing is shown, when the conversation is not the assistant's any more as it was in that epoch.
    """
    ours = Conversation.objects.filter(pk=conversation_id, status=Status.ASSISTED, owner_epoch=epoch)
    language = ours.values_list("language", flat=True).first()
    if language is None or by.kind != "assistant":
        return False
    shown = {
        "client_id": client_id,
        "text": hidden(text, cards_only=True).shown,
        "lang": lang,
        "label": ai_label(language),
    }
    live.ephemeral(f"conversation:{conversation_id}", "writing", shown)
    return True


def mark_mentions_seen(user_id: UUID, conversation_id: UUID | str) -> int:
    """A colleague has looked at the notes that call them; returns how many."""
    unseen = Mention.objects.filter(user_id=user_id, message__conversation_id=conversation_id, seen_at=None)
    return unseen.update(seen_at=clock.now())


def _advance(conversation_id: UUID | str, seq: int, by: Actor, signs: tuple[str, ...]) -> None:
    conversation = _readable(conversation_id, by)
    if by.is_staff and conversation.assignee_id != by.id:
        return
    side = "staff" if by.is_staff else "customer"
    fields = [f"{side}_{sign}_seq" for sign in signs]
    behind = Conversation.objects.filter(pk=conversation.pk, **{f"{fields[0]}__lt": Least(seq, F("last_seq"))})
    moved = behind.update(**{field: Greatest(F(field), Least(seq, F("last_seq"))) for field in fields})
    if moved:
        _show(conversation, side)


def _show(conversation: Conversation, side: str) -> None:
    conversation.refresh_from_db(fields=[f"{side}_read_seq", f"{side}_delivered_seq"])
    read, delivered = getattr(conversation, f"{side}_read_seq"), getattr(conversation, f"{side}_delivered_seq")
    live.publish(f"conversation:{conversation.id}", "receipt", {"reader": side, "read": read, "delivered": delivered})


def _readable(conversation_id: UUID | str, by: Actor) -> Conversation:
    conversation = Conversation.objects.select_related(*_WITH).filter(pk=conversation_id).first()
    if conversation is None:
        raise NoSuchConversation
    check_reader(conversation, by)
    return conversation
