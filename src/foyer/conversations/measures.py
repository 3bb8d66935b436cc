"""The numbers this room defines: each once, in both languages, recorded in the transaction of what it counts.

Waits are counted in the opening hours of the queue. The service level is the share of conversations that were taken
within the queue's target; who left earlier than the target is not counted against it, who left later is.
"""

from datetime import datetime

from foyer.base import clock, measures
from foyer.base.text import Bilingual
from foyer.conversations.hours import open_seconds
from foyer.conversations.models import Assignment, Conversation, Queue

_WHERE = ("channel", "queue")

OPENED = measures.counter(
    "conversations.opened", name=Bilingual("会话数", "Conversations"), unit="1", dimensions=_WHERE
)
ANSWERED = measures.counter(
    "conversations.answered_with_citation",
    name=Bilingual("有据回答数", "Answers with a citation"),
    unit="1",
    dimensions=_WHERE,
)
HANDED_OVER = measures.counter(
    "conversations.handed_over", name=Bilingual("转人工数", "Handed over to a person"), unit="1",
    dimensions=(*_WHERE, "reason"),
)  # fmt: skip
WAIT = measures.duration("conversations.wait", name=Bilingual("等待时长", "Wait for a person"), dimensions=_WHERE)
FIRST_RESPONSE = measures.duration(
    "conversations.first_response", name=Bilingual("首次响应时间", "First response time"), dimensions=_WHERE
)
HANDLE_TIME = measures.duration(
    "conversations.handle_time", name=Bilingual("处理时长", "Handle time"), dimensions=_WHERE
)
SERVICE_LEVEL = measures.ratio(
    "conversations.service_level", name=Bilingual("服务水平", "Service level"), dimensions=_WHERE
)
ABANDONED = measures.ratio("conversations.abandoned", name=Bilingual("放弃率", "Abandonment"), dimensions=_WHERE)
TRANSFERRED = measures.counter(
    "conversations.transferred", name=Bilingual("转接数", "Transfers"), unit="1", dimensions=(*_WHERE, "reason")
)
CLOSED = measures.counter(
    "conversations.closed", name=Bilingual("结束会话数", "Closed conversations"), unit="1",
    dimensions=(*_WHERE, "disposition"),
)  # fmt: skip
CONTAINED = measures.ratio("conversations.contained", name=Bilingual("自助解决率", "Containment"), dimensions=_WHERE)
RATING = measures.duration(
    "conversations.rating", name=Bilingual("评价分", "Rating (1 to 5)"), unit="1", dimensions=_WHERE
)
SATISFIED = measures.ratio("conversations.satisfied", name=Bilingual("满意率", "Satisfied"), dimensions=_WHERE)


def opened(conversation: Conversation, queue: Queue) -> None:
    OPENED.add(1, channel=conversation.channel, queue=queue.code)


def answered(conversation: Conversation) -> None:
    ANSWERED.add(1, **_where(conversation))


def handed_over(conversation: Conversation, reason: str) -> None:
    HANDED_OVER.add(1, **_where(conversation), reason=reason)


def waited(conversation: Conversation, since: datetime, taken_at: datetime) -> None:
    """An agent has taken it after a wait."""
    seconds = open_seconds(conversation.queue, since, taken_at)
    WAIT.record(seconds, **_where(conversation))
    SERVICE_LEVEL.observe(seconds <= conversation.queue.standard_seconds, **_where(conversation))
    ABANDONED.observe(False, **_where(conversation))


def abandoned(conversation: Conversation, since: datetime) -> None:
    """The customer left the line."""
    ABANDONED.observe(True, **_where(conversation))
    if open_seconds(conversation.queue, since, clock.now()) > conversation.queue.standard_seconds:
        SERVICE_LEVEL.observe(False, **_where(conversation))


def first_response(conversation: Conversation) -> None:
    """From when a person was asked for (or given) to an agent's first words."""
    since = conversation.awaiting_since or conversation.assigned_at or conversation.opened_at
    seconds = open_seconds(conversation.queue, since, clock.now())
    FIRST_RESPONSE.record(seconds, **_where(conversation))


def handled(conversation: Conversation, assignment: Assignment) -> None:
    """From taking to letting go."""
    if assignment.taken_at and assignment.ended_at:
        HANDLE_TIME.record((assignment.ended_at - assignment.taken_at).total_seconds(), **_where(conversation))


def transferred(conversation: Conversation, reason: str) -> None:
    TRANSFERRED.add(1, **_where(conversation), reason=reason)


def closed(conversation: Conversation, disposition: str, *, by_assistant_alone: bool) -> None:
    CLOSED.add(1, **_where(conversation), disposition=disposition)
    CONTAINED.observe(by_assistant_alone, **_where(conversation))


def rated(conversation: Conversation, score: int) -> None:
    RATING.record(score, **_where(conversation))
    SATISFIED.observe(score >= 4, **_where(conversation))


def _where(conversation: Conversation) -> dict[str, str]:
    return {"channel": conversation.channel, "queue": conversation.queue.code}
