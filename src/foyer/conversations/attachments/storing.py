"""Taking a file in."""

import hashlib
from datetime import timedelta
from typing import IO
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import clock, files
from foyer.base.actors import Actor
from foyer.base.files import FileRefused, FileTooLarge, quarantine
from foyer.base.ids import new_id
from foyer.conversations.access import check_reader
from foyer.conversations.actions.claiming import claim
from foyer.conversations.errors import Blocked, EmptyMessage, NotYourTurn
from foyer.conversations.models import Attachment
from foyer.conversations.suspicious import tell_refused

MOST_BYTES = 10 * 1024 * 1024
MOST_UNSENT = 10
UNSENT_KEPT = timedelta(hours=24)


def store(conversation_id: UUID | str, *, name: str, data: IO[bytes], by: Actor) -> Attachment:
    """Keep a file for a message that will follow, once it has been examined in quarantine.

    Refused: too large, empty, damaged, of a kind not accepted, infected, or not to be examined now. The trail is told.
    """
    try:
        return _store(conversation_id, name=name, data=data, by=by)
    except FileRefused as no:
        tell_refused(conversation_id, no, by=by)
        raise


def _store(conversation_id: UUID | str, *, name: str, data: IO[bytes], by: Actor) -> Attachment:
    content = data.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise FileTooLarge(mend=_("Send a file of at most %(size)s MB.") % {"size": MOST_BYTES // 1024**2})
    if not content:
        raise EmptyMessage
    kind, content, small = files.examined(content)
    name = files.clean(name, files.ACCEPTED[kind])
    return _keep(conversation_id, name=name, kind=kind, content=content, small=small, by=by)


def clear_quarantine() -> int:
    """Delete what an upload that was cut off left in quarantine; returns how many."""
    return quarantine.clear()


def forget_unsent() -> int:
    """Delete files that were never sent; returns how many. One that is being sent this moment is left alone."""
    with transaction.atomic():
        old = Attachment.objects.filter(message=None, at__lt=clock.now() - UNSENT_KEPT)
        files = list(old.select_for_update(skip_locked=True)[:500])
        Attachment.objects.filter(pk__in=[file.pk for file in files]).delete()
    for file in files:
        for path in filter(None, (file.path, file.thumbnail_path)):
            default_storage.delete(path)
    return len(files)


@transaction.atomic
def _keep(conversation_id: UUID | str, *, name: str, kind: str, content: bytes, small: bytes, by: Actor) -> Attachment:
    _check(conversation_id, by)
    identifier, now = new_id(), clock.now()
    folder = f"attachments/{now:%Y/%m}/{identifier}"
    return Attachment.objects.create(
        id=identifier, conversation_id=conversation_id, name=name, type=kind, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), by=str(by), at=now,
        path=default_storage.save(folder, ContentFile(content)),
        thumbnail_path=default_storage.save(f"{folder}-small", ContentFile(small)) if small else "",
    )  # fmt: skip


def _check(conversation_id: UUID | str, by: Actor) -> None:
    conversation = claim(conversation_id)
    check_reader(conversation, by)
    if conversation.visitor.blocked_at or (conversation.customer and conversation.customer.is_blocked):
        raise Blocked
    if by.is_staff and conversation.assignee_id != by.id:
        raise NotYourTurn
    unsent = Attachment.objects.filter(conversation=conversation, message=None, by=str(by))
    if unsent.count() >= MOST_UNSENT:
        raise FileTooLarge(_("Too many files wait to be sent."), mend=_("Send the files you have chosen first."))
