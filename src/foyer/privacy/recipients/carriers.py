"""Whoever carries our messages receives personal data too: the SMS gateway, the mail server, webhooks.

Each handing over is a disclosure, written in the transaction that sends: once a day for a person, a carrier and a
purpose, since a register of every code would tell more of a customer than the codes do. A carrier that is configured
and not yet described still carries what the customer waits for and what the law demands (it stands in the register as
"to be described"); one that was ended, or that handles data abroad under China's rules, carries nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.privacy.consents.purposes import by_code
from foyer.privacy.models import Disclosure, Recipient
from foyer.privacy.recipients import finding
from foyer.privacy.recipients.errors import NotDescribed
from foyer.privacy.recipients.keeping import check_region, enter

FREE = ("service", "law")


def of_channel(channel: str) -> str:
    """The code of whoever carries this channel now; empty where nothing leaves the house."""
    return next((one.code for one in finding.messages() if one.code.startswith(PREFIX.get(channel, "?"))), "")


PREFIX = {"sms": "sms:", "email": "smtp:"}


def hand_over(
    code: str, purpose: str, customer: UUID | None, *, by: Actor, kinds: Iterable[str] = ("contact",), people: int = 1,
    reference: str = "",
) -> Disclosure | None:  # fmt: skip
    """Write down that a carrier is given a message to somebody; None where that stands there for today already.

    Raises NotDescribed or OutsideChina where it may carry nothing.
    """
    row = _row(code)
    check(row, purpose)
    used, wanted = by_code(purpose), sorted(set(kinds))
    today = timezone.localtime(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    same = Disclosure.objects.filter(recipient=row, purpose=used, kinds=wanted, at__gte=today)
    if same.filter(customer=customer, reference=reference).exists():
        return None
    return enter(row, used, wanted, people=people, customer=customer, reference=reference, by=by)


def stands(code: str, reference: str) -> bool:
    """Whether the register has this already."""
    return Disclosure.objects.filter(recipient__code=code, reference=reference).exists()


def check(row: Recipient, purpose: str) -> None:
    """Whether this carrier may be given something for a purpose."""
    check_region(row.region)
    is_free = by_code(purpose).group in FREE
    if row.status == Recipient.Status.ENDED or (row.status == Recipient.Status.FOUND and not is_free):
        raise NotDescribed


def _row(code: str) -> Recipient:
    row = Recipient.objects.filter(code=code).first()
    if row is None:
        finding.enter()
        row = Recipient.objects.filter(code=code).first()
    if row is None:
        raise NotDescribed
    return row
