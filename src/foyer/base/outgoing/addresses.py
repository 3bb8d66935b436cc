"""Where a name leads, and which addresses no call may ever reach."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Resolver = Callable[[str, int], Sequence[str]]

METADATA = frozenset(map(ip_address, ("169.254.169.254", "100.100.100.200", "168.63.129.16", "fd00:ec2::254")))
"""The services in which clouds keep a machine's credentials: AWS and most others, Alibaba Cloud, Azure."""
_SHARED = ip_network("100.64.0.0/10")
_NAT64 = IPv6Network("64:ff9b::/96")


def resolve(host: str, port: int) -> list[str]:
    """Every address of a name, as the system's resolver says; raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))


def is_forbidden(address: Address) -> bool:
    """Never, not even for a host listed as internal: metadata, link-local, multicast, nowhere."""
    address = _plain(address)
    return address in METADATA or address.is_link_local or address.is_multicast or address.is_unspecified


def is_internal(address: Address) -> bool:
    """Within some network of the bank or this machine; what is not plainly public counts as internal."""
    address = _plain(address)
    return not address.is_global or (isinstance(address, IPv4Address) and address in _SHARED)


def _plain(address: Address) -> Address:
    """An IPv4 address that is written inside an IPv6 one (mapped, 6to4, Teredo, NAT64) is that IPv4 address."""
    if isinstance(address, IPv4Address):
        return address
    teredo = address.teredo
    inner = address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)
    if inner is None and address in _NAT64:
        inner = IPv4Address(int(address) & 0xFFFFFFFF)
    return inner or address
