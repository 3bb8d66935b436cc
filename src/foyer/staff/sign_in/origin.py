"""Telling the trail where a request comes from: address, device, session, request, and how surely we know who it is.

Hashes stand for the device and the session: they are the same each time and open nothing. What a colleague was refused
(403, or "not found" for a thing asked for by its identifier) is told here for every page, program and register at once.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import structlog
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.http import HttpRequest
from django.utils.decorators import sync_and_async_middleware

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.addresses import address_of
from foyer.base.origin import Origin, coming_from, device_of, short
from foyer.staff.acts import REFUSED

BY_TWO_FACTORS = {"mfa", "socialaccount"}  # a provider has asked for the second factor itself
ONE_FACTOR, TWO_FACTORS = 1, 2


@sync_and_async_middleware
def remember_origin(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Everything done for a request comes from where the request came from."""
    if iscoroutinefunction(get_response):

        async def later(request: HttpRequest) -> Any:
            with coming_from(origin_of(request)):
                response = await get_response(request)
                if response.status_code in (403, 404):
                    await sync_to_async(tell_refusal)(request, response.status_code)
                return response

        return later

    def now(request: HttpRequest) -> Any:
        with coming_from(origin_of(request)):
            response = get_response(request)
            if response.status_code in (403, 404):
                tell_refusal(request, response.status_code)
            return response

    return now


def origin_of(request: HttpRequest) -> Origin:
    """Reads nothing from the database; how the colleague signed in is asked only when it is recorded."""
    return Origin(
        address=address_of(request),
        device=device_of(request.headers),
        session=session_hash(request.COOKIES.get(settings.SESSION_COOKIE_NAME) or request.headers.get("Authorization")),
        request=str(structlog.contextvars.get_contextvars().get("request_id", "")),
        assured=lambda: _assurance(request),
    )


def session_hash(key: str | None) -> str:
    """What stands for a session in the trail."""
    return short(key or "")


def tell_refusal(request: HttpRequest, status: int) -> None:
    """A colleague asked for what is not theirs. Addresses that lead nowhere are not told."""
    user, match = getattr(request, "user", None), request.resolver_match
    if match is None or user is None or not user.is_authenticated:
        return
    if status == 404 and not any(isinstance(value, UUID) for value in match.kwargs.values()):
        return
    details = {"status": status, "method": request.method or ""}
    audit.record(
        REFUSED, by=Actor.staff(user), on=f"page:{match.view_name or match.route}", outcome="refused", details=details
    )


def _assurance(request: HttpRequest) -> int | None:
    session, user = getattr(request, "session", None), getattr(request, "user", None)
    if session is None or user is None or not user.is_authenticated:
        return None
    methods = {record.get("method") for record in session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])}
    return TWO_FACTORS if methods & BY_TWO_FACTORS else ONE_FACTOR
