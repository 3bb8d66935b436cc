"""The agent's desk: one page, with or without an open conversation."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from foyer.assistant import translating
from foyer.desk import board
from foyer.desk.access import READ, SERVE, desk_view
from foyer.desk.shell import first_place, frame, topics_of


@desk_view()
def home(request: HttpRequest) -> HttpResponse:
    """The desk with nothing open; who serves nobody, as a data steward, is led to the first place that is theirs."""
    if not request.user.has_perm(READ):
        return redirect(first_place(request.user))
    context = _frame(request)
    return render(request, "desk/home.html", {**context, "groups": board.groups(request.user)})


@desk_view(READ)
def conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """A deep link: the desk with this conversation open, complete in one answer."""
    open_now = board.opened(request.user, conversation_id)
    context = {
        **_frame(request, opened=str(conversation_id)),
        "groups": board.groups(request.user),
        **board.beside(request.user, open_now["c"]),
        **open_now,
        "is_open": True,
    }
    return render(request, "desk/home.html", context)


def _frame(request: HttpRequest, **config: Any) -> dict[str, Any]:
    """Translation is offered where there is an engine, to those who serve."""
    translates = translating.is_on() and request.user.has_perm(SERVE)
    config = {"translates": translates, **config}
    return {**frame(request, here="desk:home", topics=topics_of(request.user), **config), "translates": translates}
