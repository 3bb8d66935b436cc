"""Giving a file out: to whoever may read its conversation, in a way no browser will run."""

from dataclasses import dataclass
from typing import IO, Any
from uuid import UUID

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.files import PICTURES
from foyer.conversations import queries
from foyer.conversations.acts import FILE_OPENED
from foyer.conversations.errors import NoSuchConversation
from foyer.conversations.models import Attachment, Conversation


@dataclass(frozen=True)
class Opened:
    """An open file and what to call it."""

    file: IO[bytes]
    name: str
    type: str


def open_for(viewer: Actor, attachment_id: UUID | str, *, thumbnail: bool = False) -> Opened:
    """The file for a viewer who may read its conversation; to a stranger there is none."""
    return open_row(_row_for(viewer, attachment_id, thumbnail), thumbnail=thumbnail)


def open_row(row: Attachment, *, thumbnail: bool) -> Opened:
    """For code that has decided who may see it."""
    path = row.thumbnail_path if thumbnail else row.path
    return Opened(default_storage.open(path), row.name, "image/jpeg" if thumbnail else row.type)


def respond(viewer: Actor, attachment_id: UUID | str, *, thumbnail: bool = False) -> HttpResponseBase:
    """The same as an HTTP answer. Where files have a host of their own, the way there; it holds for a minute or two."""
    if not settings.FOYER_FILES_URL:
        return as_answer(open_for(viewer, attachment_id, thumbnail=thumbnail))
    from foyer.conversations.attachments.links import link_to

    row = _row_for(viewer, attachment_id, thumbnail)
    answer = HttpResponseRedirect(link_to(row.pk, thumbnail=thumbnail))
    answer["Cache-Control"] = "no-store"
    return answer


def as_answer(opened: Opened) -> FileResponse:
    """Shown in place only when it is a picture, never sniffed, never run, never shared."""
    saved = opened.type not in PICTURES
    answer: Any = FileResponse(opened.file, as_attachment=saved, filename=opened.name, content_type=opened.type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=3600, immutable"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _row_for(viewer: Actor, attachment_id: UUID | str, thumbnail: bool) -> Attachment:
    row = Attachment.objects.filter(pk=attachment_id).first()
    if row is None or not _may_open(viewer, row) or (thumbnail and not row.thumbnail_path):
        raise NoSuchConversation
    if viewer.is_staff and not thumbnail:
        _tell(viewer, row)
    return row


def _tell(viewer: Actor, row: Attachment) -> None:
    customer = Conversation.objects.filter(pk=row.conversation_id).values_list("customer_id", flat=True).first()
    audit.record(FILE_OPENED, by=viewer, on=f"attachment:{row.pk}", customer=customer, details={"type": row.type})


def _may_open(viewer: Actor, row: Attachment) -> bool:
    """Until it is sent only its sender may; afterwards whoever may read the conversation."""
    if row.message_id is None:
        return row.by == str(viewer)
    return queries.may_read(viewer, row.conversation_id)
