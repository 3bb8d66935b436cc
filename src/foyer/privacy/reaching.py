"""A message leaves for somebody: the gate is asked, the contact counts, and its carrier stands in the register.

    try:
        reach(customer, "service", "email", by=by, kinds=("contact", "conversation"), reference=number)
    except (gates.NotNow, Refusal): …        # nothing is sent; the gate has counted why

`customers`, the room below, asks the same through `customers.reaching`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from foyer.base import audit
from foyer.base.actors import SYSTEM, Actor
from foyer.base.errors import Refusal
from foyer.customers import reaching
from foyer.privacy import gates
from foyer.privacy.gates.persons import person
from foyer.privacy.recipients import acts, carriers

log = structlog.get_logger(__name__)


@transaction.atomic
def reach(
    customer: Any, purpose: str, channel: str, *, by: Actor = SYSTEM, kinds: Iterable[str] = ("contact",),
    reference: str = "",
) -> None:  # fmt: skip
    """Raises NotNow where the gate refuses, NotDescribed or OutsideChina where the carrier may not be used."""
    contact = gates.contact(customer, purpose, channel, by=by)
    carrier = carriers.of_channel(channel)
    if carrier:
        carriers.hand_over(carrier, purpose, contact.customer_id, by=by, kinds=kinds, reference=reference)


def may_leave(customer: Any, purpose: str, channel: str, **more: Any) -> bool:
    """The same as a question; a no stands in the trail."""
    try:
        reach(customer, purpose, channel, **more)
    except Refusal as refusal:
        who = person(customer).customer
        reason = str(refusal.details.get("reason") or refusal.code)
        audit.record(
            acts.NOT_SENT, by=more.get("by", SYSTEM), on="message", customer=who, purpose=purpose, outcome="refused",
            details={"channel": channel, "reason": reason},
        )  # fmt: skip
        log.info("message_not_sent", channel=channel, purpose=purpose, reason=reason)
        return False
    return True


def _of_customers(customer: UUID, purpose: str, channel: str) -> bool:
    return may_leave(customer, purpose, channel)


reaching.answered_by(_of_customers)
