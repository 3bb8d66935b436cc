"""Customer 360 over HTTP, for the desk and for other programs of the bank that act for a colleague.

A colleague sees the customers of their units and those entrusted to them, masked; everybody else is "not found".
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema

from foyer.base.errors import Forbidden
from foyer.customers.profile import finding, timeline, view
from foyer.staff.api import desk_auth

router = Router(tags=["Customers"], auth=desk_auth)
VIEW = "customers.view_customer"


class FoundCustomers(Schema):
    customers: list[dict[str, Any]]


class Entries(Schema):
    entries: list[dict[str, Any]]


@router.get("customers", response=FoundCustomers)
def find_customers(
    request: HttpRequest,
    q: Annotated[str, Query(min_length=1, max_length=80, description="Name, pinyin, a tail of four digits, number.")],
) -> Any:
    """Customers by name, pinyin, the last four digits of a phone or card, or customer number."""
    _must_see(request)
    return {"customers": finding.find(request.user, q)}


@router.get("customers/{customer_id}", response=dict[str, Any])
def customer_360(request: HttpRequest, customer_id: UUID) -> Any:
    """Everything known of one customer: who, where each value came from, holdings, movements, timeline, relations."""
    _must_see(request)
    return view.customer_360(request.user, customer_id)


@router.get("customers/{customer_id}/timeline", response=Entries)
def customer_timeline(
    request: HttpRequest,
    customer_id: UUID,
    before: Annotated[datetime | None, Query()] = None,
    of: Annotated[str, Query(max_length=40, description="Only kinds that begin so, as conversations.")] = "",
    limit: Annotated[int, Query(ge=1, le=100)] = timeline.PAGE,
) -> Any:
    """Earlier entries of the timeline, newest first."""
    _must_see(request)
    return {"entries": view.timeline_of(request.user, customer_id, before=before, of=of, limit=limit)}


def _must_see(request: HttpRequest) -> None:
    if not request.user.has_perm(VIEW):
        raise Forbidden
