"""Files that only the application can read: sealed piece by piece, so that size costs no memory
and any place can be read.

The first line names cipher, key, purpose and a salt; each file has a key of its own, made from that salt. Then follow
pieces of 64 KiB, each with its tag. A piece's nonce is its number and whether it is the last, so that none can be cut
off, doubled or moved; the first line and the file's name are authenticated with each.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import IO

from cryptography.exceptions import InvalidTag

from foyer.base.crypto.purposes import FILES, LETTERS, OF_LETTER
from foyer.base.crypto.ring import current, data_key, key_named
from foyer.base.crypto.sealing import Unreadable
from foyer.base.crypto.suites import BY_VERSION, TAG_BYTES, Suite, writing_suite

PIECE = 65_536
_LINE = re.compile(rb"FOYER (v2|s2):(\d+)([a-z]):([0-9a-f]{32})\n")
LONGEST_LINE = 80


class _Key:
    """What one file is sealed with."""

    def __init__(self, line: bytes, context: str) -> None:
        match = _LINE.fullmatch(line)
        if match is None:
            raise Unreadable(context)
        version, key_id, letter, salt = (part.decode() for part in match.groups())
        self.suite: Suite = BY_VERSION[version]
        root = key_named(key_id, context).secret
        self.secret = self.suite.derive(
            data_key(root, OF_LETTER[letter], self.suite), "foyer file", bytes.fromhex(salt)
        )
        self.bound = line + context.encode()

    def nonce(self, number: int, is_last: bool) -> bytes:
        return number.to_bytes(11) + bytes([is_last])


def first_line(purpose: str = FILES) -> bytes:
    """The first line of a file that is sealed now; every call has a salt of its own."""
    salt = os.urandom(16).hex()
    return f"FOYER {writing_suite().version}:{current(purpose).id}{LETTERS[purpose]}:{salt}\n".encode()


def sealing(pieces: Iterable[bytes], context: str, purpose: str = FILES) -> Iterator[bytes]:
    """The sealed file, as it goes on disk."""
    line = first_line(purpose)
    key = _Key(line, context)
    yield line
    waiting, number = b"", 0
    for piece in pieces:
        waiting, start = waiting + piece, 0
        while len(waiting) - start > PIECE:
            yield key.suite.encrypt(key.secret, key.nonce(number, False), waiting[start : start + PIECE], key.bound)
            start, number = start + PIECE, number + 1
        waiting = waiting[start:]
    yield key.suite.encrypt(key.secret, key.nonce(number, True), waiting, key.bound)


def is_sealed(file: IO[bytes]) -> bool:
    """Whether a file begins as sealed ones do; it is read from its start afterwards."""
    start = file.readline(LONGEST_LINE)
    file.seek(0)
    return _LINE.fullmatch(start) is not None


def is_current_file(file: IO[bytes]) -> bool:
    """Whether the key and the cipher that write now sealed it."""
    match = _LINE.fullmatch(file.readline(LONGEST_LINE))
    file.seek(0)
    if match is None:
        return False
    version, key_id, letter = (match[place].decode() for place in (1, 2, 3))
    return (version, key_id) == (writing_suite().version, current(OF_LETTER[letter]).id)


def size_of(path_size: int, line: bytes) -> int:
    """How many bytes were sealed into a file of that size."""
    body = path_size - len(line)
    return body - TAG_BYTES * max(1, -(-body // (PIECE + TAG_BYTES)))


class SealedReader(io.RawIOBase):
    """A sealed file, read as what was sealed into it, from any place. Raises Unreadable where it was changed."""

    def __init__(self, file: IO[bytes], context: str) -> None:
        self._file, self._context = file, context
        self._line = file.readline(LONGEST_LINE)
        self._key = _Key(self._line, context)
        self._size = size_of(file.seek(0, io.SEEK_END), self._line)
        self._at = 0
        self._held: tuple[int, bytes] = (-1, b"")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, target: memoryview, /) -> int:  # type: ignore[override]
        number, skipped = divmod(self._at, PIECE)
        if self._at >= self._size and self._size:
            return 0
        piece = self._piece(number)[skipped : skipped + len(target)]
        target[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()

    @cached_property
    def _last(self) -> int:
        return max(0, -(-self._size // PIECE) - 1)

    def _piece(self, number: int) -> bytes:
        if self._held[0] != number:
            self._file.seek(len(self._line) + number * (PIECE + TAG_BYTES))
            sealed = self._file.read(PIECE + TAG_BYTES)
            self._held = (number, self._opened(number, sealed))
        return self._held[1]

    def _opened(self, number: int, sealed: bytes) -> bytes:
        nonce = self._key.nonce(number, number == self._last)
        try:
            return self._key.suite.decrypt(self._key.secret, nonce, sealed, self._key.bound)
        except InvalidTag as problem:
            raise Unreadable(self._context) from problem


def opened(file: IO[bytes], context: str) -> IO[bytes]:
    """A sealed file as one in clear; one that never was sealed as itself."""
    return io.BufferedReader(SealedReader(file, context), PIECE) if is_sealed(file) else file
