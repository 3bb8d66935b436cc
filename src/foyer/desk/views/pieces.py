"""Pieces of the desk, fetched again when the live feed says that they changed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.assistant import helping
from foyer.conversations import queries as conversations
from foyer.conversations.api.staff_lists import receivers
from foyer.desk import board
from foyer.desk.access import READ, desk_view
from foyer.desk.choices import DISPOSITIONS, TRANSFER_REASONS
from foyer.desk.shell import numbers, presence_of


@desk_view(READ)
def the_list(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/panes/list.html", {"groups": board.groups(request.user)})


@desk_view()
def the_numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/parts/numbers.html", {"numbers": numbers(request.user)})


@desk_view()
def the_presence(request: HttpRequest) -> HttpResponse:
    return render(request, "desk/parts/presence.html", {"presence": presence_of(request.user)})


@desk_view(READ)
def middle(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Header, thread and composer of one conversation."""
    return render(request, "desk/panes/middle.html", board.opened(request.user, conversation_id))


@desk_view(READ)
def state(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Header and composer again, after hands or status changed."""
    conversation = conversations.conversation_for(request.user, conversation_id)
    return render(request, "desk/panes/state.html", board.head_of(request.user, conversation))


@desk_view(READ)
def side(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """Customer, facts, knowledge and earlier conversations."""
    return render(request, "desk/panes/side.html", _beside(request, conversation_id))


@desk_view(READ)
def facts(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    return render(request, "desk/panes/facts.html", _beside(request, conversation_id))


def _beside(request: HttpRequest, conversation_id: UUID) -> dict[str, Any]:
    return board.beside(request.user, conversations.conversation_for(request.user, conversation_id))


@desk_view(READ)
def summary(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """What was asked and tried before a person came in."""
    conversation = conversations.conversation_for(request.user, conversation_id)
    return render(request, "desk/parts/summary.html", {"lines": helping.summary(conversation.pk).lines})


@desk_view(READ)
def dialog(request: HttpRequest, conversation_id: UUID, name: str) -> HttpResponse:
    """What a verb asks before it is done."""
    if name not in _DIALOGS:
        raise Http404
    conversation = conversations.conversation_for(request.user, conversation_id)
    card = board.item(conversations.card_json(conversation), request.user)
    return render(request, f"desk/dialogs/{name}.html", {"card": card, **_DIALOGS[name](request.user, card)})


def _whom(user: Any, card: dict[str, Any]) -> dict[str, Any]:
    others = [queue for queue in conversations.queues_to_hand_to() if queue["id"] != card["queue"]["id"]]
    return {"receivers": receivers(user), "queues": others, "reasons": TRANSFER_REASONS}


_DIALOGS: dict[str, Callable[[Any, dict[str, Any]], dict[str, Any]]] = {
    "transfer": _whom,
    "assign": _whom,
    "snooze": lambda user, card: {"choices": board.snooze_choices()},
    "close": lambda user, card: {"dispositions": DISPOSITIONS, "wrap_up": helping.wrap_up(UUID(card["id"]))},
    "block": lambda user, card: {},
}
