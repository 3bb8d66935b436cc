"""Sweeping what is no longer needed, and sending webhooks."""

from uuid import UUID

from foyer.api import allowance
from foyer.api.models import Webhook
from foyer.api.webhooks import posting, registering
from foyer.base import clock
from foyer.base.jobs import job, periodic


@periodic("api.purge_allowances", every_seconds=600)
def purge_allowances() -> None:
    allowance.purge()


@job("api.post_letters", attempts=1)
def post_letters(webhook_id: str) -> None:
    """Post what is due for one subscription."""
    posting.post_all(UUID(webhook_id))


@periodic("api.send_webhooks", every_seconds=1)
def send_webhooks() -> None:
    """Call a job for each subscription that has a letter due; one that was lost with its process is called again."""
    for webhook_id in posting.waiting():
        Webhook.objects.filter(pk=webhook_id).update(queued_at=clock.now())
        post_letters.later(webhook_id=str(webhook_id))


@periodic("api.register_webhooks", every_seconds=3600)
def register_webhooks() -> None:
    """What receivers were told yesterday, into the register of disclosures."""
    registering.register_yesterday()


@periodic("api.purge_letters", every_seconds=3600)
def purge_letters() -> None:
    posting.purge()
