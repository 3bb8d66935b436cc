"""What this room holds of a person (`privacy.holders`): orders with their values, promises, appointments."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from foyer.base.legends import FINANCE
from foyer.privacy.holders import Holder, Subject, register
from foyer.servicing.models import Order
from foyer.servicing.processes.declaring import process_of
from foyer.servicing.queries import values_of


def _orders(subject: Subject) -> "QuerySet[Order]":
    return Order.objects.filter(Q(customer__in=subject.customers) | Q(conversation__in=sorted(subject.names)))


@transaction.atomic
def _erase(subject: Subject) -> int:
    """Orders go with their steps, promises and appointments."""
    gone = _orders(subject)
    count = gone.count()
    gone.delete()
    return count


def _shown(subject: Subject) -> list[dict[str, Any]]:
    return [
        {
            "number": row.number, "service": str(process_of(row.process).title), "state": row.state, "door": row.door,
            "begun": row.begun_at.isoformat(), "reference": row.reference,
            "values": {str(name): str(value) for name, value in values_of(row)},
        }
        for row in _orders(subject).select_related("conversation__customer").order_by("begun_at")
    ]  # fmt: skip


register(
    Holder(
        "servicing.orders", _("Services and their values"), where="table", legend=FINANCE, basis="contract",
        rule="conversations", floor=60, trace=lambda subject: _orders(subject).count(), erase=_erase, export=_shown,
        models=("servicing.Order", "servicing.OrderStep", "servicing.Promise", "servicing.Appointment"),
    )
)  # fmt: skip
