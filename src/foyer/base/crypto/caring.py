"""Caring for the ring while the house runs: a new key, everything sealed again under it, an old key destroyed.

    number = new_key(by=by)                    # readable at once, writes when every process has seen it
    seal_everything_again(by=by)               # a Progress row tells how far it is; stopped, it goes on next time
    destroy("1", by=by)                        # refused while anything is sealed with it

Each takes a purpose as well, whose key is then changed alone. Each is in the audit trail.
 Where the environment keeps the ring, keys are added and taken out there.
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
from foyer.base.crypto.purposes import ALONE
from foyer.base.crypto.ring import current, key_named, ring, writing
from foyer.base.crypto.rotation import elsewhere, encrypted_models, rotate, sealed_with, stale
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


class NoSuchPurpose(Refusal):
    code = "no_such_purpose"
    message = _("No key can have that purpose alone.")
    mend = _("Those there are: identity, finance, content, tokens, files, lake.")


class NoSuchKey(Refusal):
    code = "no_such_key"
    message = _("There is no such key.")
    mend = _("foyer keys status lists those there are.")


@dataclass(frozen=True)
class State:
    """A key of the ring: whether it writes, and since when it does or will (seconds since the epoch; 0: always)."""

    id: str
    is_current: bool
    since: float
    purpose: str = ""


def state() -> list[State]:
    """Every key, the current one first, then those of one purpose."""
    writes = writing()
    since = getattr(settings.FOYER_KEYS, "writes_since", lambda _key: 0.0)
    return [State(key.id, key.id in writes, since(key.id), key.purpose) for key in ring()]


def waiting(purpose: str = "") -> dict[str, int]:
    """How many rows of each table are not under the current key and cipher, or not bound to their row."""
    models = encrypted_models(purpose)
    return {model._meta.label: count for model in models if (count := stale(model, purpose).count())}


@transaction.atomic
def new_key(*, by: Actor, purpose: str = "", wait_seconds: float | None = None) -> str:
    """Add a key; it writes after the wait. Refused where the environment keeps the ring."""
    custody: Any = settings.FOYER_KEYS
    if purpose and purpose not in ALONE:
        raise NoSuchPurpose
    if not hasattr(custody, "add"):
        raise KeptElsewhere
    waits = {} if wait_seconds is None else {"wait_seconds": wait_seconds}
    number = custody.add(purpose=purpose, **waits)
    audit.record(MADE, by=by, on=f"key:{number}", details={"suite": writing_suite().name, "purpose": purpose})
    return str(number)


def wait_for(number: str) -> None:
    """Until that key writes, or a newer one of its purpose."""
    purpose = key_named(number, "the ring").purpose
    while int(_writes(purpose)) < int(number):
        time.sleep(0.2)


def _writes(purpose: str) -> str:
    return (current(purpose) if purpose else ring()[0]).id


def seal_everything_again(*, by: Actor, purpose: str = "", batch: int = 500) -> Progress:
    """Every row, file and table of the lake that is not under the current key, while others read and write."""
    if purpose and purpose not in ALONE:
        raise NoSuchPurpose
    todo = waiting(purpose)
    others = [each for each in elsewhere.values() if purpose in ("", each.purpose)]
    progress = Progress.start(PROGRESS, sum(todo.values()) + len(others), by=by)
    try:
        models = encrypted_models(purpose)
        done = sum(rotate(model, purpose=purpose, batch=batch, told=progress.advance) for model in models)
        for each in others:
            done += each.again()
            progress.advance()
    except BaseException:
        progress.fail(str(_("Stopped; it goes on when it is started again.")))
        raise
    audit.record(SEALED, by=by, on=f"key:{_writes(purpose)}", details={"count": done, "purpose": purpose})
    progress.finish()
    return progress


@transaction.atomic
def destroy(number: str, *, by: Actor) -> None:
    """Take an old key out of the ring for ever. Backups that it sealed, and those before it, keep their own copy."""
    custody: Any = settings.FOYER_KEYS
    if not hasattr(custody, "remove"):
        raise KeptElsewhere
    key = next((key for key in ring() if key.id == number), None)
    if key is None:
        raise NoSuchKey
    if number in writing() or _is_needed(number, key.purpose):
        raise KeyInUse
    audit.record(DESTROYED, by=by, on=f"key:{number}", details={"purpose": key.purpose})
    transaction.on_commit(lambda: custody.remove(number))


def _is_needed(number: str, purpose: str) -> bool:
    """A key of every purpose also made indexes, which do not tell their key: then nothing at all may be waiting."""
    if any(sealed_with(model, number).exists() for model in encrypted_models()) or (not purpose and waiting()):
        return True
    return any(each.again() for each in elsewhere.values() if purpose in ("", each.purpose))
