"""The two families of ciphers: AES-256-GCM with SHA-256, and SM4-GCM with SM3 (GB/T 32907, GB/T 32905).

`FOYER_CRYPTO_SUITE` names the one that writes; what the other wrote stays readable, because every ciphertext says which
family made it. Both come from `cryptography`.
"""

from __future__ import annotations

import hmac
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import lru_cache, partial

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SM3, HashAlgorithm
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

NONCE_BYTES = 12
TAG_BYTES = 16


class Suite(ABC):
    """A cipher with authentication, and a keyed hash."""

    name: str
    version: str
    """How its ciphertexts begin."""
    row_version: str
    """How those begin that are bound to their row."""
    key_bytes: int
    hash: HashAlgorithm

    @abstractmethod
    def encrypt(self, key: bytes, nonce: bytes, text: bytes, bound: bytes) -> bytes:
        """Ciphertext and tag."""

    @abstractmethod
    def decrypt(self, key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        """Raises InvalidTag."""

    @abstractmethod
    def digest(self, key: bytes, text: bytes) -> bytes:
        """32 bytes."""

    def encrypter(self, key: bytes) -> Callable[[bytes, bytes, bytes], bytes]:
        """`encrypt` under one key, for many texts."""
        return partial(self.encrypt, key)

    def digester(self, key: bytes) -> Callable[[bytes], bytes]:
        """`digest` under one key, for many texts: a copy of what is begun costs a third of what a beginning does."""
        begun = HMAC(key, self.hash)

        def digest(text: bytes) -> bytes:
            keyed = begun.copy()
            keyed.update(text)
            return keyed.finalize()

        return digest

    def derive(self, secret: bytes, what: str, salt: bytes | None = None) -> bytes:
        """A key for one thing alone, from a root key of the ring."""
        return HKDF(self.hash, length=self.key_bytes, salt=salt, info=what.encode()).derive(secret)


class Aes(Suite):
    name, version, row_version, key_bytes, hash = "aes", "v2", "v3", 32, SHA256()

    def encrypt(self, key: bytes, nonce: bytes, text: bytes, bound: bytes) -> bytes:
        return _aes(key).encrypt(nonce, text, bound)

    def decrypt(self, key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        return _aes(key).decrypt(nonce, sealed, bound)

    def digest(self, key: bytes, text: bytes) -> bytes:
        return hmac.digest(key, text, "sha256")

    def encrypter(self, key: bytes) -> Callable[[bytes, bytes, bytes], bytes]:
        return _aes(key).encrypt


class Sm(Suite):
    name, version, row_version, key_bytes, hash = "sm", "s2", "s3", 16, SM3()

    def encrypt(self, key: bytes, nonce: bytes, text: bytes, bound: bytes) -> bytes:
        sealing = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(bound)
        return sealing.update(text) + sealing.finalize() + sealing.tag

    def decrypt(self, key: bytes, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
        if len(sealed) < TAG_BYTES:
            raise InvalidTag
        opening = Cipher(algorithms.SM4(key), modes.GCM(nonce, sealed[-TAG_BYTES:])).decryptor()
        opening.authenticate_additional_data(bound)
        return opening.update(sealed[:-TAG_BYTES]) + opening.finalize()

    def digest(self, key: bytes, text: bytes) -> bytes:
        keyed = HMAC(key, self.hash)
        keyed.update(text)
        return keyed.finalize()


AES, SM = Aes(), Sm()
SUITES: dict[str, Suite] = {suite.name: suite for suite in (AES, SM)}
BY_VERSION: dict[str, Suite] = {suite.version: suite for suite in SUITES.values()}
BY_ROW_VERSION: dict[str, Suite] = {suite.row_version: suite for suite in SUITES.values()}


@lru_cache(maxsize=512)
def _aes(key: bytes) -> AESGCM:
    return AESGCM(key)


def writing_suite() -> Suite:
    """The family that writes what is written now."""
    return reading_suites()[0]


def reading_suites() -> tuple[Suite, ...]:
    """The families under which a blind index is looked for; the writing one first. SM always also looks under AES."""
    return _named(getattr(settings, "FOYER_CRYPTO_SUITE", "aes"))


@lru_cache(maxsize=8)
def _named(written: str) -> tuple[Suite, ...]:
    names = [name.strip() for name in written.split(",")]
    if unknown := set(names) - set(SUITES):
        raise ImproperlyConfigured(f"FOYER_CRYPTO_SUITE names {', '.join(sorted(unknown))}; there are aes and sm.")
    return tuple(SUITES[name] for name in dict.fromkeys([*names, *(["aes"] if names[0] == "sm" else [])]))
