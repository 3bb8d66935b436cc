"""The inject of drills that concerns receivers of webhooks: one that is nobody's does not answer for a while.

Its letters go the way of all letters: posted by the job, tried again later and later, never overtaking each other. The
receiver is synthetic, so nothing is posted to anybody, and its name can never exist (RFC 6761).
"""

from __future__ import annotations

import secrets
from typing import Any

from foyer.api.webhooks.models import Webhook, WebhookLetter
from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.security.drills import noting, outages
from foyer.security.drills.stage import Stage, player

URL, FACT = "https://receiver.foyer.invalid/", "security.DrillFact"
"""A fact that no room publishes: nothing that really happens is meant for this receiver."""
MOST_LETTERS, MOST_SECONDS_AWAY = 10, 120


def _take_away(stage: Stage) -> None:
    """The receiver of this inject goes, and its letters with it."""
    Webhook.objects.filter(pk__in=stage.people("webhook")).delete()


def _watch(stage: Stage) -> None:
    outages.look(stage, seconds=stage.number("seconds", 15, MOST_SECONDS_AWAY))
    stage.inject.refresh_from_db()
    if "fallback_seconds" in stage.inject.result and "in_order" not in stage.inject.result:
        noting.report(stage.inject.pk, in_order=_came_in_order(stage))


@player("webhook_outage", undo=_take_away, look=_watch)
def webhook_outage(stage: Stage) -> dict[str, Any]:
    """Facts for a receiver that does not answer: they wait, and arrive in their order once it is back."""
    count = stage.number("messages", 3, MOST_LETTERS)
    mark = stage.person("webhook")
    Webhook.objects.create(
        id=mark, name=f"{stage.drill.number}-{stage.inject.code}"[:80], url=URL, facts=[FACT],
        secret=secrets.token_urlsafe(24), made_by=str(SYSTEM), made_at=clock.now(),
    )  # fmt: skip
    outages.begin(stage.inject.pk, "webhook", queued=count)
    now = clock.now()
    WebhookLetter.objects.bulk_create(
        WebhookLetter(
            webhook_id=mark, fact_id=-number, fact=FACT, key=stage.drill.number, payload={}, told_at=now,
            next_try_at=now,
        )
        for number in range(1, count + 1)
    )  # fmt: skip
    stage.step(0, 2, "away")
    return {}


def _came_in_order(stage: Stage) -> bool:
    letters = WebhookLetter.objects.filter(webhook__in=stage.people("webhook")).order_by("settled_at", "id")
    ids = list(letters.values_list("id", flat=True))
    return ids == sorted(ids)
