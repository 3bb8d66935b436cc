"""The host name of uploaded files (`FOYER_FILES_URL`): it serves them, by signed links, and nothing else.

What customers send is never on the host of a page, so that no file, however it was made, runs with the rights of a page
or reaches its cookies. Under this name there is no page, no API, no stream and no session: all of that is answered
before any other part of Foyer sees the request.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

_LINK = re.compile(r"^/files/([\w:.-]{20,400})$")


def name_of(url: str) -> str:
    """The host name in an address, without its port; empty for none."""
    return (urlsplit(url).hostname or "").lower()


def is_it(host: str) -> bool:
    """Whether a request's `Host` is that of files."""
    own = name_of(settings.FOYER_FILES_URL)
    return bool(own) and split_domain_port(host.lower())[0] == own


def is_it_in(scope: Mapping[str, Any]) -> bool:
    """The same, before Django has a request."""
    hosts = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    return any(map(is_it, hosts))


@sync_and_async_middleware
def files_only(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Under the host name of files answer here, whatever is asked."""
    if iscoroutinefunction(get_response):

        async def later(request: HttpRequest) -> HttpResponseBase:
            return await (sync_to_async(_answer)(request) if is_it(request.get_host()) else get_response(request))

        return later
    return lambda request: _answer(request) if is_it(request.get_host()) else get_response(request)


def _answer(request: HttpRequest) -> HttpResponseBase:
    from foyer.conversations.attachments.links import open_link
    from foyer.conversations.attachments.reading import as_answer
    from foyer.conversations.errors import NoSuchConversation

    link = _LINK.match(request.path) if request.method in ("GET", "HEAD") else None
    try:
        answer: HttpResponseBase = as_answer(open_link(link[1])) if link else _nothing()
    except NoSuchConversation:
        answer = _nothing()
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"  # our pages have another name; whoever has the link may
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _nothing() -> HttpResponse:
    return HttpResponse("Not found.\n", status=404, content_type="text/plain; charset=utf-8")
