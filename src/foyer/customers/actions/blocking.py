"""Blocking a customer for abuse. They may still call or come in; only the chat is closed to them."""

from uuid import UUID

from django.db import transaction

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.events import publish
from foyer.customers.acts import BLOCKED, UNBLOCKED
from foyer.customers.errors import NoSuchCustomer
from foyer.customers.events import CustomerBlocked, CustomerUnblocked
from foyer.customers.models import Customer


@transaction.atomic
def block(customer_id: UUID, *, reason: str, by: Actor) -> Customer:
    """Close the chat to a customer. Blocking twice changes nothing."""
    customer = _claim(customer_id)
    if not customer.is_blocked:
        customer.blocked_at, customer.blocked_by, customer.blocked_reason = clock.now(), str(by), reason[:200]
        customer.save(update_fields=["blocked_at", "blocked_by", "blocked_reason"])
        audit.record(BLOCKED, by=by, on=f"customer:{customer.id}", customer=customer.id)
        publish(CustomerBlocked(customer.id, str(by)))
    return customer


@transaction.atomic
def unblock(customer_id: UUID, *, by: Actor) -> Customer:
    """Open the chat to a customer again."""
    customer = _claim(customer_id)
    if customer.is_blocked:
        customer.blocked_at, customer.blocked_by, customer.blocked_reason = None, "", ""
        customer.save(update_fields=["blocked_at", "blocked_by", "blocked_reason"])
        audit.record(UNBLOCKED, by=by, on=f"customer:{customer.id}", customer=customer.id)
        publish(CustomerUnblocked(customer.id, str(by)))
    return customer


def _claim(customer_id: UUID) -> Customer:
    customer = Customer.objects.select_for_update(no_key=True).filter(pk=customer_id).first()
    if customer is None:
        raise NoSuchCustomer
    return customer
