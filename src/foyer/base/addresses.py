"""Where a request comes from, by one rule for limits, lock-outs and the trail.

Behind a proxy (FOYER_TRUST_PROXY) the last address of X-Forwarded-For is the one that our own proxy saw; what stands
before it is whatever the client wrote.
"""

from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"


def address_of(request: HttpRequest) -> str:
    """The client's address; "unknown" for what is none."""
    return seen(request.META.get("REMOTE_ADDR", ""), request.headers)


def network_of(request: HttpRequest) -> str:
    """What limits are counted for: the address, of IPv6 the network, since one household owns all of it."""
    return network(address_of(request))


def network(written: str) -> str:
    """The network an address is counted with; "unknown" stays so."""
    address = ip_address(written) if written != UNKNOWN else None
    return str(int(address) >> 64) if isinstance(address, IPv6Address) else written


def seen(peer: str, headers: Mapping[str, str]) -> str:
    """The client's address from that of the connection and the headers, by name in whatever case they are kept."""
    if settings.FOYER_TRUST_PROXY:
        told = headers.get("X-Forwarded-For") or headers.get("x-forwarded-for") or peer
        peer = told.rsplit(",", 1)[-1].strip()
    try:
        ip_address(peer)
    except ValueError:
        return UNKNOWN
    return peer
