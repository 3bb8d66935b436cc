"""Posting letters: one subscription after its own order, at least once, later and later while it fails.

A subscription's row is locked while its letter travels, so that two job processes never post for the same one and its
letters never overtake each other.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from foyer.api.webhooks import registering
from foyer.api.webhooks.envelope import written
from foyer.api.webhooks.models import Webhook, WebhookLetter
from foyer.base import clock, outgoing
from foyer.base.errors import Refusal
from foyer.security.drills import outages

log = structlog.get_logger(__name__)

MOST_ATTEMPTS = 10
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=6)
SECONDS = 10.0
KEEP = timedelta(days=14)
QUEUED_FOR = timedelta(seconds=60)
GONE = 410

Due = WebhookLetter.State.DUE


def waiting() -> list[UUID]:
    """The subscriptions whose first letter is due and for which no job has been called in the last minute."""
    now = clock.now()
    first = WebhookLetter.objects.filter(webhook=OuterRef("pk"), state=Due).order_by("id")
    ready = Webhook.objects.filter(state=Webhook.State.ACTIVE)
    ready = ready.filter(Exists(first.filter(next_try_at__lte=now)))
    return list(ready.filter(Q(queued_at=None) | Q(queued_at__lt=now - QUEUED_FOR)).values_list("pk", flat=True))


def post_all(webhook_id: UUID, most: int = 200) -> int:
    """Post what is due for one subscription; returns how many letters were tried."""
    count = 0
    while count < most and post_next(webhook_id):
        count += 1
    Webhook.objects.filter(pk=webhook_id).update(queued_at=None)
    return count


@transaction.atomic
def post_next(webhook_id: UUID) -> bool:
    """Post the first letter of a subscription if it is due; False when there is nothing to do now."""
    mine = Webhook.objects.filter(pk=webhook_id, state=Webhook.State.ACTIVE)
    webhook = mine.select_for_update(no_key=True, skip_locked=True).first()
    letter = None if webhook is None else webhook.letters.filter(state=Due).order_by("id").first()
    if webhook is None or letter is None or letter.next_try_at > clock.now():
        return False
    _post(webhook, letter)
    return True


def purge() -> int:
    """Forget letters that arrived long ago; returns how many."""
    old = WebhookLetter.objects.filter(state=WebhookLetter.State.DONE, settled_at__lt=clock.now() - KEEP)
    return old.delete()[0]


def _post(webhook: Webhook, letter: WebhookLetter) -> None:
    try:
        if outages.met("webhook", webhook.pk):
            _failed(letter, "away", None)
            return
    except outages.Swallowed:
        _settle(letter, WebhookLetter.State.DONE, "drill")
        return
    if not registering.may_be_told(webhook):
        _failed(letter, "recipient_not_described", None)
        return
    body, headers = written(letter, webhook.secrets, clock.now())
    try:
        answer = outgoing.send(
            "POST", webhook.url, content=body, headers=headers, seconds=SECONDS, most_bytes=100_000
        )  # fmt: skip
    except Refusal as refusal:
        _failed(letter, refusal.code, None)
        return
    if answer.is_success:
        _settle(letter, WebhookLetter.State.DONE, f"HTTP {answer.status}")
        Webhook.objects.filter(pk=webhook.pk).update(succeeded_at=clock.now())
        return
    if answer.status == GONE:  # the receiver says: never again
        Webhook.objects.filter(pk=webhook.pk).update(state=Webhook.State.PAUSED)
    _failed(letter, f"HTTP {answer.status}", answer.headers.get("retry-after"))


def _failed(letter: WebhookLetter, answer: str, asked_to_wait: str | None) -> None:
    letter.attempts += 1
    log.warning("webhook_failed", webhook=str(letter.webhook_id), letter=letter.pk, answer=answer)
    if letter.attempts >= MOST_ATTEMPTS:
        _settle(letter, WebhookLetter.State.DEAD, answer)
        return
    letter.last_answer, letter.next_try_at = answer, clock.now() + _wait(letter.attempts, asked_to_wait)
    letter.save(update_fields=["attempts", "last_answer", "next_try_at"])


def _wait(attempts: int, asked: Any) -> timedelta:
    """5 s, 20 s, 80 s … six hours at most; longer when the receiver asks for it in seconds."""
    wanted = timedelta(seconds=int(asked)) if asked and str(asked).isdecimal() and len(str(asked)) < 6 else FIRST_WAIT
    return min(max(wanted, FIRST_WAIT * 4 ** (attempts - 1)), LONGEST_WAIT)


def _settle(letter: WebhookLetter, state: str, answer: str) -> None:
    letter.state, letter.last_answer, letter.settled_at = state, answer[:120], clock.now()
    letter.save(update_fields=["state", "last_answer", "settled_at", "attempts"])
