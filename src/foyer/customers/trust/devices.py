"""What a browser is called and where it is roughly: enough to know it again, too little to follow anybody.

Kept are the kind of browser, the system, and the network without its last part. No location is looked up.
"""

import hashlib
import ipaddress
import re
from dataclasses import dataclass

_BROWSERS = (
    ("MicroMessenger", "WeChat"), ("Edg/", "Edge"), ("HuaweiBrowser", "Huawei"), ("MiuiBrowser", "Mi"),
    ("QQBrowser", "QQ"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


@dataclass(frozen=True)
class Device:
    """`mark` is the same for the same kind of browser of the same customer, and says nothing without the customer."""

    mark: str
    name: str
    network: str


def device_of(customer_id: object, user_agent: str, address: str) -> Device:
    """What to remember of the browser at hand."""
    name = name_of(user_agent)
    mark = hashlib.sha256(f"{customer_id}|{_without_versions(user_agent)}".encode()).hexdigest()[:16]
    return Device(mark, name, network_of(address))


def name_of(user_agent: str) -> str:
    """ "Chrome · Windows"; empty for what is neither."""
    return " · ".join(filter(None, [_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)]))


def network_of(address: str) -> str:
    """The address without its last part: 203.0.113.*, 2001:db8:12::*."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return f"{address.rpartition('.')[0]}.*"
    first = ":".join(part.lstrip("0") or "0" for part in found.exploded.split(":")[:3])
    return f"{first}::*"


def _first(table: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in table if mark in text), "")


def _without_versions(user_agent: str) -> str:
    """An updated browser is the same device."""
    return re.sub(r"[\d._]+", "", user_agent)
