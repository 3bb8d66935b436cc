"""Holding a conversation still while something is changed.

Lock order everywhere: the customer, their sign-ins, the visit, (routing only) the queue's line, the conversation's row,
then at most one agent. So two actions can never wait for each other in a circle. Who changes the customer as well takes
the customer first (`claim_with_customer`).
"""

from uuid import UUID

from django.db import connection
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, UUIDField

from foyer.base.postgres.prepared import Given, Prepared, Rows
from foyer.conversations import deadlines
from foyer.conversations.errors import ConversationClosed, NoSuchConversation, NotPossibleNow
from foyer.conversations.models import Conversation, Message
from foyer.conversations.states import MOVES, OWNER_OF, Status
from foyer.customers import trust

_WITH = ("visitor", "customer", "queue__unit", "queue__calendar", "unit", "assignee", "offered_to")


def _this() -> QuerySet[Conversation]:
    return Conversation.objects.filter(pk=Given("id", UUIDField()))


def _as_it_stands() -> QuerySet[Conversation]:
    words = Message.objects.filter(
        conversation=OuterRef("pk"), author_kind=Given("author", CharField()), client_id=Given("client_id", CharField())
    )
    return _this().select_related(*_WITH).annotate(said=Subquery(words.values("pk")[:1]))


_LOCK = Prepared(lambda: _this().select_for_update(no_key=True).only("pk"))
_READ = Prepared(_as_it_stands)
_ROWS = Rows(Conversation)


def claim(conversation_id: UUID | str, *, author: str = "", client_id: str = "") -> Conversation:
    """Lock the row, then read it, and what it refers to, as whoever held it before us left it.

    Two statements on purpose: a locked row is read again when the lock is given, what is joined to it is not.
    `said` tells which message of this author and client id it has already, if any.
    """
    if _LOCK.first(id=conversation_id) is None:
        raise NoSuchConversation
    row = _READ.first(id=conversation_id, author=author, client_id=client_id)
    if row is None:
        raise NoSuchConversation
    return row


def claim_with_customer(conversation_id: UUID | str) -> Conversation:
    """Lock the customer's row, then the conversation's. Refused when it became somebody's in this very moment."""
    customer = Conversation.objects.filter(pk=conversation_id).values_list("customer", flat=True).first()
    if customer:
        trust.hold_all(customer)
    conversation = claim(conversation_id)
    if conversation.customer_id != customer:
        raise NotPossibleNow
    return conversation


def claim_free(rows: QuerySet[Conversation]) -> Conversation | None:
    """Lock the first of `rows` that nobody else holds; None when all are held or there are none."""
    return rows.select_for_update(no_key=True, skip_locked=True).first()


def settle(conversation: Conversation) -> None:
    """Write the claimed row back, with what is due next."""
    due = deadlines.next_of(conversation)
    conversation.next_due_at = due.at if due else None
    if conversation._state.adding:
        conversation.save()
    else:
        _ROWS.update(conversation)


def move(conversation: Conversation, verb: str) -> None:
    """Change the status as the table of states allows; each move begins a new epoch of ownership."""
    step = MOVES[verb]
    if conversation.status not in step.sources:
        raise ConversationClosed if conversation.status == Status.CLOSED else NotPossibleNow
    conversation.status, conversation.owner = step.target, OWNER_OF[step.target]
    conversation.owner_epoch += 1
    if conversation.status != Status.WAITING:
        conversation.offered_to, conversation.offered_at = None, None


def hold_agent(user_id: UUID) -> None:
    """Let only one transaction at a time give conversations to this agent, so that their capacity is never passed."""
    _hold(f"agent:{user_id}")


def hold_line(queue_id: UUID) -> None:
    """Let only one transaction at a time route from this queue, so that nobody is passed over."""
    _hold(f"line:{queue_id}")


def load_of(user_id: UUID, *, without: UUID | None = None) -> int:
    """How many conversations fill the agent's capacity: those they serve and those offered to them."""
    theirs = Conversation.objects.filter(Q(assignee_id=user_id, status=Status.ACTIVE) | Q(offered_to_id=user_id))
    return theirs.exclude(pk=without).count() if without else theirs.count()


def _hold(name: str) -> None:
    """A lock by name until the end of the transaction (or savepoint)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"conversations {name}"])
