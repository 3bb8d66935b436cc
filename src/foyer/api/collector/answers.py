"""The answers: the one that Segment's clients wait for, and refusals in the shape of the house."""

from __future__ import annotations

import json
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from foyer.api.collector.asking import Scope, Send
from foyer.base.errors import Refusal
from foyer.base.text.bilingual import language_of

Header = tuple[bytes, bytes]
SUCCESS = b'{"success": true}'
ANYBODY: Header = (b"access-control-allow-origin", b"*")  # a browser's key is no secret and there are no cookies
COMMON: tuple[Header, ...] = (
    (b"content-type", b"application/json; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    ANYBODY,
)
PREFLIGHT: tuple[Header, ...] = (
    ANYBODY,
    (b"access-control-allow-methods", b"POST"),
    (b"access-control-allow-headers", b"authorization, content-type, content-encoding, x-retry-count"),
    (b"access-control-max-age", b"86400"),
)


class PostOnly(Refusal):
    code = "post_only"
    message = _("Events are sent by POST.")
    status = 405


async def succeed(send: Send) -> None:
    await _answer(send, 200, COMMON, SUCCESS)


async def preflight(send: Send) -> None:
    """What a browser asks before it sends from another site."""
    await _answer(send, 204, PREFLIGHT, b"")


async def refuse(send: Send, refusal: Refusal, scope: Scope) -> None:
    """Say no, in the language that was asked for."""
    asked = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"accept-language"), "en")
    with override("zh-hans" if language_of(asked) == "zh" else "en"):
        body = json.dumps(refusal.as_json(), ensure_ascii=False, default=str).encode()
    wait = refusal.details.get("wait_seconds")
    extra: list[Header] = [(b"retry-after", str(wait).encode())] if wait else []
    await _answer(send, refusal.status, (*COMMON, *extra), body)


async def _answer(send: Send, status: int, headers: Iterable[Header], body: bytes) -> None:
    size = (b"content-length", str(len(body)).encode())
    await send({"type": "http.response.start", "status": status, "headers": [*headers, size]})
    await send({"type": "http.response.body", "body": body})
