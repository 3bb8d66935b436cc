"""Whether a token that somebody holds is shown in a second place: as when it was stolen and is played again.

    if what := elsewhere.noticed(token_hash): audit.record(...)

Each process remembers for a while from which browser and network a token came last; nothing is written or looked up. A
phone that leaves the house changes its network once; two who share a token go back and forth, or differ in browser.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address

from foyer.base import clock
from foyer.base.addresses import UNKNOWN
from foyer.base.origin import NOWHERE, origin

REMEMBERED_FOR, TOLD_EVERY = timedelta(minutes=15), timedelta(seconds=20)
MOST = 20_000
OTHER_DEVICE, OTHER_NETWORK = "device", "network"


@dataclass(slots=True)
class Place:
    device: str
    network: str
    at: datetime
    told_at: datetime | None = None


_places: OrderedDict[str, Place] = OrderedDict()
_held = threading.Lock()


def noticed(token: str) -> str:
    """ "device" or "network" when a token was just seen from another one; empty else, and when it was just said."""
    where = origin()
    if where == NOWHERE or where.address == UNKNOWN:
        return ""
    with _held:
        return _noticed(token, where.device, _network_of(where.address))


def forget() -> None:
    """Nothing was seen yet."""
    with _held:
        _places.clear()


def _noticed(token: str, device: str, network: str) -> str:
    now, before = clock.now(), _places.pop(token, None)
    place = _places[token] = Place(device, network, now, before.told_at if before else None)
    if len(_places) > MOST:
        _places.popitem(last=False)
    if before is None or now - before.at > REMEMBERED_FOR:
        return ""
    what = OTHER_DEVICE if before.device != device else OTHER_NETWORK if before.network != network else ""
    if not what or (place.told_at is not None and now - place.told_at < TOLD_EVERY):
        return ""
    place.told_at = now
    return what


def _network_of(address: str) -> str:
    """/24 of an address, /64 of IPv6: a household changes the rest by itself."""
    try:
        ip = ip_address(address)
    except ValueError:
        return ""
    return f"{ip.version}/{int(ip) >> (8 if ip.version == 4 else 64)}"
