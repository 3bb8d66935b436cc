"""Webhooks: facts of the house, told to other systems of the bank as they happen.

A subscription (`Webhook`) says where to and which facts. A trigger writes a letter for each fact into `WebhookLetter`
in the transaction in which the fact is published, so that none is missed and none is told that did not happen. A job
posts the letters of one subscription one after the other, in the order the facts were told: a CloudEvents 1.0 envelope
in structured JSON, signed as Standard Webhooks says. What fails is tried again, later and later, and holds up the
letters behind it; after `MOST_ATTEMPTS` it is a dead letter, which an administrator reads and sends once more. A
letter arrives at least once, always with the same `webhook-id`.

The secret is shown once. After a rotation both signatures are sent for a day, so that a receiver changes over in peace.
"""

from foyer.api.webhooks.actions import discard, open_webhook, pause, replay, resume, rotate
from foyer.api.webhooks.posting import post_next
from foyer.api.webhooks.subscribing import fact_names

__all__ = ["discard", "fact_names", "open_webhook", "pause", "post_next", "replay", "resume", "rotate"]
