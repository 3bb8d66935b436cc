"""Freezing: one tap stands sign-in and online services still. Opening again takes more than a phone."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.events import publish
from foyer.customers.errors import HowMissing, NoSuchCustomer
from foyer.customers.events import CustomerFrozen, CustomerUnfrozen
from foyer.customers.models import Customer, Freeze
from foyer.customers.trust.sessions import end_all

FROZEN = audit.kind("customers.frozen", _("A customer's online services were frozen"))
UNFROZEN = audit.kind("customers.unfrozen", _("A customer's online services were opened again"))
REASONS, HOWS = Freeze.Reason, Freeze.How


@transaction.atomic
def freeze(customer_id: UUID, *, reason: str = "unsure", by: Actor) -> Freeze:
    """Stand everything still at once: every sign-in ends and none begins. Freezing twice changes nothing."""
    customer = _claim(customer_id)
    standing = Freeze.objects.filter(customer=customer, lifted_at=None).first()
    if standing is not None:
        return standing
    row = Freeze.objects.create(
        customer=customer, reason=Freeze.Reason(reason), frozen_at=clock.now(), frozen_by=str(by)
    )  # fmt: skip
    customer.frozen_at = row.frozen_at
    customer.save(update_fields=["frozen_at"])
    end_all(customer, by=by)
    _record(FROZEN, customer, by, reason=row.reason)
    publish(CustomerFrozen(customer.pk, row.reason, str(by)))
    return row


@transaction.atomic
def unfreeze(customer_id: UUID, *, how: str, about: str = "", by: Actor) -> Customer:
    """Open the services again, after a check that needs more than the phone. Who may, and whether the check took
    place, was decided by the caller; repeating it changes nothing.
    """
    if how not in Freeze.How.values or not by.is_staff:
        raise HowMissing
    customer = _claim(customer_id)
    standing = Freeze.objects.filter(customer=customer, lifted_at=None)
    lifted = standing.update(lifted_at=clock.now(), lifted_by=str(by), lifted_how=how, about=about[:120])
    if lifted:
        customer.frozen_at = None
        customer.save(update_fields=["frozen_at"])
        _record(UNFROZEN, customer, by, reason=how)
        publish(CustomerUnfrozen(customer.pk, how, str(by)))
    return customer


def standing_freeze(customer: Any) -> Freeze | None:
    """Since when and why, while it stands."""
    return Freeze.objects.filter(customer=customer, lifted_at=None).first() if customer.frozen_at else None


def _record(kind: audit.Kind, customer: Customer, by: Actor, *, reason: str) -> None:
    audit.record(kind, by=by, on=f"customer:{customer.pk}", customer=customer.pk, purpose="service", reason=reason)


def _claim(customer_id: UUID) -> Customer:
    customer = Customer.objects.select_for_update(no_key=True).filter(pk=customer_id).first()
    if customer is None:
        raise NoSuchCustomer
    return customer
