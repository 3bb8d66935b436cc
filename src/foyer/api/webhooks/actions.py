"""Setting up a webhook, holding it, changing its secret, and dealing with dead letters."""

import base64
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.api.webhooks.models import Webhook, WebhookLetter
from foyer.api.webhooks.subscribing import check_facts
from foyer.base import audit, clock, outgoing
from foyer.base.actors import Actor

OPENED = audit.kind("api.webhook_opened", _("Set up a webhook"))
CHANGED = audit.kind("api.webhook_changed", _("Changed a webhook"))
ROTATED = audit.kind("api.webhook_rotated", _("Changed the secret of a webhook"))
REPLAYED = audit.kind("api.webhook_replayed", _("Dealt with dead letters of a webhook"))

BOTH_GOOD_FOR = timedelta(hours=24)


class WithSecret(NamedTuple):
    """A webhook and its secret, which is shown now and never again."""

    webhook: Webhook
    secret: str


@transaction.atomic
def open_webhook(name: str, url: str, facts: Iterable[str], *, by: Actor) -> WithSecret:
    """Tell an address of these facts from now on; none named is all. Refused: an address that may not be called."""
    outgoing.check(url)
    secret = _new_secret()
    webhook = Webhook.objects.create(
        name=name, url=url, facts=check_facts(list(facts)), secret=secret, made_by=str(by), made_at=clock.now()
    )
    audit.record(OPENED, by=by, on=f"webhook:{webhook.pk}", details={"url": url, "facts": webhook.facts})
    return WithSecret(webhook, secret)


@transaction.atomic
def change(webhook_id: UUID, *, name: str, url: str, facts: Iterable[str], by: Actor) -> Webhook:
    """Another name, address or other facts; what already waits goes to the new address."""
    outgoing.check(url)
    webhook = _claim(webhook_id)
    webhook.name, webhook.url, webhook.facts = name, url, check_facts(list(facts))
    webhook.save(update_fields=["name", "url", "facts"])
    audit.record(CHANGED, by=by, on=f"webhook:{webhook.pk}", details={"url": url, "facts": webhook.facts})
    return webhook


@transaction.atomic
def rotate(webhook_id: UUID, *, by: Actor) -> WithSecret:
    """A new secret; for a day letters are signed with both."""
    webhook, secret = _claim(webhook_id), _new_secret()
    webhook.old_secret, webhook.old_secret_until = webhook.secret, clock.now() + BOTH_GOOD_FOR
    webhook.secret = secret
    webhook.save(update_fields=["secret", "old_secret", "old_secret_until"])
    audit.record(ROTATED, by=by, on=f"webhook:{webhook.pk}")
    return WithSecret(webhook, secret)


def pause(webhook_id: UUID, *, by: Actor) -> Webhook:
    """Tell it nothing for now: facts told meanwhile are not for it, and what waits keeps waiting."""
    return _set_state(webhook_id, Webhook.State.PAUSED, by)


def resume(webhook_id: UUID, *, by: Actor) -> Webhook:
    return _set_state(webhook_id, Webhook.State.ACTIVE, by)


@transaction.atomic
def replay(letter_ids: Iterable[int], *, by: Actor) -> int:
    """Send dead letters once more; returns how many will be."""
    dead = WebhookLetter.objects.filter(pk__in=list(letter_ids), state=WebhookLetter.State.DEAD)
    count = dead.update(state=WebhookLetter.State.DUE, attempts=0, next_try_at=clock.now(), settled_at=None)
    _note_dealt_with(count, "replayed", by)
    return count


@transaction.atomic
def discard(letter_ids: Iterable[int], *, by: Actor) -> int:
    """Give dead letters up for good."""
    dead = WebhookLetter.objects.filter(pk__in=list(letter_ids), state=WebhookLetter.State.DEAD)
    count = dead.update(state=WebhookLetter.State.DISCARDED, settled_at=clock.now())
    _note_dealt_with(count, "discarded", by)
    return count


def _note_dealt_with(count: int, how: str, by: Actor) -> None:
    if count:
        audit.record(REPLAYED, by=by, on="webhook_letters", details={"count": count, "how": how})


@transaction.atomic
def _set_state(webhook_id: UUID, state: str, by: Actor) -> Webhook:
    webhook = _claim(webhook_id)
    if webhook.state != state:
        webhook.state = state
        webhook.save(update_fields=["state"])
        audit.record(CHANGED, by=by, on=f"webhook:{webhook.pk}", details={"state": state})
    return webhook


def _claim(webhook_id: UUID) -> Webhook:
    return Webhook.objects.select_for_update(no_key=True).get(pk=webhook_id)


def _new_secret() -> str:
    """As Standard Webhooks writes one: 32 random bytes."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
