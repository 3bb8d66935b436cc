"""Canaries: customers nobody has a reason to look at. Who touches one is asked why."""

from uuid import UUID

from django.db import transaction

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.security.audit.subjects import given_pseudonym, pseudonym_of
from foyer.security.detection import acts
from foyer.security.models import Canary


@transaction.atomic
def place(customer_id: UUID, *, by: Actor) -> bool:
    """Make this customer a canary; False if it is one."""
    pseudonym = pseudonym_of(customer_id) or given_pseudonym(customer_id)
    _row, is_new = Canary.objects.get_or_create(pseudonym=pseudonym, defaults={"placed_by": str(by)})
    if is_new:
        audit.record(acts.CANARY, by=by, on=f"canary:{pseudonym}", details={"placed": True})
    return is_new


@transaction.atomic
def remove(customer_id: UUID, *, by: Actor) -> bool:
    """This customer is no canary any more; False if it was none."""
    pseudonym = pseudonym_of(customer_id)
    if pseudonym is None:
        return False
    gone, _each = Canary.objects.filter(pseudonym=pseudonym).delete()
    if gone:
        audit.record(acts.CANARY, by=by, on=f"canary:{pseudonym}", details={"placed": False})
    return bool(gone)
