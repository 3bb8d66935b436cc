"""The web process: Django's views, and beside them the stream, the event collector and the ear of the chat."""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.config.settings")

from django.core.asgi import get_asgi_application

django = get_asgi_application()

from foyer.api import collector  # noqa: E402  needs Django set up
from foyer.api.limits import count_listening  # noqa: E402
from foyer.assistant.speech import listening  # noqa: E402
from foyer.assistant.speech.settings import stop as stop_speech  # noqa: E402
from foyer.base.live.stream import hub, stream  # noqa: E402  needs Django set up
from foyer.base.postgres.pooling import close_pool, share_connections  # noqa: E402
from foyer.config import files_host  # noqa: E402
from foyer.config.headers import on_lean  # noqa: E402

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


async def application(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """Hand each request to the stream, the collector or Django."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "websocket":
        await _websocket(scope, receive, send)
    elif scope["type"] == "http" and files_host.is_it_in(scope):
        await django(dict(scope), receive, send)  # type: ignore[arg-type]
    elif scope["type"] == "http" and scope["path"] == "/live" and scope["method"] == "GET":
        await stream(scope, receive, on_lean(send))
    elif scope["type"] == "http" and scope["path"].startswith("/v1/"):
        await collector.collect(scope, receive, on_lean(send))
    else:
        await django(dict(scope), receive, send)  # type: ignore[arg-type]


async def _websocket(scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
    """There is one: the ear of the chat."""
    if scope["path"] == listening.PATH and not files_host.is_it_in(scope):
        await listening.listen(scope, receive, send, count=count_listening)
    else:
        await receive()
        await send({"type": "websocket.close", "code": 1008})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            share_connections()
        if message["type"] == "lifespan.shutdown":
            await collector.stop()
            await hub.stop()
            stop_speech()
            close_pool()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
