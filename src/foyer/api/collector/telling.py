"""Telling the trail of whoever tries write keys. Once in a while from one address: a flood fills no trail."""

import asyncio
import time
from collections import OrderedDict

from foyer.api.acts import KEY_REFUSED
from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.base.live.hub import in_thread
from foyer.base.origin import origin
from foyer.customers.collecting.errors import WriteKeysDiffer, WrongWriteKey

EVERY_SECONDS, MOST = 5.0, 10_000
_told: OrderedDict[str, float] = OrderedDict()


async def tell(refusal: Refusal, kind: str) -> None:
    """Written by a thread, before the refusal is answered."""
    if isinstance(refusal, WrongWriteKey | WriteKeysDiffer) and _is_due(origin().address):
        await asyncio.to_thread(in_thread, _record, refusal.code, kind)


def _is_due(address: str) -> bool:
    now = time.monotonic()
    if now - _told.get(address, -EVERY_SECONDS) < EVERY_SECONDS:
        return False
    _told[address] = now
    _told.move_to_end(address)
    if len(_told) > MOST:
        _told.popitem(last=False)
    return True


def _record(why: str, kind: str) -> None:
    details = {"why": why, "call": kind}
    audit.record(KEY_REFUSED, by=Actor("visitor"), on="api:collector", outcome="refused", details=details)
