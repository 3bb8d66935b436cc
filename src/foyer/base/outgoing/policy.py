"""Which addresses may be called: decided from the address as written, and once more from where its name leads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from foyer.base.outgoing.addresses import Address, Resolver, is_forbidden, is_internal
from foyer.base.outgoing.errors import Away, NotAllowed

PORTS = {"https": 443, "http": 80}
NEAR = ("localhost", "127.0.0.1", "::1")
METADATA_NAMES = ("metadata.google.internal", "metadata.tencentyun.com", "instance-data")


@dataclass(frozen=True)
class Target:
    """A host that may be called; `internal` if it may lie in the bank's own network."""

    scheme: str
    host: str
    port: int
    internal: bool


def check(url: str, *, named: Iterable[str] = ()) -> Target:
    """The target of an address, or NotAllowed. `named` are addresses from the operator's own settings."""
    parts = _parts(url)
    host, port = (parts.hostname or "").rstrip(".").lower(), parts.port or PORTS[parts.scheme]
    if host in METADATA_NAMES:
        raise NotAllowed
    internal = _matches(host, port, settings.FOYER_INTERNAL_HOSTS) or _is_named(host, port, named)
    if parts.scheme == "http" and not (internal and _may_be_plain(host)):
        raise NotAllowed(_("Foyer calls other houses over https only."))
    if not (internal or _is_listed(host, port)):
        raise NotAllowed
    _check_literal(host, internal)
    return Target(parts.scheme, host, port, internal)


def _may_be_plain(host: str) -> bool:
    """Without encryption only on this machine in production, unless the bank knowingly does without."""
    return host in NEAR or not settings.FOYER_PRODUCTION or "internal_tls" in settings.FOYER_WITHOUT


def pinned(target: Target, resolver: Resolver) -> list[str]:
    """The addresses the call may connect to. If a single one of a name's addresses is not allowed, none is."""
    try:
        found = resolver(target.host, target.port)
    except (OSError, UnicodeError):
        raise Away(_("The name of the other service cannot be resolved.")) from None
    if not found:
        raise Away
    for written in found:
        _check_address(ip_address(written), target.internal)
    return list(found)


def _check_address(address: Address, internal: bool) -> None:
    if is_forbidden(address) or (is_internal(address) and not internal):
        raise NotAllowed(_("The name of this host leads into a network that Foyer may not call."))


def _check_literal(host: str, internal: bool) -> None:
    """An address written in numbers needs no resolving to be refused."""
    try:
        address = ip_address(host)
    except ValueError:
        return
    _check_address(address, internal)


def _parts(url: str) -> SplitResult:
    """An address without tricks: no user in it, no control characters, a port that is a number."""
    if any(ord(letter) <= 32 or letter == "\\" for letter in url):
        raise NotAllowed
    try:
        parts = urlsplit(url)
        port_is_a_number = parts.port is None or parts.port > 0
    except ValueError:
        raise NotAllowed from None
    has_user = parts.username is not None or parts.password is not None
    if not port_is_a_number or has_user or parts.scheme not in PORTS or not parts.hostname:
        raise NotAllowed
    return parts


def _is_listed(host: str, port: int) -> bool:
    """Listed by the operator. Where nothing is listed, production calls nobody and a trial calls the usual port."""
    if settings.FOYER_OUTGOING_HOSTS:
        return _matches(host, port, settings.FOYER_OUTGOING_HOSTS)
    return not settings.FOYER_PRODUCTION and port in PORTS.values()


def _is_named(host: str, port: int, named: Iterable[str]) -> bool:
    for url in named:
        parts = urlsplit(url)
        if (parts.hostname or "").lower() == host and (parts.port or PORTS.get(parts.scheme, 0)) == port:
            return True
    return False


def _matches(host: str, port: int, patterns: Iterable[str]) -> bool:
    return any(_fits(host, port, pattern.lower()) for pattern in patterns)


def _fits(host: str, port: int, pattern: str) -> bool:
    """api.bank.example, *.bank.example, or either with :8443; an IPv6 address is written in brackets."""
    name, colon, wanted = pattern.rpartition(":")
    if not (colon and wanted.isdecimal()):
        name, wanted = pattern, ""
    name = name.strip("[]")
    fits = host.endswith(name[1:]) if name.startswith("*.") else host == name
    return fits and wanted in ("", str(port))
