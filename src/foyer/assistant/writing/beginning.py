"""Whether an answer is put into words by the language model, and the draft that promises it.

Asked within the transaction that decided what to answer; the model itself is asked after it, in a thread, so that no
customer waits for another one's answer. Until then the draft is a row: whatever happens to this process, the customer
is answered by its deadline (`drafting.rescue`).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from foyer.assistant import register
from foyer.assistant.models import Draft
from foyer.assistant.writing import breaker
from foyer.base import clock

CODE = "writing"  # of this use in the register
GRACE = timedelta(seconds=5)  # beyond the time that an answer may take

_workers: list[Callable[[UUID], None]] = []


def is_on() -> bool:
    """Whether a language model is configured, and its use is not switched off in the register."""
    return bool(settings.FOYER_LLM_URL) and register.is_on("writing")


def wrote_by(worker: Callable[[UUID], None]) -> Callable[[UUID], None]:
    """Register who writes a draft; it is called in a thread of its own."""
    _workers[:] = [worker]
    return worker


def begin(conversation_id: UUID, message_id: UUID, epoch: int, lang: str, decision: dict[str, Any]) -> bool:
    """Promise an answer that the model writes; False where it may not be asked, and the built-in answer is given."""
    if not is_on():
        return False
    if Draft.objects.filter(message_id=message_id).exists():
        return True
    if _open().count() >= settings.FOYER_LLM_AT_ONCE or not breaker.may_ask():
        return False
    draft = Draft.objects.create(
        conversation_id=conversation_id, message_id=message_id, epoch=epoch, lang=lang, decision=decision,
        deadline_at=clock.now() + timedelta(seconds=settings.FOYER_LLM_SECONDS) + GRACE,
    )  # fmt: skip
    transaction.on_commit(lambda: hand_to_worker(draft.pk))
    return True


def hand_to_worker(draft_id: UUID) -> None:
    for worker in _workers:
        _pool().submit(worker, draft_id)


def overdue() -> list[Draft]:
    """The drafts whose customers have waited long enough: their writer is gone."""
    return list(_open().filter(deadline_at__lte=clock.now()).order_by("deadline_at")[:100])


def _open() -> Any:
    return Draft.objects.filter(state__in=[Draft.State.WAITING, Draft.State.WRITING])


@lru_cache(maxsize=1)
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(settings.FOYER_LLM_AT_ONCE, thread_name_prefix="writer")
