"""What this room holds of a person, for copies, the trace and deletions (`privacy.holders`)."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foyer.base.legends import CONTACT, FREE_TEXT, INTERNAL, TOKEN
from foyer.conversations.models import (
    Assignment,
    Attachment,
    Closure,
    Conversation,
    Mention,
    Message,
    Participant,
    Rating,
    TranscriptRequest,
    Transfer,
    Visitor,
)
from foyer.conversations.states import Status
from foyer.customers.erasing import visitors_of
from foyer.privacy.holders import Holder, Subject, register
from foyer.privacy.retention.keepers import Carried, Keeper
from foyer.privacy.retention.keepers import register as register_keeper

FLOOR = 50


def _visitors(subject: Subject) -> "QuerySet[Visitor]":
    """Browsers that are the person's; one that became another customer's since is not."""
    mine = Q(customer__in=subject.customers) | Q(pk__in=subject.visitors, customer=None)
    return Visitor.objects.filter(mine)


def _talks(subject: Subject) -> "QuerySet[Conversation]":
    visitors = _visitors(subject).values("pk")
    mine = Q(customer__in=subject.customers) | Q(visitor__in=visitors, customer=None)
    return Conversation.objects.filter(mine)


def talks_of(subject: Subject) -> "QuerySet[Conversation]":
    """The person's conversations."""
    return _talks(subject)


def _names(subject: Subject) -> set[str]:
    """Conversations, visitors and messages: by these the other tables speak of the person."""
    subject.visitors |= visitors_of(subject.person)
    visitors, talks = _visitors(subject), _talks(subject)
    subject.visitors |= set(visitors.values_list("pk", flat=True))
    found: set[UUID] = {*subject.visitors, *talks.values_list("pk", flat=True)}
    return {str(one) for one in found}


def _of(model: Any) -> Callable[[Subject], "QuerySet[Any]"]:
    return lambda subject: model.objects.filter(conversation__in=_talks(subject).values("pk"))


_messages, _attachments, _ratings = _of(Message), _of(Attachment), _of(Rating)
_transcripts = _of(TranscriptRequest)
_HANDLING = (Participant, Assignment, Transfer, Closure)


def _mentions(subject: Subject) -> "QuerySet[Mention]":
    return Mention.objects.filter(message__in=_messages(subject).values("pk"))


@transaction.atomic
def _erase_attachments(subject: Subject) -> int:
    """The files first: a row without its file is found again, a file without its row is not."""
    rows = list(_attachments(subject))
    for row in rows:
        for path in filter(None, (row.path, row.thumbnail_path)):
            default_storage.delete(path)
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


@transaction.atomic
def _erase_messages(subject: Subject) -> int:
    _mentions(subject).delete()
    return _gone(_messages(subject))


@transaction.atomic
def _erase_talks(subject: Subject) -> int:
    talks = list(_talks(subject).values_list("pk", flat=True))
    Conversation.objects.filter(previous__in=talks).update(previous=None)
    return _gone(Conversation.objects.filter(pk__in=talks))


@transaction.atomic
def _erase_visitors(subject: Subject) -> int:
    """A browser whose talks with somebody else are kept stays, as nobody's."""
    visitors = list(_visitors(subject).values_list("pk", flat=True))
    shared = Conversation.objects.filter(visitor__in=visitors).values_list("visitor", flat=True)
    Visitor.objects.filter(pk__in=list(shared)).update(customer=None)
    return _gone(Visitor.objects.filter(pk__in=visitors).exclude(pk__in=list(shared)))


def _gone(rows: "QuerySet[Any]") -> int:
    return rows.delete()[1].get(rows.model._meta.label, 0)


def _said(subject: Subject) -> list[dict[str, Any]]:
    """What was said between the person and the bank; colleagues' notes among themselves are not part of the copy."""
    rows = _messages(subject).filter(is_internal=False).select_related("conversation")
    return [
        {
            "conversation": row.conversation.number, "at": row.sent_at.isoformat(), "by": row.author_kind,
            "kind": row.kind, "text": row.text, "written_by_machine": row.is_machine,
        }
        for row in rows.order_by("conversation_id", "seq")
    ]  # fmt: skip


def _talked(subject: Subject) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number, "channel": row.channel, "opened_at": row.opened_at.isoformat(),
            "closed_at": row.closed_at.isoformat() if row.closed_at else None, "topic": row.topic,
            "identity": row.get_assurance_level_display(),
        }
        for row in _talks(subject).order_by("opened_at")
    ]  # fmt: skip


def _files(subject: Subject) -> list[dict[str, Any]]:
    return [
        {"name": row.name, "type": row.type, "size": row.size, "sha256": row.sha256, "at": row.at.isoformat()}
        for row in _attachments(subject).filter(is_internal=False)
    ]


def _rated(subject: Subject) -> list[dict[str, Any]]:
    return [{"score": row.score, "comment": row.comment, "at": row.at.isoformat()} for row in _ratings(subject)]


def _declare(code: str, name: Any, rows: Callable[[Subject], "QuerySet[Any]"], **more: Any) -> None:
    shared: dict[str, Any] = {
        "where": "table", "legend": FREE_TEXT, "basis": "contract", "rule": "conversations", "floor": FLOOR,
        "trace": lambda subject: rows(subject).count(), "erase": lambda subject: _gone(rows(subject)),
    }  # fmt: skip
    register(Holder(f"conversations.{code}", name, **{**shared, **more}))


_declare("attachments", _("Files sent in conversations"), _attachments, where="file", erase=_erase_attachments,
         export=_files, models=("conversations.Attachment",))  # fmt: skip
_declare("messages", _("Messages and notes"), _messages, erase=_erase_messages, export=_said,
         models=("conversations.Message", "conversations.Mention"))  # fmt: skip
_declare("transcripts", _("Transcripts to be sent"), _transcripts, legend=CONTACT,
         models=("conversations.TranscriptRequest",))  # fmt: skip
_declare("ratings", _("Ratings of conversations"), _ratings, export=_rated, models=("conversations.Rating",))
for _model in _HANDLING:
    _declare(_model.__name__.lower(), _model._meta.verbose_name_plural, _of(_model), legend=INTERNAL,
             models=(_model._meta.label,))  # fmt: skip
_declare("talks", _("Conversations"), _talks, legend=INTERNAL, erase=_erase_talks, export=_talked, names=_names,
         models=("conversations.Conversation",))  # fmt: skip
_declare("visitors", _("Browsers"), _visitors, legend=TOKEN, rule="security_logs", erase=_erase_visitors,
         models=("conversations.Visitor",))  # fmt: skip


def _long_ago(before: datetime) -> "QuerySet[Conversation]":
    """Closed, and without a word since."""
    return Conversation.objects.filter(status=Status.CLOSED, last_at__lt=before)


def _forget_talks(before: datetime, held: Collection[UUID]) -> Carried:
    due = _long_ago(before)
    kept = due.filter(customer__in=held).count()
    going = list((due.exclude(customer__in=held) if held else due).values_list("pk", flat=True))
    for start in range(0, len(going), 500):
        _forget_some(going[start : start + 500])
    return Carried(len(going), kept)


def _forget_some(talks: list[UUID]) -> None:
    """With every word, file and note of them; the sums of the measures stay."""
    for row in Attachment.objects.filter(conversation__in=talks):
        for path in filter(None, (row.path, row.thumbnail_path)):
            default_storage.delete(path)
    Attachment.objects.filter(conversation__in=talks).delete()
    Message.objects.filter(conversation__in=talks).delete()
    Conversation.objects.filter(previous__in=talks).update(previous=None)
    Conversation.objects.filter(pk__in=talks).delete()


register_keeper(Keeper("conversations.talks", "conversations", lambda before: _long_ago(before).count(), _forget_talks))
