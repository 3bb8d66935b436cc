"""Beside a conversation: what the customer's last words were read as, and a colleague's word that they were not."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.assistant.intents import correcting, queries
from foyer.desk.access import READ, desk_view, user_of
from foyer.desk.views.data import acting, data_deed
from foyer.desk.views.security_drills import identifier

CORRECT = "assistant.add_correction"


@desk_view(READ)
def about(request: HttpRequest, conversation_id: UUID) -> HttpResponse:
    """The last message the assistant read here, with its intents; empty for who may not correct and where none is."""
    user = user_of(request)
    said = correcting.last_read(user, conversation_id) if user.has_perm(CORRECT) else None
    context = {"said": said, "conversation_id": conversation_id, "choices": queries.choices() if said else []}
    return render(request, "desk/parts/about.html", context)


@data_deed(READ, CORRECT)
def correct(request: HttpRequest, conversation_id: UUID) -> dict[str, Any]:
    """This message was about something else."""
    given = request.POST
    correcting.correct(
        user_of(request), conversation_id, identifier(given.get("message", "")), given.get("intent", ""),
        by=acting(request),
    )  # fmt: skip
    return {}
