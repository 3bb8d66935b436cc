"""Webhooks in the register of disclosures: who is called stands there by itself, and each day what they were told.

Facts carry ids, which are personal data all the same. A receiver within the bank is in the register too: whether
it is a party of its own is for compliance to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from foyer.api.webhooks.models import Webhook, WebhookLetter
from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.base.errors import Refusal
from foyer.base.text import Bilingual
from foyer.privacy.recipients import carriers, finding, queries

PURPOSE, KINDS = "service", ("conversation",)


def code_of(webhook: Webhook) -> str:
    return f"webhook:{urlsplit(webhook.url).hostname or webhook.pk}"[:80]


@finding.finder
def receivers() -> Iterator[finding.Found]:
    """Each host that some webhook calls."""
    for code in sorted({code_of(one) for one in Webhook.objects.all()}):
        host = code.partition(":")[2]
        name = Bilingual(f"Webhook 接收方 {host}", f"Receiver of webhooks {host}")
        yield finding.Found(code, name, finding.ENTRUSTED, KINDS)


def may_be_told(webhook: Webhook) -> bool:
    """Whether the register lets this receiver be told anything: not one that was ended or is abroad."""
    row = queries.recipient(code_of(webhook))
    try:
        if row is not None:
            carriers.check(row, PURPOSE)
    except Refusal:
        return False
    return True


def register_yesterday() -> int:
    """Write down what each receiver was told yesterday, about how many; how many lines that made. Twice is once."""
    end = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    begin = end - timedelta(days=1)
    made = 0
    for webhook in Webhook.objects.all():
        told = WebhookLetter.objects.filter(
            webhook=webhook, state=WebhookLetter.State.DONE, settled_at__gte=begin, settled_at__lt=end
        )
        people = told.values("key").distinct().count()
        reference = f"webhook:{webhook.pk}:{begin:%Y-%m-%d}"
        if people and not carriers.stands(code_of(webhook), reference):
            made += carriers.hand_over(
                code_of(webhook), PURPOSE, None, by=SYSTEM, kinds=KINDS, people=people, reference=reference
            ) is not None  # fmt: skip
    return made
