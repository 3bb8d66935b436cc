"""A file's bytes as they were before they were packed, piece by piece; a file that was cut off ends where it ends."""

from __future__ import annotations

import codecs
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from foyer.customers.sources.connectors.port import FileNotUsable

PIECE, PACKED_PIECE = 1 << 22, 1 << 18
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"


def pieces(path: Path, compression: str, encoding: str) -> Iterator[bytes]:
    """Bytes in which a line ends with one byte: unpacked; UTF-16 and its like as UTF-8."""
    with path.open("rb") as file:
        kind = _kind(file, compression)
        raw = _unpacked(file, kind, path.name)
        yield from raw if ends_lines_plainly(encoding) else _recoded(raw, encoding)


def ends_lines_plainly(encoding: str) -> bool:
    """Whether the byte 10 is a line's end and nothing else. True for UTF-8, GB 18030, Big5 and all one-byte codes."""
    return "\n\r".encode(encoding) == b"\n\r"


def _kind(file: IO[bytes], compression: str) -> str:
    head = file.read(4)
    file.seek(0)
    if compression != "auto":
        return compression
    return "gzip" if head.startswith(GZIP) else "zip" if head.startswith(ZIP) else "none"


def _unpacked(file: IO[bytes], kind: str, name: str) -> Iterator[bytes]:
    if kind == "gzip":
        return _gunzipped(file)
    return _read(_only_member(file, name) if kind == "zip" else file)


def _gunzipped(file: IO[bytes]) -> Iterator[bytes]:
    """A packed file that was cut off gives what can be had of it; its last line is then a broken one.

    However tightly it is packed, no more than one piece is unpacked at a time.
    """
    stream = zlib.decompressobj(wbits=31)
    while piece := file.read(PACKED_PIECE):
        while piece:
            try:
                yield stream.decompress(piece, PIECE)
            except zlib.error:
                return
            piece = stream.unused_data if stream.eof else stream.unconsumed_tail
            if stream.eof:  # several packed files may follow one another
                stream = zlib.decompressobj(wbits=31)


def _only_member(file: IO[bytes], name: str) -> IO[bytes]:
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        what = _("{file} is damaged: it cannot be unpacked.").format(file=name)
        raise FileNotUsable(what, mend=_("Fetch the file again.")) from None
    members = [member for member in archive.infolist() if not member.is_dir()]
    if len(members) != 1:
        what = _("{file} holds {count} files, and one is expected.").format(file=name, count=len(members))
        raise FileNotUsable(what, mend=_("Unpack it, and name the files you mean."))
    return archive.open(members[0])


def _read(stream: IO[bytes]) -> Iterator[bytes]:
    while True:
        try:
            piece = stream.read(PIECE)
        except (EOFError, zlib.error, zipfile.BadZipFile):
            return
        if not piece:
            return
        yield piece


def _recoded(raw: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    for piece in raw:
        yield decoder.decode(piece).encode()
    yield decoder.decode(b"", final=True).encode()
