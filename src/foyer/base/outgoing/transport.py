"""httpx's transport, with connections that go to checked addresses only."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any

import httpcore
import httpx

from foyer.base.outgoing.addresses import Resolver, resolve
from foyer.base.outgoing.policy import Target, check, pinned


class _Pinned(httpcore.SyncBackend):
    """Connects to the address that was checked; the name is resolved here and nowhere else."""

    def __init__(self, resolver: Resolver, named: tuple[str, ...]) -> None:
        self._resolver, self._named = resolver, named

    def connect_tcp(self, host: str, port: int, timeout: float | None = None, *args: Any, **options: Any) -> Any:
        target = self._target(host, port)
        failure: Exception | None = None
        for address in pinned(target, self._resolver):
            try:
                return super().connect_tcp(address, port, timeout, *args, **options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError

    def connect_unix_socket(self, *args: Any, **options: Any) -> Any:
        raise httpcore.ConnectError

    def _target(self, host: str, port: int) -> Target:
        """Whether http was allowed is decided before (`Transport`); here it is about the host."""
        written = f"[{host}]" if ":" in host else host
        return check(f"https://{written}:{port}", named=self._named)


class Transport(httpx.HTTPTransport):
    """Every request, also one a library makes on its own, is checked as written and where it leads."""

    def __init__(self, *, named: Iterable[str] = (), resolver: Resolver = resolve) -> None:
        context = httpx.create_ssl_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        super().__init__(verify=context, trust_env=False)
        self._named = tuple(named)
        self._pool.close()
        self._pool = httpcore.ConnectionPool(ssl_context=context, network_backend=_Pinned(resolver, self._named))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        check(str(request.url), named=self._named)
        return super().handle_request(request)


def transport(*, named: Iterable[str] = (), resolver: Resolver = resolve) -> httpx.BaseTransport:
    """For the `httpx.Client` of a library or a connector."""
    return Transport(named=named, resolver=resolver)
