"""One call, from its address to its answer."""

from __future__ import annotations

import json as _json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import structlog

from foyer.base.outgoing import breaker
from foyer.base.outgoing.addresses import Resolver, resolve
from foyer.base.outgoing.errors import Away
from foyer.base.outgoing.policy import Target, check
from foyer.base.outgoing.transport import Transport

log = structlog.get_logger(__name__)

SECONDS = 10.0
MOST_BYTES = 1_000_000


@dataclass(frozen=True)
class Answer:
    """What came back. A redirect is an answer like any other: it is not followed."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    def json(self) -> Any:
        return _json.loads(self.body)


def send(
    method: str,
    url: str,
    *,
    json: Any = None,
    content: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    seconds: float = SECONDS,
    most_bytes: int = MOST_BYTES,
    named: Iterable[str] = (),
    resolver: Resolver = resolve,
) -> Answer:
    """Call another service. Raises NotAllowed, or Away when it cannot be reached in time or answers too much."""
    target = check(url, named=named)
    breaker.before(target.host)
    body = _json.dumps(json, ensure_ascii=False).encode() if json is not None else content
    sent = {"Content-Type": "application/json", **(headers or {})} if json is not None else dict(headers or {})
    try:
        with httpx.Client(
            transport=Transport(named=named, resolver=resolver),
            timeout=seconds,
            follow_redirects=False,
            trust_env=False,
        ) as client:
            answer = _within(client, client.build_request(method, url, content=body, headers=sent), seconds, most_bytes)
    except (httpx.TransportError, httpx.InvalidURL, httpx.DecodingError, OSError) as error:
        raise _failed(target, type(error).__name__) from None
    except Away:
        breaker.failed(target.host)
        raise
    if answer.status >= 500:
        breaker.failed(target.host)
    else:
        breaker.succeeded(target.host)
    return answer


def _within(client: httpx.Client, request: httpx.Request, seconds: float, most_bytes: int) -> Answer:
    """The answer, if all of it comes in time and is no larger than agreed; bytes are counted after decompression."""
    ends = time.monotonic() + seconds
    response = client.send(request, stream=True)
    try:
        body = bytearray()
        for piece in response.iter_bytes():
            body += piece
            if len(body) > most_bytes or time.monotonic() > ends:
                raise Away
        return Answer(response.status_code, dict(response.headers), bytes(body))
    finally:
        response.close()


def _failed(target: Target, error: str) -> Away:
    breaker.failed(target.host)
    log.warning("outgoing_call_failed", host=target.host, error=error)
    return Away()
