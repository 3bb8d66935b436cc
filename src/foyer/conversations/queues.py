"""Finding the queue for a conversation."""

from typing import Any

from foyer.conversations.errors import NoQueue
from foyer.conversations.models import Conversation, Queue


def default_queue(language: str, unit: Any = None) -> Queue:
    """Where a new conversation belongs: its unit's own default, else the bank's; one that speaks the language first."""
    queues = list(
        Queue.objects.select_related("unit", "calendar").filter(is_enabled=True, is_default=True).order_by("code")
    )
    if not queues:
        raise NoQueue
    return max(queues, key=lambda queue: _fit(queue, language, unit))


def _fit(queue: Queue, language: str, unit: Any) -> tuple[bool, bool, int]:
    """Of the customer's own unit, then speaking the language, then as high in the bank as possible."""
    return unit is not None and queue.unit_id == unit.pk, language in queue.languages, -queue.unit.path.count("/")


def queue_for(conversation: Conversation, *, topic: str) -> Queue:
    """The queue that takes this topic, near the conversation's unit if there is one there; else where it is now."""
    queues = Queue.objects.select_related("unit", "calendar").filter(is_enabled=True, topics__contains=[topic])
    fitting = [queue for queue in queues.order_by("code") if conversation.language in queue.languages] if topic else []
    near = [queue for queue in fitting if queue.unit_id == conversation.unit_id]
    return next(iter(near + fitting), conversation.queue)
