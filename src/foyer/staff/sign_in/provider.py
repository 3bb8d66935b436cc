"""Asking the bank's identity provider: allauth speaks with it by `requests`, and every call goes out as all others do.

So the addresses that a provider's description names (keys, tokens, who somebody is) are checked like any written by a
stranger: https only, no network of the bank but the provider's own host, no metadata service, no redirect, an end in
time and in bytes. Endpoints on another host than `FOYER_OIDC_URL` must stand in `FOYER_OUTGOING_HOSTS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

import requests
from django.conf import settings
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from foyer.base import outgoing
from foyer.base.outgoing.addresses import Resolver, resolve

HOP = frozenset({"connection", "accept-encoding", "content-length", "transfer-encoding"})


def session(resolver: Resolver = resolve) -> requests.Session:
    """A session of `requests` whose every call is one of `base.outgoing`, and which follows no redirect."""
    made = requests.Session()
    made.trust_env, made.max_redirects = False, 0
    for scheme in ("https://", "http://"):
        made.mount(scheme, _Outgoing(resolver))
    return made


class _Outgoing(BaseAdapter):
    def __init__(self, resolver: Resolver) -> None:
        super().__init__()
        self._resolver = resolver

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        body = request.body.encode() if isinstance(request.body, str) else request.body or b""
        if not isinstance(body, bytes):
            raise requests.exceptions.InvalidSchema("a body in pieces is sent to no provider", request=request)
        headers = {name: str(value) for name, value in request.headers.items() if name.lower() not in HOP}
        try:
            answer = outgoing.send(
                request.method or "GET", request.url or "", content=body, headers=headers, named=_named(),
                resolver=self._resolver,
            )  # fmt: skip
        except (outgoing.NotAllowed, outgoing.Away) as no:
            raise requests.ConnectionError(no.code, request=request) from None
        return _as_theirs(request, answer)

    def close(self) -> None:
        """Nothing is kept open."""


def _named() -> tuple[str, ...]:
    """The providers of the settings."""
    given: Any = settings.SOCIALACCOUNT_PROVIDERS
    apps: list[Mapping[str, Any]] = given.get("openid_connect", {}).get("APPS", [])
    return tuple(filter(None, (app.get("settings", {}).get("server_url") for app in apps)))


def _as_theirs(request: requests.PreparedRequest, answer: outgoing.Answer) -> requests.Response:
    """The answer as `requests` gives it; its body is whole and already unpacked."""
    given = requests.Response()
    given.status_code, given.url, given.request = answer.status, request.url or "", request
    given.headers = CaseInsensitiveDict(
        {name: value for name, value in answer.headers.items() if name.lower() != "content-encoding"}
    )
    given.encoding = requests.utils.get_encoding_from_headers(given.headers)
    given.raw = BytesIO(answer.body)
    return given
