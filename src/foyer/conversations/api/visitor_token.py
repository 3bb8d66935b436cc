"""Who speaks through the customer's API: the visitor behind the bearer token, heard in the language they asked for."""

from typing import Any

from django.http import HttpRequest
from django.utils import translation
from ninja.security import HttpBearer

from foyer.base.text.bilingual import language_of
from foyer.conversations import queries
from foyer.conversations.models import Visitor

DJANGO_LANGUAGE = {"zh": "zh-hans", "en": "en"}


class VisitorToken(HttpBearer):
    """The token that `POST /visitors` gave; once revoked it is worth nothing."""

    def authenticate(self, request: HttpRequest, token: str) -> Visitor | None:
        speak(request)
        return queries.visitor_by_token(token)


def speak(request: HttpRequest) -> str:
    """Answer in the language of `Accept-Language`: a colleague signed in beside the customer must not change it."""
    asked = request.headers.get("Accept-Language", "")
    language = language_of(asked) if asked else language_of(translation.get_language() or "zh")
    translation.activate(DJANGO_LANGUAGE[language])
    return language


def visitor_of(request: HttpRequest) -> Any:
    """The visitor of an authenticated request."""
    return request.auth  # type: ignore[attr-defined]  # set by ninja
