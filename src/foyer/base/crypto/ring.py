"""The key ring, and sealing a text with it.

The ring holds root keys. From each, HKDF makes one data key for each purpose and cipher family, and others for blind
indexes: nothing is sealed with a root key itself (texts of version 1 were, and stay readable).

`v2:<key id><purpose>:<base64 of nonce + ciphertext + tag>`, `s2:…` where SM4 sealed it. What stands before the base64
is authenticated together with the name of the table and column.
"""

from __future__ import annotations

import os
import re
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from foyer.base.crypto.purposes import IDENTITY, LETTERS, OF_LETTER
from foyer.base.crypto.suites import AES, BY_VERSION, NONCE_BYTES, Suite, reading_suites, writing_suite

FIRST_VERSION = "v1"


class Unreadable(Exception):
    """A stored ciphertext was changed, cut, moved from another column, or never was one."""

    def __init__(self, context: str) -> None:
        super().__init__(f"The encrypted value in {context} cannot be read: it was damaged or moved. Restore the row.")
        self.context = context


class KeyMissing(Exception):
    """A value was sealed with a key that is not in the ring."""

    def __init__(self, key_id: str, context: str) -> None:
        super().__init__(f"{context} holds values of key {key_id}, which the ring lacks. Put that key back.")
        self.key_id = key_id


@dataclass(frozen=True)
class Key:
    id: str
    secret: bytes


def ring() -> tuple[Key, ...]:
    """Every key we have, the current one first, then from the newest to the oldest."""
    given = settings.FOYER_KEYS
    declared = getattr(settings, "FOYER_KEY_CURRENT", "") or getattr(given, "current", "")
    return _ring(tuple(given.items()), str(declared))


@lru_cache(maxsize=16)
def _ring(given: tuple[tuple[str, str], ...], declared: str) -> tuple[Key, ...]:
    """Read once for each content of the settings: millions of values are sealed in a row."""
    if not given:
        raise ImproperlyConfigured("FOYER_KEYS is empty: encrypted fields need at least one key.")
    if declared and declared not in dict(given):
        raise ImproperlyConfigured(f"FOYER_KEY_CURRENT names key {declared}, which is not in FOYER_KEYS.")
    keys = [_key(str(name), text) for name, text in given]
    return tuple(sorted(keys, key=lambda key: (key.id == declared, int(key.id)), reverse=True))


def _key(name: str, text: str) -> Key:
    if not name.isdecimal():
        raise ImproperlyConfigured(f"The key id {name!r} in FOYER_KEYS is not a whole number.")
    try:
        secret = b64decode(text, validate=True)
    except ValueError as problem:
        raise ImproperlyConfigured(f"Key {name} in FOYER_KEYS is not base64.") from problem
    if len(secret) != 32:
        raise ImproperlyConfigured(f"Key {name} in FOYER_KEYS is {len(secret)} bytes long; it must be 32.")
    return Key(name, secret)


def key_named(key_id: str, context: str) -> Key:
    """A key of the ring; one that was just added is looked for where the ring is kept before it is missed."""
    found = _find(key_id)
    if found is None and (look_again := getattr(settings.FOYER_KEYS, "look_again", None)) is not None:
        look_again()
        found = _find(key_id)
    if found is None:
        raise KeyMissing(key_id, context)
    return found


def _find(key_id: str) -> Key | None:
    return next((key for key in ring() if key.id == key_id), None)


@lru_cache(maxsize=512)
def data_key(secret: bytes, purpose: str, suite: Suite) -> bytes:
    """The key for one purpose, from a root key."""
    return suite.derive(secret, f"foyer data key: {purpose}: {suite.name}")


def current_prefix(purpose: str = IDENTITY) -> str:
    """How every text sealed now for that purpose begins."""
    return f"{writing_suite().version}:{ring()[0].id}{LETTERS[purpose]}:"


def current_pattern() -> str:
    """A regular expression for how a text sealed now begins, for whatever purpose."""
    return f"^{writing_suite().version}:{ring()[0].id}[a-z]:"


def is_current(sealed: str) -> bool:
    """Whether a stored text is under the key and the cipher that write now."""
    return re.match(current_pattern(), sealed) is not None


def seal(text: str, context: str, purpose: str = IDENTITY) -> str:
    """`text` under the current key of a purpose, bound to `context` ("table.column"). Two seals of one text differ."""
    suite, key = writing_suite(), ring()[0]
    prefix = f"{suite.version}:{key.id}{LETTERS[purpose]}:"
    nonce = os.urandom(NONCE_BYTES)
    sealed = suite.encrypt(data_key(key.secret, purpose, suite), nonce, text.encode(), (prefix + context).encode())
    return prefix + urlsafe_b64encode(nonce + sealed).decode()


def open_text(sealed: str, context: str) -> str:
    """The text that `seal` was given. Raises Unreadable or KeyMissing, neither of which tells the content."""
    version, _, rest = sealed.partition(":")
    label, _, body = rest.partition(":")
    if not body or (version != FIRST_VERSION and version not in BY_VERSION):
        raise Unreadable(context)
    try:
        raw = urlsafe_b64decode(body.encode())
        return _opened(version, label, raw, context).decode()
    except (InvalidTag, ValueError) as problem:
        raise Unreadable(context) from problem


def _opened(version: str, label: str, raw: bytes, context: str) -> bytes:
    nonce, sealed = raw[:NONCE_BYTES], raw[NONCE_BYTES:]
    if version == FIRST_VERSION:
        return AES.decrypt(key_named(label, context).secret, nonce, sealed, context.encode())
    suite, purpose = BY_VERSION[version], OF_LETTER.get(label[-1:])
    if purpose is None:
        raise Unreadable(context)
    key = data_key(key_named(label[:-1], context).secret, purpose, suite)
    return suite.decrypt(key, nonce, sealed, f"{version}:{label}:{context}".encode())


def index_keys(what: str) -> list[tuple[Suite, bytes]]:
    """The keys of one blind index, that which writes first: every key of the ring under every family that is read."""
    return [(suite, _index_key(key.secret, what, suite)) for suite in reading_suites() for key in ring()]


@lru_cache(maxsize=512)
def _index_key(secret: bytes, what: str, suite: Suite) -> bytes:
    """Always 32 bytes, from the hash of the family; apart from every data key."""
    return HKDF(suite.hash, length=32, salt=None, info=f"foyer blind index: {what}".encode()).derive(secret)
