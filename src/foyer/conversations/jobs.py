"""Periodic work: shells around what the room does. (Transcripts are sent by a job of their own, `transcripts`.)"""

from foyer.base.jobs import periodic
from foyer.conversations import attachments
from foyer.conversations.routing import route_waiting
from foyer.conversations.sweeping import sweep


@periodic("conversations.sweep", every_seconds=2)
def do_what_is_due() -> None:
    """Lapsed offers, unanswered customers, silence, ended snoozes; then whatever waits is offered again."""
    sweep()
    route_waiting()


@periodic("conversations.forget_unsent_files", every_seconds=3600)
def forget_unsent_files() -> None:
    """Files that were uploaded and never sent."""
    attachments.forget_unsent()
    attachments.clear_quarantine()
