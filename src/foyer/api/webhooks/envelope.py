"""A letter as it travels: a CloudEvents 1.0 envelope in structured JSON, signed as Standard Webhooks says."""

import json
from datetime import datetime
from typing import Any

from django.conf import settings
from standardwebhooks import Webhook as Signer

from foyer.api.webhooks.models import WebhookLetter

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"


def envelope(letter: WebhookLetter) -> dict[str, Any]:
    """The fact as a CloudEvent; its content is ids and codes, as facts are."""
    return {
        "specversion": "1.0",
        "id": str(letter.fact_id),
        "source": settings.FOYER_PUBLIC_URL,
        "type": letter.fact,
        "subject": letter.key,
        "time": letter.told_at.isoformat(),
        "datacontenttype": "application/json",
        "data": letter.payload,
    }


def written(letter: WebhookLetter, secrets: list[str], now: datetime) -> tuple[bytes, dict[str, str]]:
    """The body and the headers; one signature for each secret that is good now."""
    body = json.dumps(envelope(letter), ensure_ascii=False, separators=(",", ":"))
    identifier = f"foyer-{letter.webhook_id}-{letter.fact_id}"
    headers = {
        "Content-Type": CONTENT_TYPE,
        "User-Agent": "Foyer-Webhooks/1",
        "webhook-id": identifier,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(Signer(secret).sign(identifier, now, body) for secret in secrets),
    }
    return body.encode(), headers
