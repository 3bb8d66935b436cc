"""The key ring, and sealing a text with it."""

from __future__ import annotations

import os
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

VERSION = "v1"
_NONCE_BYTES = 12


class Unreadable(Exception):
    """A stored ciphertext was changed, cut, moved from another column, or never was one."""

    def __init__(self, context: str) -> None:
        super().__init__(f"The encrypted value in {context} cannot be read: it was damaged or moved. Restore the row.")
        self.context = context


class KeyMissing(Exception):
    """A value was sealed with a key that is not in the ring."""

    def __init__(self, key_id: str, context: str) -> None:
        super().__init__(f"{context} holds values of key {key_id}, which FOYER_KEYS lacks. Put that key back.")
        self.key_id = key_id


@dataclass(frozen=True)
class Key:
    id: str
    secret: bytes


def ring() -> tuple[Key, ...]:
    """Every key we have, the current one first, then from the newest to the oldest."""
    declared = str(getattr(settings, "FOYER_KEY_CURRENT", "") or "")
    return _ring(tuple(settings.FOYER_KEYS.items()), declared)


@lru_cache(maxsize=16)
def _ring(given: tuple[tuple[str, str], ...], declared: str) -> tuple[Key, ...]:
    """Read once for each content of the settings: millions of values are sealed in a row."""
    if not given:
        raise ImproperlyConfigured("FOYER_KEYS is empty: encrypted fields need at least one key.")
    if declared and declared not in dict(given):
        raise ImproperlyConfigured(f"FOYER_KEY_CURRENT names key {declared}, which is not in FOYER_KEYS.")
    keys = [_key(str(name), text) for name, text in given]
    return tuple(sorted(keys, key=lambda key: (key.id == declared, int(key.id)), reverse=True))


@lru_cache(maxsize=16)
def _cipher(secret: bytes) -> AESGCM:
    return AESGCM(secret)


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


def current_prefix() -> str:
    """How every text sealed with the current key begins."""
    return f"{VERSION}:{ring()[0].id}:"


def seal(text: str, context: str) -> str:
    """`text` under the current key, bound to `context` ("table.column"). Two seals of one text differ."""
    nonce = os.urandom(_NONCE_BYTES)
    key = ring()[0]
    sealed = _cipher(key.secret).encrypt(nonce, text.encode(), context.encode())
    return f"{VERSION}:{key.id}:" + urlsafe_b64encode(nonce + sealed).decode()


def open_text(sealed: str, context: str) -> str:
    """The text that `seal` was given. Raises Unreadable or KeyMissing, neither of which tells the content."""
    version, _, rest = sealed.partition(":")
    key_id, _, body = rest.partition(":")
    if version != VERSION or not body:
        raise Unreadable(context)
    key = next((key for key in ring() if key.id == key_id), None)
    if key is None:
        raise KeyMissing(key_id, context)
    try:
        raw = urlsafe_b64decode(body.encode())
        return _cipher(key.secret).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context.encode()).decode()
    except (InvalidTag, ValueError) as problem:
        raise Unreadable(context) from problem
