"""Who may see which customer: the one rule of this room."""

from typing import Any

from django.db.models import Q, QuerySet

from foyer.customers.models import Customer
from foyer.staff import queries as staff


def visible_to(user: Any) -> QuerySet[Customer]:
    """Customers of the units a colleague sees, and those entrusted to them; with unit and dedicated agent at hand.

    A customer whose unit is not known belongs to head office.
    """
    own = Q(unit__in=staff.visible_units(user)) | Q(dedicated_agent=user.pk)
    if staff.sees_everything(user):
        own |= Q(unit=None)
    return Customer.objects.filter(own).select_related("unit", "dedicated_agent")
