"""The key ring: root keys, and what is derived from them.

From each root key HKDF makes one data key for each purpose and cipher family, and others for blind indexes: nothing is
sealed with a root key itself (texts of version 1 were, and stay readable). A key may serve one purpose alone, so that
this purpose's key can be changed, and the one before destroyed, without touching any other.
"""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from foyer.base.crypto.purposes import ALONE, INDEXES, LETTERS, OF_LETTER
from foyer.base.crypto.suites import Suite, reading_suites, writing_suite


class KeyMissing(Exception):
    """A value was sealed with a key that is not in the ring."""

    def __init__(self, key_id: str, context: str) -> None:
        super().__init__(f"{context} holds values of key {key_id}, which the ring lacks. Put that key back.")
        self.key_id = key_id


@dataclass(frozen=True)
class Key:
    id: str
    secret: bytes
    purpose: str = ""
    """The one it serves; empty: every purpose."""

    def serves(self, purpose: str) -> bool:
        return self.purpose in ("", purpose)


@dataclass(frozen=True, eq=False)
class Ring:
    """Every key there is, as it stands now."""

    keys: tuple[Key, ...]
    """The one that writes first, those that serve every purpose before the others."""
    by_purpose: dict[str, tuple[Key, ...]]
    by_id: dict[str, Key]
    derived: dict[tuple[str, str], Any] = field(default_factory=dict)
    """What was looked up or derived from it: asked for with every value."""


def ring() -> tuple[Key, ...]:
    """Every key we have; the first serves every purpose and writes."""
    return _now().keys


def keys_for(purpose: str) -> tuple[Key, ...]:
    """The keys of one purpose, that which writes first."""
    now = _now()
    return now.by_purpose.get(purpose) or now.by_purpose[INDEXES]


def current(purpose: str) -> Key:
    """The key that writes for a purpose."""
    return keys_for(purpose)[0]


def writing() -> set[str]:
    """The keys that write for any purpose."""
    return {keys[0].id for keys in _now().by_purpose.values()}


_held: tuple[Any, str, Ring] | None = None


def _now() -> Ring:
    """Looked up for every value that is sealed: made again only when a key came or went, or its time has come."""
    global _held  # noqa: PLW0603
    given = settings.FOYER_KEYS
    declared = settings.FOYER_KEY_CURRENT or getattr(given, "declared", "")
    stamp = given.stamp() if hasattr(given, "stamp") else (tuple(given.items()), {}, None)
    if _held is None or _held[1] != declared or (_held[0] is not stamp and _held[0] != stamp):
        _held = stamp, declared, _made(stamp, str(declared))
    return _held[2]


def _made(stamp: Any, declared: str) -> Ring:
    given, serves, ready = stamp
    if not given:
        raise ImproperlyConfigured("FOYER_KEYS is empty: encrypted fields need at least one key.")
    if declared and declared not in dict(given):
        raise ImproperlyConfigured(f"FOYER_KEY_CURRENT names key {declared}, which is not in FOYER_KEYS.")
    keys = [_key(str(name), text, serves.get(name, "")) for name, text in given]
    if all(key.purpose for key in keys):
        raise ImproperlyConfigured("FOYER_KEYS needs a key that serves every purpose.")
    keys.sort(key=lambda key: (key.id == declared, ready is None or key.id in ready, int(key.id)), reverse=True)
    by_purpose = {what: tuple(key for key in keys if key.serves(what)) for what in (*ALONE, INDEXES)}
    return Ring(tuple(sorted(keys, key=lambda key: key.purpose != "")), by_purpose, {key.id: key for key in keys})


def _key(name: str, text: str, purpose: str) -> Key:
    if not name.isdecimal():
        raise ImproperlyConfigured(f"The key id {name!r} in FOYER_KEYS is not a whole number.")
    if purpose and purpose not in ALONE:
        raise ImproperlyConfigured(f"Key {name} serves {purpose!r}; there are {', '.join(ALONE)}.")
    try:
        secret = b64decode(text, validate=True)
    except ValueError as problem:
        raise ImproperlyConfigured(f"Key {name} in FOYER_KEYS is not base64.") from problem
    if len(secret) != 32:
        raise ImproperlyConfigured(f"Key {name} in FOYER_KEYS is {len(secret)} bytes long; it must be 32.")
    return Key(name, secret, purpose)


def key_named(key_id: str, context: str) -> Key:
    """A key of the ring; one that was just added is looked for where the ring is kept before it is missed."""
    found = _now().by_id.get(key_id)
    if found is None and (look_again := getattr(settings.FOYER_KEYS, "look_again", None)) is not None:
        look_again()
        found = _now().by_id.get(key_id)
    if found is None:
        raise KeyMissing(key_id, context)
    return found


@lru_cache(maxsize=512)
def data_key(secret: bytes, purpose: str, suite: Suite) -> bytes:
    """The key for one purpose, from a root key."""
    return suite.derive(secret, f"foyer data key: {purpose}: {suite.name}")


def writing_key(purpose: str, suite: Suite) -> tuple[str, bytes]:
    """How a text of that purpose names its key now, and the data key."""
    derived = _now().derived
    found: tuple[str, bytes] | None = derived.get((purpose, suite.name))
    if found is None:
        key = current(purpose)
        found = f"{key.id}{LETTERS[purpose]}", data_key(key.secret, purpose, suite)
        derived[purpose, suite.name] = found
    return found


def reading_key(label: str, suite: Suite, context: str) -> bytes | None:
    """The data key that a text names ("<key id><letter of the purpose>"); none for a purpose we do not know."""
    found: bytes | None = _now().derived.get((label, suite.version))
    if found is None and (purpose := OF_LETTER.get(label[-1:])) is not None:
        found = data_key(key_named(label[:-1], context).secret, purpose, suite)
        _now().derived[label, suite.version] = found
    return found


def index_stamp() -> str:
    """Changes whenever what is indexed now is indexed otherwise."""
    return f"{writing_suite().version}:{current(INDEXES).id}"


def index_key(what: str) -> tuple[Suite, bytes]:
    """The key of a blind index that writes."""
    suite = writing_suite()
    return suite, _index_key(current(INDEXES).secret, what, suite)


def index_keys(what: str) -> list[tuple[Suite, bytes]]:
    """The keys of one blind index, that which writes first: every key under every family that is read."""
    return [(suite, _index_key(key.secret, what, suite)) for suite in reading_suites() for key in keys_for(INDEXES)]


@lru_cache(maxsize=512)
def _index_key(secret: bytes, what: str, suite: Suite) -> bytes:
    """Always 32 bytes, from the hash of the family; apart from every data key."""
    return HKDF(suite.hash, length=32, salt=None, info=f"foyer blind index: {what}".encode()).derive(secret)
