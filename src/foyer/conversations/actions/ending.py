"""Closing, reopening and rating."""

from uuid import UUID

from django.db import transaction

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.errors import Invalid
from foyer.base.events import publish
from foyer.conversations import measures
from foyer.conversations.access import check_handler, check_reader, colleague, is_theirs
from foyer.conversations.actions.assigning import End, How, check_serves, end_assignment, give
from foyer.conversations.actions.claiming import claim, move, settle
from foyer.conversations.actions.reopening import is_within_grace, undo_closure
from foyer.conversations.actions.writing import tell, write
from foyer.conversations.errors import ConversationClosed, NoSuchConversation, RatingNotPossible
from foyer.conversations.events import ConversationClosed as Closed
from foyer.conversations.events import ConversationRated
from foyer.conversations.models import Assignment, Closure, Conversation, Rating
from foyer.conversations.models.message import AuthorKind, MessageKind
from foyer.conversations.showing import show_change

Disposition = Closure.Disposition


@transaction.atomic
def close(conversation_id: UUID | str, *, disposition: str, by: Actor, summary: str = "") -> Conversation:
    """End the conversation with how it came out. Closing twice changes nothing.

    A customer may close their own; leaving the line before anyone answered counts as abandoned.
    """
    conversation = claim(conversation_id)
    if conversation.is_closed:
        check_reader(conversation, by)
        return conversation
    _check_closer(conversation, by)
    if disposition not in Disposition.values:
        raise Invalid
    before = {conversation.assignee_id, conversation.offered_to_id}
    end(conversation, disposition, summary, by)
    settle(conversation)
    show_change(conversation, also=before)
    return conversation


@transaction.atomic
def reopen(conversation_id: UUID | str, *, by: Actor) -> Conversation:
    """Go on with a closed conversation: an agent takes it up themselves, the customer is with the assistant again."""
    conversation = claim(conversation_id)
    if by.is_staff:
        user = colleague(conversation, by)
    elif not is_theirs(conversation, by):
        raise NoSuchConversation
    if not conversation.is_closed:
        return conversation
    if by.is_staff:
        check_serves(user)
        undo_closure(conversation, "reopen", by)
        give(conversation, user, verb="assign", how=How.REOPENED, by=by, check_capacity=False)
    elif is_within_grace(conversation):
        undo_closure(conversation, "reopen", by)
    else:
        raise ConversationClosed
    settle(conversation)
    show_change(conversation)
    return conversation


@transaction.atomic
def rate(conversation_id: UUID | str, *, score: int, by: Actor, comment: str = "") -> Rating:
    """What the customer thought of it, once; a second thought within a day replaces the first."""
    conversation = claim(conversation_id)
    if not by.is_outside or not is_theirs(conversation, by):
        raise NoSuchConversation
    if score not in range(1, 6):
        raise Invalid
    if not conversation.is_closed or not is_within_grace(conversation):
        raise RatingNotPossible
    known = Rating.objects.filter(conversation=conversation).first()
    if known and (known.score, known.comment) == (score, comment):
        return known
    return _rate(conversation, known, score, comment, by)


def end(conversation: Conversation, disposition: str, summary: str, by: Actor) -> None:
    """Close a claimed conversation."""
    was_waiting, waiting_since = conversation.is_waiting, conversation.waiting_since
    if was_waiting and by.is_outside:
        disposition = Disposition.ABANDONED
    end_assignment(conversation, End.CLOSED)
    move(conversation, "close")
    now = clock.now()
    conversation.closed_at, conversation.assignee, conversation.waiting_since = now, None, None
    conversation.rank_at, conversation.snoozed_until, conversation.awaiting_since = None, None, None
    Closure.objects.create(conversation=conversation, disposition=disposition, summary=summary, by=str(by), at=now)
    if summary:
        tell(conversation, "summary", internal=True, disposition=disposition, summary=summary)
    tell(conversation, "closed_inactive" if disposition == Disposition.INACTIVE else "closed")
    if was_waiting and waiting_since and disposition == Disposition.ABANDONED:
        measures.abandoned(conversation, waiting_since)
    alone = not was_waiting and not Assignment.objects.filter(conversation=conversation).exists()
    measures.closed(conversation, disposition, by_assistant_alone=alone)
    publish(Closed(conversation.id, disposition, str(by)))


def _check_closer(conversation: Conversation, by: Actor) -> None:
    if by.is_outside:
        if not is_theirs(conversation, by):
            raise NoSuchConversation
        return
    check_handler(conversation, by)


def _rate(conversation: Conversation, known: Rating | None, score: int, comment: str, by: Actor) -> Rating:
    last = Assignment.objects.filter(conversation=conversation).exclude(taken_at=None).order_by("-taken_at").first()
    rating = known or Rating(conversation=conversation, agent_id=last.user_id if last else None)
    rating.score, rating.comment, rating.by, rating.at = score, comment, str(by), clock.now()
    rating.save()
    write(
        conversation, kind=MessageKind.RATING, author_kind=AuthorKind.CUSTOMER, author_id=by.id, text=comment,
        client_id=f"rating-{conversation.last_seq + 1}", payload={"score": score},
    )  # fmt: skip
    measures.rated(conversation, score)
    settle(conversation)
    show_change(conversation, also={rating.agent_id})
    publish(ConversationRated(conversation.id, score, rating.agent_id))
    return rating
