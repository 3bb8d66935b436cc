"""The same seals and blind indexes for thousands of rows at once: keys are looked up once for all of them.

    sealed = sealer("customers_customer.golden")
    rows = [sealed(golden, row) for golden, row in batch]

Make one for each batch rather than for the life of a process: it keeps the key that wrote when it was made.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64encode
from collections.abc import Callable
from uuid import UUID

from foyer.base.crypto.purposes import IDENTITY
from foyer.base.crypto.ring import index_key, writing_key
from foyer.base.crypto.suites import NONCE_BYTES, writing_suite
from foyer.base.text import normalise


def sealer(context: str, purpose: str = IDENTITY) -> Callable[[str | bytes, UUID], str]:
    """`seal` for the rows of one column; the empty text stays empty."""
    suite = writing_suite()
    label, key = writing_key(purpose, suite)
    head, encrypt = f"{suite.row_version}:{label}:", suite.encrypter(key)
    column = f"{head}{context}".encode()

    def sealed(text: str | bytes, row: UUID) -> str:
        if not text:
            return ""
        home, nonce = row.bytes, os.urandom(NONCE_BYTES)
        body = encrypt(nonce, text if isinstance(text, bytes) else text.encode(), column + home)
        return head + urlsafe_b64encode(home + nonce + body).decode()

    return sealed


def indexer(purpose: str) -> Callable[[str], str]:
    """`blind_index` for many values of one purpose."""
    suite, key = index_key(purpose)
    digest = suite.digester(key)

    def indexed(value: str) -> str:
        return digest(normalise(value).encode()).hex()

    return indexed


def ring_mark(purpose: str = IDENTITY) -> str:
    """Equal for two processes that seal and index alike; it tells no key."""
    suite = writing_suite()
    label, key = writing_key(purpose, suite)
    return f"{label}:{suite.digest(key, b'ring').hex()}:{indexer('ring')('ring')}"
