"""With what the trail is authenticated and signed: keys derived from the ring, for these two uses alone.

Each entry and each seal says which key of the ring it was made with. When that key has left the ring, its codes can no
longer be checked; its anchors can, since their public keys lie beside the anchors' file.
"""

from __future__ import annotations

import hmac
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from foyer.base.crypto import ring as key_ring


def current_key() -> str:
    """The name of the key that is used now."""
    return key_ring.ring()[0].id


def authenticate(body: bytes, key: str) -> bytes | None:
    """The code of `body` under a key of the ring, 32 bytes; None when that key is no longer there."""
    secret = _secret(key)
    return hmac.digest(_derived(secret, b"foyer audit entries"), body, "sha256") if secret else None


def is_authentic(body: bytes, key: str, code: bytes) -> bool | None:
    """Whether the code is that of the body; None when its key is no longer in the ring."""
    expected = authenticate(body, key)
    return None if expected is None else hmac.compare_digest(expected, code)


def sign(statement: bytes) -> tuple[bytes, bytes]:
    """The signature of a statement under the current key, and the public key that proves it."""
    private = _signer(key_ring.ring()[0].secret)
    return private.sign(statement), private.public_key().public_bytes_raw()


def is_signed(statement: bytes, signature: bytes, public_key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


def our_public_keys() -> set[bytes]:
    """The public keys of every key in the ring."""
    return {_signer(key.secret).public_key().public_bytes_raw() for key in key_ring.ring()}


def _secret(key_id: str) -> bytes | None:
    try:
        return key_ring.key_named(key_id, "security_auditentry").secret
    except key_ring.KeyMissing:
        return None


@lru_cache(maxsize=64)
def _derived(secret: bytes, use: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=use).derive(secret)


@lru_cache(maxsize=64)
def _signer(secret: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(_derived(secret, b"foyer audit anchors"))
