"""Which requests are limited, and for whom: one table.

An address is shared by many (a mobile carrier's customers leave by a few), so its limits are wide; a token is one
browser, so its limits are what one person can do. `FOYER_RATE_SCALE` widens or narrows all of them at once.
"""

import hashlib
import re
from collections.abc import Callable, MutableMapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from foyer.api import allowance, reached
from foyer.api.allowance import Limit
from foyer.api.refusals import refuse
from foyer.base.addresses import UNKNOWN, network, network_of
from foyer.base.errors import TooMany
from foyer.base.origin import of_scope

MINUTE, TEN_MINUTES, HOUR = 60.0, 600.0, 3600.0

BY_ADDRESS = {
    "POST visitors": Limit("start", 200, TEN_MINUTES),
    "POST sign-in/code": Limit("code", 30, TEN_MINUTES),
    "POST sign-in": Limit("sign-in", 60, TEN_MINUTES),
    "POST conversations/<conversation_id>/messages": Limit("send", 1_200, MINUTE),
    "POST conversations/<conversation_id>/attachments": Limit("attach", 120, TEN_MINUTES),
    "POST conversations/<conversation_id>/transcript": Limit("mail", 20, HOUR),
    "GET knowledge/search": Limit("search", 600, MINUTE),
    "GET conversations/<conversation_id>/messages/<seq>/speech": Limit("read-aloud", 1_200, TEN_MINUTES),
    "POST knowledge/articles/<code>/rating": Limit("helpful", 120, TEN_MINUTES),
}
BY_TOKEN = {
    "POST sign-in/code": Limit("code-token", 6, TEN_MINUTES),
    "POST sign-in": Limit("sign-in-token", 15, TEN_MINUTES),
    "POST conversations": Limit("open-token", 20, TEN_MINUTES),
    "POST conversations/<conversation_id>/messages": Limit("send-token", 30, MINUTE),
    "POST conversations/<conversation_id>/attachments": Limit("attach-token", 15, TEN_MINUTES),
    "POST conversations/<conversation_id>/typing": Limit("typing-token", 60, MINUTE),
    "POST conversations/<conversation_id>/transcript": Limit("mail-token", 3, HOUR),
    "GET conversations/<conversation_id>/transcript": Limit("transcript-token", 20, HOUR),
    "GET conversations/<conversation_id>/messages/<seq>/speech": Limit("read-aloud-token", 240, TEN_MINUTES),
}
LISTENING, LISTENING_TOKEN = Limit("listen", 300, TEN_MINUTES), Limit("listen-token", 40, TEN_MINUTES)


def limited(operation: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Count a request before anything else is done for it, the check of its token included."""

    @wraps(operation)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            count(request, _name_of(request))
        except TooMany as refusal:
            reached.tell(_name_of(request), network_of(request))
            return refuse(refusal)
        return operation(request, *args, **kwargs)

    return counted


def count(request: HttpRequest, name: str) -> None:
    """Take a request off the allowances of its address and its token. Raises TooMany."""
    address, token = network_of(request), _token_of(request)
    if name in BY_ADDRESS:
        allowance.use(BY_ADDRESS[name], address)
    if token and name in BY_TOKEN:
        allowance.use(BY_TOKEN[name], token)


def count_listening(token: str, scope: MutableMapping[str, Any]) -> None:
    """Take a spoken question off the allowances; it comes beside Django's requests. Raises TooMany."""
    allowance.use(LISTENING, network(of_scope(scope).address or UNKNOWN))
    allowance.use(LISTENING_TOKEN, hashlib.sha256(token.encode()).hexdigest())


def _token_of(request: HttpRequest) -> str:
    written = request.headers.get("Authorization", "")
    return hashlib.sha256(written.encode()).hexdigest() if written else ""


def _name_of(request: HttpRequest) -> str:
    route = request.resolver_match.route if request.resolver_match else ""
    return f"{request.method} {without_converters(route)}"


def without_converters(route: str) -> str:
    """api/v1/conversations/<uuid:conversation_id>/read as the tables above name it."""
    return re.sub(r"<\w+:", "<", route.removeprefix("api/v1/"))
