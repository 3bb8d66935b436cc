"""What the bank owes its customers after a service: calls, answers to complaints and disputes, soonest due first."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.customers.masking import masked_phone
from foyer.desk.access import desk_view
from foyer.desk.shell import frame
from foyer.servicing import actions as servicing
from foyer.servicing import queries as services

KEEP = "servicing.keep_promise"


@desk_view(KEEP)
def browse(request: HttpRequest) -> HttpResponse:
    """Each with its last moment; the phone masked, in full for who has the number's owner in a conversation."""
    now = clock.now()
    lines = [
        {"promise": one, "phone": masked_phone(one.phone) if one.phone else "", "is_late": one.due_at < now}
        for one in services.owed(request.user)
    ]
    return render(request, "desk/promises.html", {**frame(request, here="desk:promises", topics=[]), "lines": lines})


@require_POST
@desk_view(KEEP)
def keep(request: HttpRequest, promise_id: UUID) -> HttpResponse:
    """It was done."""
    servicing.keep(promise_id, by=Actor.staff(request.user))
    return redirect("desk:promises")
