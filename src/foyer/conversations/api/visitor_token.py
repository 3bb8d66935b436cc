"""Who speaks through the customer's API: the visitor behind the bearer token, heard in the language they asked for."""

from typing import Any

from django.http import HttpRequest
from django.utils import translation
from ninja.security import HttpBearer

from foyer.base.text.bilingual import language_of
from foyer.conversations import tokens
from foyer.conversations.models import Visitor
from foyer.customers import trust

DJANGO_LANGUAGE = {"zh": "zh-hans", "en": "en"}


class VisitorToken(HttpBearer):
    """The token that `POST /visitors` gave; once revoked it is worth nothing."""

    def authenticate(self, request: HttpRequest, token: str) -> Visitor | None:
        speak(request)
        visitor = tokens.visitor_of(token)
        if visitor and visitor.session and _is_their_doing(request):
            trust.note_seen(visitor.session)
        return visitor


def _is_their_doing(request: HttpRequest) -> bool:
    """What a page asks by itself (the thread, a receipt) is no sign that somebody sits before it."""
    return request.method == "POST" and not request.path.endswith(("/read", "/delivered"))


def speak(request: HttpRequest) -> str:
    """Answer in the language of `Accept-Language`: a colleague signed in beside the customer must not change it."""
    asked = request.headers.get("Accept-Language", "")
    language = language_of(asked) if asked else language_of(translation.get_language() or "zh")
    translation.activate(DJANGO_LANGUAGE[language])
    return language


def visitor_of(request: HttpRequest) -> Any:
    """The visitor of an authenticated request."""
    return request.auth  # type: ignore[attr-defined]  # set by ninja
