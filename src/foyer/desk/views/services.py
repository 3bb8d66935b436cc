"""The services that run in a conversation: a colleague reads how far they are, takes one over or calls it off."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from foyer.base.actors import Actor
from foyer.conversations import queries as conversations
from foyer.desk import board
from foyer.desk.access import READ, SERVE, desk_view
from foyer.servicing import actions as servicing
from foyer.servicing import queries as services
from foyer.servicing.errors import NoSuchOrder

_VERBS: dict[str, Any] = {"cancel": servicing.cancel, "take": servicing.take_over}


@require_POST
@desk_view(READ, SERVE)
def act(request: HttpRequest, order_id: UUID, verb: str) -> HttpResponse:
    """One verb, then the facts beside the conversation again."""
    if verb not in _VERBS:
        raise Http404
    order = services.order_of(order_id)
    if order is None or order.conversation_id is None:
        raise NoSuchOrder
    conversation = conversations.conversation_for(request.user, order.conversation_id)
    _VERBS[verb](order.pk, by=Actor.staff(request.user))
    return render(request, "desk/panes/facts.html", board.beside(request.user, conversation))
