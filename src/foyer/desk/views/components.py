"""The component sheet: every piece of the interface, in both themes and both languages on one page."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.base import clock
from foyer.desk import board
from foyer.desk.access import desk_view
from foyer.desk.choices import DISPOSITIONS, STATES
from foyer.desk.shell import frame
from foyer.desk.words import thread_words

SHEETS = [("zh-hans", "light"), ("zh-hans", "dark"), ("en", "light"), ("en", "dark")]


@desk_view()
def sheet(request: HttpRequest) -> HttpResponse:
    """Four sheets side by side: two languages, each light and dark."""
    sheets = [_sheet(request, language, theme) for language, theme in SHEETS]
    context = frame(request, here="desk:components", topics=[f"staff:{request.user.pk}"])
    return render(request, "desk/components.html", {**context, "sheets": sheets})


def _sheet(request: HttpRequest, language: str, theme: str) -> dict[str, Any]:
    with override(language):
        key = f"{language}-{theme}"
        body: SafeString = render_to_string("desk/parts/components.html", {**_examples(request), "key": key}, request)
        title = _("English") if language == "en" else _("Chinese")
        tone = _("Dark") if theme == "dark" else _("Light")
        return {
            "key": key,
            "lang": "en" if language == "en" else "zh-Hans",
            "theme": theme,
            "title": f"{title} · {tone}",
            "body": body,
            "strings": {
                "lang": language,
                "words": thread_words(),
                "late": [_("{time} · late"), _("{time} · very late")],
                "messages": _messages(),
                "typing": _("The customer is writing"),
            },
        }


def _examples(request: HttpRequest) -> dict[str, Any]:
    """Rows that look like real ones and belong to nobody."""
    now = clock.now()
    wait = [
        _card(now - timedelta(seconds=12), status="waiting", preview=_("I forgot my password")),
        _card(now - timedelta(seconds=45), status="waiting", elderly=True, preview=_("Person please")),
        _card(
            now - timedelta(seconds=200),
            status="waiting",
            topic="fraud",
            vulnerable=True,
            preview=_("My card was used abroad"),
        ),
        _card(now - timedelta(seconds=30), status="active", preview=_("Thank you, and the fee?"), unread=2),
    ]
    return {"cards": [board.item(card, request.user) for card in wait], "states": STATES, "dispositions": DISPOSITIONS}


def _card(since: Any, **over: Any) -> dict[str, Any]:
    at = since.isoformat()
    return {
        "id": "00000000-0000-7000-8000-000000000000", "number": "C-0001", "status": "active", "channel": "app",
        "language": "zh", "topic": "", "queue": {"id": "", "code": "cards", "name": _("Cards")}, "assignee": None,
        "offered_to": None, "customer": {"id": "", "number": "", "name": _("Ms. W***")}, "priority": 0,
        "elderly": False, "vulnerable": False, "opened_at": at, "waiting_since": at, "awaiting_since": None,
        "answer_by": None, "standard_seconds": 20, "snoozed_until": None, "closed_at": None, "last_at": at,
        "unread": 0, "concern": "", **over,
    }  # fmt: skip


def _messages() -> list[dict[str, Any]]:
    """One of every kind, in order."""
    machine = {"author": "assistant", "machine": True, "label": _("AI-generated")}
    source = {"code": "card-lock", "version": 3, "title": _("Locking a card"), "url": "#"}
    file = {"id": "", "name": "slip.pdf", "type": "application/pdf", "size": 48_210, "url": "#", "thumbnail": None}
    options = [{"text": _("Lock a card"), "value": "1"}, {"text": _("Dispute a payment"), "value": "2"}]
    handed_over = {"code": "", "params": {}, "text": _("Handed over by the assistant")}
    kinds: list[dict[str, Any]] = [
        {"kind": "event", "author": "system", "event": handed_over},
        {"author": "customer", "text": _("My card was used abroad, what now?")},
        {**machine, "text": _("Lock the card first: Cards, then Lock."), "citations": [source]},
        {**machine, "text": _("Which do you mean?"), "choices": options},
        {"author": "customer", "attachment": file},
        {"author": "agent", "text": _("I have locked your card.")},
        {"author": "agent", "note": True, "text": _("@chen Fourth case at this merchant today.")},
    ]
    began = clock.now() - timedelta(seconds=400)
    return [_message(seq, began + timedelta(seconds=20 * seq), row) for seq, row in enumerate(kinds, 1)]


def _message(seq: int, at: Any, row: dict[str, Any]) -> dict[str, Any]:
    names = {"agent": _("Lin Shan"), "assistant": _("Assistant")}
    author = {"kind": row["author"], "id": None, "name": names.get(row["author"], "")}
    return {
        "id": str(seq),
        "seq": seq,
        "client_id": f"example-{seq}",
        "kind": "text",
        "text": "",
        "at": at.isoformat(),
        "citations": [],
        "choices": [],
        **row,
        "author": author,
    }
