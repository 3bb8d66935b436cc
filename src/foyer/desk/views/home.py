"""The agent's desk: one page, with or without an open conversation."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from foyer.desk import board
from foyer.desk.access import READ, desk_view
from foyer.desk.shell import first_place, frame, topics_of


@desk_view()
def home(request: HttpRequest) -> HttpResponse:
    """The desk with nothing open; who serves nobody, as a data steward, is led to the first place that is theirs."""
    if not request.user.has_perm(READ):
        return redirect(first_place(request.user))
    context = frame(request, here="desk:home", topics=topics_of(request.user))
    return render(request, "desk/home.html", {**context, "groups": board.groups(request.user)})


@desk_view(READ)
def conversation(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """A deep link: the desk with this conversation open, complete in one answer."""
    open_now = board.opened(request.user, conversation_id)
    context = {
        **frame(request, here="desk:home", topics=topics_of(request.user), opened=str(conversation_id)),
        "groups": board.groups(request.user),
        **board.beside(request.user, open_now["c"]),
        **open_now,
        "is_open": True,
    }
    return render(request, "desk/home.html", context)
