"""Caring for the ring while the house runs: a new key, everything sealed again under it, an old key destroyed.

    number = new_key(by=by)                    # readable at once, writes when every process has seen it
    seal_everything_again(by=by)               # a Progress row tells how far it is; stopped, it goes on next time
    destroy("1", by=by)                        # refused while anything is sealed with it

Each is in the audit trail. Where the environment keeps the ring, keys are added and taken out there.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit
from foyer.base.actors import Actor
from foyer.base.crypto.ring import ring
from foyer.base.crypto.rotation import elsewhere, encrypted_models, rotate, stale
from foyer.base.crypto.suites import writing_suite
from foyer.base.errors import Refusal
from foyer.base.jobs.models import Progress

PROGRESS = "base.keys"
MADE = audit.kind("keys.made", _("Made an encryption key"))
SEALED = audit.kind("keys.sealed_again", _("Sealed everything under the current key"))
DESTROYED = audit.kind("keys.destroyed", _("Destroyed an encryption key"))


class KeptElsewhere(Refusal):
    code = "keys_kept_elsewhere"
    message = _("The environment keeps the keys; they are changed there.")
    mend = _("Add the new key to FOYER_FIELD_KEYS, name it in FOYER_FIELD_KEY_CURRENT, and restart.")


class KeyInUse(Refusal):
    code = "key_in_use"
    message = _("Something is still sealed with this key.")
    mend = _("Run foyer keys rotate first.")


@dataclass(frozen=True)
class State:
    """A key of the ring: whether it writes, and since when it does or will (seconds since the epoch; 0: always)."""

    id: str
    is_current: bool
    since: float


def state() -> list[State]:
    """Every key, the current one first."""
    keys = ring()
    since = getattr(settings.FOYER_KEYS, "writes_since", lambda _key: 0.0)
    return [State(key.id, place == 0, since(key.id)) for place, key in enumerate(keys)]


def waiting() -> dict[str, int]:
    """How many rows of each table are not under the current key and cipher."""
    return {model._meta.label: count for model in encrypted_models() if (count := stale(model).count())}


@transaction.atomic
def new_key(*, by: Actor, wait_seconds: float | None = None) -> str:
    """Add a key; it writes after the wait. Refused where the environment keeps the ring."""
    custody: Any = settings.FOYER_KEYS
    if not hasattr(custody, "add"):
        raise KeptElsewhere
    number = custody.add() if wait_seconds is None else custody.add(wait_seconds=wait_seconds)
    audit.record(MADE, by=by, on=f"key:{number}", details={"suite": writing_suite().name})
    return str(number)


def wait_for(number: str) -> None:
    """Until that key writes."""
    while ring()[0].id != number and int(ring()[0].id) < int(number):
        time.sleep(0.2)


def seal_everything_again(*, by: Actor) -> Progress:
    """Every row, file and table of the lake that is not under the current key, while others read and write."""
    todo = waiting()
    progress = Progress.start(PROGRESS, sum(todo.values()) + len(elsewhere), by=by)
    try:
        done = sum(rotate(model, told=progress.advance) for model in encrypted_models())
        for reseal in elsewhere.values():
            done += reseal()
            progress.advance()
    except BaseException:
        progress.fail(str(_("Stopped; it goes on when it is started again.")))
        raise
    audit.record(SEALED, by=by, on=f"key:{ring()[0].id}", details={"count": done})
    progress.finish()
    return progress


@transaction.atomic
def destroy(number: str, *, by: Actor) -> None:
    """Take an old key out of the ring for ever. Backups that it sealed, and those before it, keep their own copy."""
    custody: Any = settings.FOYER_KEYS
    if not hasattr(custody, "remove"):
        raise KeptElsewhere
    if number == ring()[0].id or waiting() or any(reseal() for reseal in elsewhere.values()):
        raise KeyInUse
    audit.record(DESTROYED, by=by, on=f"key:{number}")
    transaction.on_commit(lambda: custody.remove(number))
