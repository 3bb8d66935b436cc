"""How long the wait will be: the place in the line and an honest estimate.

With f free places among the ready agents, whoever stands within the first f is served as soon as an agent takes it:
half the time they are given for that. Behind them one place comes free every (handle time / capacity at work) seconds:
    wait = (ahead - f + 1) * handle time / capacity
Example: 7 ahead, nobody free, 3 agents of 3 each, 6 minutes a conversation: 8 * 360 / 9 = 320 s. Nobody at work: no
estimate, rather than a wrong one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Avg, F, Q

from foyer.base import clock
from foyer.conversations.errors import NoSuchConversation
from foyer.conversations.hours import is_open, opens_at
from foyer.conversations.models import Assignment, Conversation, Queue
from foyer.conversations.queues import default_queue
from foyer.conversations.routing.agents import candidates_of, users_ready
from foyer.conversations.states import Status

USUAL_HANDLE_SECONDS = 300.0


@dataclass(frozen=True)
class Place:
    """Where the customer stands. `position` is 1 for the next; None when they do not wait."""

    position: int | None
    ahead: int
    wait_seconds: int | None
    open_now: bool
    opens_at: datetime | None

    def as_json(self) -> dict[str, Any]:
        opens = self.opens_at.isoformat() if self.opens_at else None
        return {
            "position": self.position, "ahead": self.ahead, "wait_seconds": self.wait_seconds,
            "open_now": self.open_now, "opens_at": opens,
        }  # fmt: skip


def place_in_queue(conversation_id: UUID | str) -> Place:
    """The place of a conversation in its line, and how long it will probably wait."""
    rows = Conversation.objects.select_related("queue__unit", "queue__calendar")
    conversation = rows.filter(pk=conversation_id).first()
    if conversation is None:
        raise NoSuchConversation
    queue, open_now = conversation.queue, is_open(conversation.queue)
    if not conversation.is_waiting:
        return Place(None, 0, None, open_now, opens_at(queue))
    ahead = _ahead_of(conversation)
    wait = 0 if conversation.offered_to_id else _estimate(queue, ahead)
    return Place(ahead + 1, ahead, wait if open_now else None, open_now, opens_at(queue))


def places_in(queue: Queue, most: int) -> list[tuple[UUID, Place]]:
    """The first `most` in a line with their places: one look at the line and one at the agents, however many wait."""
    line = Conversation.objects.filter(queue=queue, status=Status.WAITING, offered_to=None)
    waiting = list(line.order_by("rank_at", "pk").values_list("pk", flat=True)[:most])
    open_now, opens = is_open(queue), opens_at(queue)
    pace = _pace(queue) if waiting and open_now else None
    return [
        (pk, Place(ahead + 1, ahead, pace.wait(ahead) if pace else None, open_now, opens))
        for ahead, pk in enumerate(waiting)
    ]


def place_if_asked(language: str) -> Place:
    """Where someone would stand who asked for a person this moment: what a page may promise before they ask."""
    queue = default_queue(language)
    line = Conversation.objects.filter(queue=queue, status=Status.WAITING, offered_to=None).count()
    open_now = is_open(queue)
    return Place(None, line, _estimate(queue, line) if open_now else None, open_now, opens_at(queue))


def _ahead_of(conversation: Conversation) -> int:
    """Those before it in the line whom nobody has been offered yet."""
    if conversation.offered_to_id:
        return 0
    line = Conversation.objects.filter(queue=conversation.queue, status=Status.WAITING, offered_to=None)
    before = Q(rank_at__lt=conversation.rank_at) | Q(rank_at=conversation.rank_at, pk__lt=conversation.pk)
    return line.filter(before).count()


@dataclass(frozen=True)
class _Pace:
    """How fast a line moves now."""

    free: int
    capacity: int
    handle_seconds: float
    take_seconds: int

    def wait(self, ahead: int) -> int:
        if ahead < self.free:
            return self.take_seconds // 2
        return round((ahead - self.free + 1) * self.handle_seconds / self.capacity)


def _estimate(queue: Queue, ahead: int) -> int | None:
    pace = _pace(queue)
    return pace.wait(ahead) if pace else None


def _pace(queue: Queue) -> _Pace | None:
    """None while nobody is at work."""
    candidates = candidates_of(users_ready(queue))
    capacity = sum(candidate.capacity for candidate in candidates)
    if not capacity:
        return None
    free = sum(max(0, candidate.capacity - candidate.load) for candidate in candidates)
    return _Pace(free, capacity, _handle_seconds(queue), queue.no_take_seconds)


def _handle_seconds(queue: Queue) -> float:
    """The mean of this queue's last day, or the usual when there was too little."""
    since = clock.now() - timedelta(days=1)
    done = Assignment.objects.filter(queue=queue, ended_at__gt=since).exclude(taken_at=None)
    mean = done.aggregate(mean=Avg(F("ended_at") - F("taken_at")))["mean"]
    return max(30.0, mean.total_seconds()) if mean else USUAL_HANDLE_SECONDS
