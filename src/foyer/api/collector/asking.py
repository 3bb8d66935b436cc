"""What a request says: its headers, who writes, and its body within bounds, however it was packed."""

from __future__ import annotations

import binascii
import zlib
from base64 import b64decode
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from foyer.customers.collecting import messages
from foyer.customers.collecting.errors import EncodingUnknown, HeaderTwice, NotGzip, WrongWriteKey

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

ONCE = (b"authorization", b"content-encoding")
GZIP = 16 + zlib.MAX_WBITS


class Gone(Exception):
    """The sender left before the end of the body; there is nobody to answer."""


def headers_of(scope: Scope) -> dict[bytes, bytes]:
    """The headers by name. Two that say different things of who writes or how are refused, not chosen from."""
    headers: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in ONCE and name in headers:
            raise HeaderTwice
        headers[name] = value
    return headers


def key_in(headers: dict[bytes, bytes]) -> str:
    """The write key of Basic authorization, where it is the user; empty without one."""
    scheme, _, credentials = headers.get(b"authorization", b"").partition(b" ")
    if scheme.lower() != b"basic":
        return ""
    try:
        return b64decode(credentials.strip(), validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        raise WrongWriteKey from None


async def body_of(kind: str, headers: dict[bytes, bytes], receive: Receive) -> bytes:
    """The body, unpacked; refused as soon as it is seen to be too large in either form."""
    encoding = headers.get(b"content-encoding", b"identity").strip().lower()
    if encoding not in (b"identity", b"gzip", b""):
        raise EncodingUnknown
    packed = await _received(kind, receive)
    return _unpacked(packed, messages.most_bytes(kind)) if encoding == b"gzip" else packed


async def _received(kind: str, receive: Receive) -> bytes:
    parts, size, most = [], 0, messages.most_bytes(kind)
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        part = message.get("body", b"")
        parts.append(part)
        size += len(part)
        if size > most:
            raise messages.too_large(kind)
        if not message.get("more_body"):
            return b"".join(parts)


def _unpacked(packed: bytes, most: int) -> bytes:
    """Never more than `most` + 1 bytes come out, whatever was packed; the one too many tells that it was too much."""
    inflating = zlib.decompressobj(GZIP)
    try:
        body = inflating.decompress(packed, most + 1)
    except zlib.error:
        raise NotGzip from None
    if len(body) <= most and (not inflating.eof or inflating.unused_data):
        raise NotGzip
    return body
