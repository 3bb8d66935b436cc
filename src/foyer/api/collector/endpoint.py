"""POST /v1/identify, track, page, screen, group, alias, batch and import: from the request to the answer."""

from __future__ import annotations

import structlog
from django.conf import settings

from foyer.api.collector import answers, telling
from foyer.api.collector.asking import Gone, Receive, Scope, Send, body_of, headers_of, key_in
from foyer.base.errors import NotFound, Refusal
from foyer.base.origin import coming_from, of_scope
from foyer.customers.collecting import messages
from foyer.customers.collecting.errors import HttpsNeeded, NotKept, NoWriteKey, WriteKeysDiffer, WrongWriteKey
from foyer.customers.collecting.keys import KnownKeys
from foyer.customers.collecting.log import RETRY_SECONDS, Log

log = structlog.get_logger(__name__)

SHORT = {"i": "identify", "t": "track", "p": "page", "s": "screen", "g": "group", "a": "alias", "b": "batch"}
PATHS = {f"/v1/{name}": kind for name, kind in SHORT.items()}
PATHS |= {f"/v1/{kind}": kind for kind in (*messages.KINDS, *messages.BATCHES)}

events, keys = Log(), KnownKeys()


async def collect(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer one request; what is recorded meanwhile comes from where it came from."""
    with coming_from(of_scope(scope)):
        await _collect(scope, receive, send)


async def _collect(scope: Scope, receive: Receive, send: Send) -> None:
    kind = PATHS.get(scope["path"].rstrip("/"))
    if kind is None:
        await answers.refuse(send, NotFound(), scope)
    elif scope["method"] == "OPTIONS":
        await answers.preflight(send)
    elif scope["method"] != "POST":
        await answers.refuse(send, answers.PostOnly(), scope)
    else:
        await _accept(kind, scope, receive, send)


async def stop() -> None:
    """Write what still waits; the process ends."""
    await events.stop()


async def _accept(kind: str, scope: Scope, receive: Receive, send: Send) -> None:
    try:
        await _keep(kind, scope, receive)
    except Gone:
        return
    except Refusal as refusal:
        await telling.tell(refusal, kind)
        await answers.refuse(send, refusal, scope)
    except Exception as problem:
        log.error("collector_went_wrong", error=type(problem).__name__, kind=kind)
        await answers.refuse(send, NotKept(wait_seconds=RETRY_SECONDS), scope)
    else:
        await answers.succeed(send)


async def _keep(kind: str, scope: Scope, receive: Receive) -> None:
    """Returns when the request is on disk."""
    _check_https(scope)
    headers = headers_of(scope)
    given = key_in(headers)
    if given and await keys.find(given) is None:
        raise WrongWriteKey
    request = messages.read(kind, await body_of(kind, headers, receive))
    if given and request.write_key not in ("", given):
        raise WriteKeysDiffer
    secret = given or request.write_key
    if not secret:
        raise NoWriteKey
    write_key = await keys.find(secret)
    if write_key is None:
        raise WrongWriteKey
    await events.append(write_key=write_key, kind=kind, body=request.body)


def _check_https(scope: Scope) -> None:
    """As the pages do it: in production nothing personal comes in by plain HTTP."""
    if settings.SECURE_SSL_REDIRECT and scope.get("scheme") != "https":
        raise HttpsNeeded
