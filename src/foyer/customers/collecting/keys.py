"""Write keys: made once and shown once, disabled at any time, known to every web process within two seconds."""

import asyncio
import hashlib
import secrets
import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.events import publish
from foyer.base.live.hub import in_thread
from foyer.customers.acts import KEY_DISABLED, KEY_MADE
from foyer.customers.collecting.errors import SourceTaken
from foyer.customers.collecting.events import WriteKeyDisabled, WriteKeyMade
from foyer.customers.models import WriteKey

KNOWN_FOR_SECONDS = 2.0
UNKNOWN_FOR_SECONDS = 0.25


@dataclass(frozen=True)
class NewKey:
    """A key just made; `secret` is shown now and never again."""

    write_key: WriteKey
    secret: str


@transaction.atomic
def new_write_key(
    *, source: str, name: str, by: Actor, is_trusted: bool = False, user_source: str = ""
) -> NewKey:  # fmt: skip
    """A write key for one site, app or server. Refused for a source that has one."""
    secret = f"{'ws' if is_trusted else 'wk'}_{secrets.token_urlsafe(24)}"
    row = WriteKey(
        source=source, name=name, key_hash=digest(secret), tail=secret[-4:], is_trusted=is_trusted,
        user_source=user_source, created_by=str(by),
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise SourceTaken from None
    audit.record(KEY_MADE, by=by, on=f"write_key:{row.id}", details={"source": source, "trusted": is_trusted})
    publish(WriteKeyMade(row.id, source, str(by)))
    return NewKey(row, secret)


@transaction.atomic
def disable_write_key(write_key_id: UUID, *, by: Actor) -> None:
    """Nothing more can be written with it; what was written stays. Disabling twice changes nothing."""
    row = WriteKey.objects.filter(pk=write_key_id, disabled_at=None)
    if row.update(disabled_at=clock.now(), disabled_by=str(by)):
        audit.record(KEY_DISABLED, by=by, on=f"write_key:{write_key_id}")
        publish(WriteKeyDisabled(write_key_id, str(by)))


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


class KnownKeys:
    """The keys that may write, as one web process knows them; wrong ones cost at most four queries a second."""

    def __init__(self) -> None:
        self._ids: dict[str, UUID] = {}
        self._read_at = -KNOWN_FOR_SECONDS
        self._reading: asyncio.Lock | None = None

    async def find(self, secret: str) -> UUID | None:
        """The id of the write key, or None for one that is unknown or disabled."""
        wanted = digest(secret)
        await self._look_again_after(KNOWN_FOR_SECONDS if wanted in self._ids else UNKNOWN_FOR_SECONDS)
        return self._ids.get(wanted)

    async def _look_again_after(self, seconds: float) -> None:
        if self._age < seconds:
            return
        self._reading = self._reading or asyncio.Lock()
        async with self._reading:
            if self._age >= seconds:
                self._ids = await asyncio.to_thread(in_thread, _enabled)
                self._read_at = time.monotonic()

    @property
    def _age(self) -> float:
        return time.monotonic() - self._read_at


def _enabled() -> dict[str, Any]:
    return dict(WriteKey.objects.filter(disabled_at=None).values_list("key_hash", "id"))
