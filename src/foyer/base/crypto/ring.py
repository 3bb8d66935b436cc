"""The key ring, and sealing a text with it."""

from __future__ import annotations

import os
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

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


def ring() -> list[Key]:
    """Every key we have, the current one first, then from the newest to the oldest."""
    if not settings.FOYER_KEYS:
        raise ImproperlyConfigured("FOYER_KEYS is empty: encrypted fields need at least one key.")
    declared = str(getattr(settings, "FOYER_KEY_CURRENT", "") or "")
    if declared and declared not in settings.FOYER_KEYS:
        raise ImproperlyConfigured(f"FOYER_KEY_CURRENT names key {declared}, which is not in FOYER_KEYS.")
    keys = [_key(str(name), text) for name, text in settings.FOYER_KEYS.items()]
    return sorted(keys, key=lambda key: (key.id == declared, int(key.id)), reverse=True)


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
    sealed = AESGCM(ring()[0].secret).encrypt(nonce, text.encode(), context.encode())
    return current_prefix() + urlsafe_b64encode(nonce + sealed).decode()


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
        return AESGCM(key.secret).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], context.encode()).decode()
    except (InvalidTag, ValueError) as problem:
        raise Unreadable(context) from problem
