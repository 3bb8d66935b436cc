"""One box for everything: conversations by words or number, customers by name or number, knowledge by meaning."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.conversations import queries as conversations
from foyer.customers.profile import finding
from foyer.desk import board
from foyer.desk.access import READ, desk_view
from foyer.desk.views.customers import SEE
from foyer.desk.views.knowledge import found

MOST = 8


@desk_view(READ)
def results(request: HttpRequest) -> HttpResponse:
    """What was found, grouped; nothing for an empty box. Whom one looks for stands in the body, never in an address."""
    text = request.POST.get("q", "").strip()[:200]
    hits = conversations.search(request.user, text, limit=MOST) if text else []
    context = {
        "text": text,
        "conversations": [board.item(hit, request.user) for hit in hits],
        "customers": finding.find(request.user, text, limit=5) if text and request.user.has_perm(SEE) else [],
        "articles": found(text, limit=4) if text else [],
    }
    return render(request, "desk/parts/results.html", context)
