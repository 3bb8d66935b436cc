"""Canaries on the desk: planted and removed by the security administrator; nobody else knows which they are."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from foyer.base.actors import Actor
from foyer.base.errors import Invalid, NotFound
from foyer.customers import queries as customers
from foyer.desk.access import desk_view
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.security import PLANT, security_frame
from foyer.security.detection import canaries
from foyer.staff import queries as staff

TAB = "desk:canaries"


class NoSuchNumber(Invalid):
    code = "no_such_number"
    message = _("No customer has this number.")


class AlreadyPlanted(Invalid):
    code = "already_planted"
    message = _("This customer is a canary already.")


@desk_view(PLANT)
def browse(request: HttpRequest) -> HttpResponse:
    """Every canary with the last time somebody touched it."""
    planted = canaries.planted()
    numbers = customers.numbers_of(one.customer for one in planted if one.customer)
    keepers = {one.row.pk: Actor.parse(one.row.placed_by) for one in planted}
    names = staff.names_of({actor.id for actor in keepers.values() if actor.is_staff and actor.id})
    rows = [
        {
            "one": one,
            "number": numbers.get(one.customer, "") if one.customer else "",
            "by": names.get(keeper.id, "") if (keeper := keepers[one.row.pk]).id else "",
        }
        for one in planted
    ]
    return render(request, "desk/security/detection/canaries.html", {**security_frame(request, TAB), "rows": rows})


@data_deed(PLANT)
def plant(request: HttpRequest) -> dict[str, Any]:
    """Make the customer of a number a canary."""
    customer = customers.id_by_number(request.POST.get("number", ""))
    if customer is None:
        raise NoSuchNumber
    if not canaries.place(customer, by=acting(request)):
        raise AlreadyPlanted
    return {}


@data_deed(PLANT)
def lift(request: HttpRequest, canary_id: UUID) -> dict[str, Any]:
    """It is no canary any more."""
    if not canaries.lift(canary_id, by=acting(request)):
        raise NotFound
    return {}
