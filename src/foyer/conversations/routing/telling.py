"""Telling those who wait that the line has moved: each its own place, at most once a second for a line.

The event is not kept: a page that missed it, or stands further back, asks for its place by itself every now and then.
"""

from uuid import UUID

from django.core.cache import cache

from foyer.base import live
from foyer.conversations.models import Conversation, Queue
from foyer.conversations.routing.estimating import places_in

MOST_TOLD = 50
BREATH_SECONDS = 1


def tell_places(conversation_id: UUID) -> None:
    """The conversation joined or left its line: tell the others in it where they stand now."""
    its_line = Conversation.objects.filter(pk=conversation_id).values("queue_id")
    queue = Queue.objects.select_related("unit", "calendar").filter(pk__in=its_line).first()
    if queue is None or not cache.add(f"conversations:places:{queue.pk}", 1, BREATH_SECONDS):
        return
    for waiting_id, place in places_in(queue, MOST_TOLD):
        live.ephemeral(f"conversation:{waiting_id}", "place", {"place": place.as_json()})
