"""Sealing a text with the ring, and opening it.

`v2:<key id><purpose>:<base64 of nonce + ciphertext + tag>`, `s2:…` where SM4 sealed it. What stands before the base64
is authenticated together with the name of the table and column. `v3:…` and `s3:…` hold the identifier of their row
before the nonce, authenticated as well: such a text opens in no other row.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings

from foyer.base.crypto.purposes import IDENTITY, LETTERS, OF_LETTER
from foyer.base.crypto.ring import current, key_named, reading_key, writing_key
from foyer.base.crypto.suites import AES, BY_ROW_VERSION, BY_VERSION, NONCE_BYTES, Suite, writing_suite

FIRST_VERSION = "v1"
ROW_BYTES = 16


class Unreadable(Exception):
    """A stored ciphertext was changed, cut, moved from another column, or never was one."""

    why = "damaged"

    def __init__(self, context: str) -> None:
        super().__init__(f"The encrypted value in {context} cannot be read: it was damaged or moved. Restore the row.")
        self.context = context


class Moved(Unreadable):
    """A stored ciphertext of one row was found in another."""

    why = "moved"

    def __init__(self, context: str, row: UUID, home: UUID) -> None:
        super().__init__(context)
        self.args = (f"The encrypted value of {context} in row {row} belongs to row {home}. Restore both rows.",)
        self.row, self.home = row, home


class NotBound(Unreadable):
    """A ciphertext of the former kind, which fits any row, where only bound ones are taken."""

    why = "not bound"

    def __init__(self, context: str, row: UUID) -> None:
        super().__init__(context)
        self.args = (
            f"The encrypted value of {context} in row {row} is not bound to its row. Run foyer keys rotate --no-new "
            f"with FOYER_SEALS_OF_ROWS_ONLY off, or restore the row.",
        )
        self.row = row


def seal(text: str, context: str, purpose: str = IDENTITY, *, row: UUID | None = None) -> str:
    """`text` under the current key of a purpose, bound to `context` ("table.column") and, if given, to its row.

    Two seals of one text differ.
    """
    suite, home = writing_suite(), row.bytes if row else b""
    version = suite.row_version if row else suite.version
    label, key = writing_key(purpose, suite)
    nonce, bound = os.urandom(NONCE_BYTES), f"{version}:{label}:{context}".encode() + home
    sealed = suite.encrypt(key, nonce, text.encode(), bound)
    return f"{version}:{label}:{urlsafe_b64encode(home + nonce + sealed).decode()}"


def open_text(sealed: str, context: str, *, row: UUID | None = None) -> str:
    """The text that `seal` was given; where the row is told, only if it was sealed for that row.

    Raises Unreadable or KeyMissing, neither of which tells the content.
    """
    return open_at(sealed, context, row.bytes if row else b"")


def open_at(sealed: str, context: str, home: bytes) -> str:
    """The same, with the row's sixteen bytes, or none."""
    try:
        version, label, body = sealed.split(":", 2)
        raw = urlsafe_b64decode(body)
        if (suite := BY_ROW_VERSION.get(version)) is not None:
            its = raw[:ROW_BYTES]
            if home and its != home:
                raise Moved(context, UUID(bytes=home), UUID(bytes=its))
            bound = f"{version}:{label}:{context}".encode() + its
            return _opened(suite, label, raw[ROW_BYTES:], bound, context).decode()
        if home and settings.FOYER_SEALS_OF_ROWS_ONLY:
            raise NotBound(context, UUID(bytes=home))
        return _opened_of_any_row(version, label, raw, context).decode()
    except (InvalidTag, ValueError) as problem:
        raise Unreadable(context) from problem


def _opened_of_any_row(version: str, label: str, raw: bytes, context: str) -> bytes:
    if version == FIRST_VERSION:
        secret = key_named(label, context).secret
        return AES.decrypt(secret, raw[:NONCE_BYTES], raw[NONCE_BYTES:], context.encode())
    suite = BY_VERSION.get(version)
    if suite is None:
        raise Unreadable(context)
    return _opened(suite, label, raw, f"{version}:{label}:{context}".encode(), context)


def _opened(suite: Suite, label: str, raw: bytes, bound: bytes, context: str) -> bytes:
    key = reading_key(label, suite, context)
    if key is None:
        raise Unreadable(context)
    return suite.decrypt(key, raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound)


def current_pattern(purpose: str, *, of_row: bool) -> str:
    """A regular expression for how a text sealed now begins, as a column or within JSON."""
    suite = writing_suite()
    return f'^"?{suite.row_version if of_row else suite.version}:{current(purpose).id}{LETTERS[purpose]}:'


def pattern_of_key(key_id: str) -> str:
    """A regular expression for how a text begins that this key sealed, in whichever version."""
    return f'^"?([vs][23]:{key_id}[a-z]|v1:{key_id}):'


def is_current(sealed: str) -> bool:
    """Whether a stored text is under the key and the cipher that write now for its purpose."""
    version, _, rest = sealed.partition(":")
    label = rest.partition(":")[0]
    suite, purpose = writing_suite(), OF_LETTER.get(label[-1:])
    return purpose is not None and version in (suite.version, suite.row_version) and label[:-1] == current(purpose).id
