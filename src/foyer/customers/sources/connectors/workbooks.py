"""How large a spreadsheet is before anything unpacks it: it is a zip, and a small zip can hold more than a machine has.

What its directory says is not believed: every part is unpacked and counted, piece by piece, and none of it is kept.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

from foyer.customers.sources.connectors.port import FileNotUsable

MOST_PARTS, MOST_BYTES = 5_000, 512 << 20
PIECE = 1 << 18
STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED


def check(path: Path) -> None:
    """FileNotUsable for a workbook that unfolds into more than half a gigabyte, or holds what no workbook holds.

    A file that is no zip (an old .xls) is as large as it looks, and passes.
    """
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return
        try:
            parts = zipfile.ZipFile(file).infolist()
            _count(file, parts, path.name)
        except (zipfile.BadZipFile, zlib.error, struct.error, NotImplementedError, ValueError):
            what = _("{file} is damaged: it cannot be unpacked.").format(file=path.name)
            raise FileNotUsable(what, mend=_("Fetch the file again.")) from None


def _count(file: IO[bytes], parts: list[zipfile.ZipInfo], name: str) -> None:
    left = MOST_BYTES
    if len(parts) > MOST_PARTS:
        raise _too_large(name)
    for part in parts:
        left = _counted(file, part, left, name)


def _counted(file: IO[bytes], part: zipfile.ZipInfo, left: int, name: str) -> int:
    """How much may still come after this part."""
    file.seek(part.header_offset)
    names, extra = struct.unpack("<26xHH", file.read(30))
    file.seek(names + extra, 1)
    if part.compress_type not in (STORED, DEFLATED) or part.flag_bits & 0x1:
        raise zipfile.BadZipFile
    stream, packed = zlib.decompressobj(-zlib.MAX_WBITS), part.compress_size
    while packed > 0 and (piece := file.read(min(PIECE, packed))):
        packed -= len(piece)
        while piece:
            out = piece if part.compress_type == STORED else stream.decompress(piece, PIECE)
            left -= len(out)
            if left < 0:
                raise _too_large(name)
            piece = b"" if part.compress_type == STORED or stream.eof else stream.unconsumed_tail
    return left


def _too_large(name: str) -> FileNotUsable:
    what = _("{file} unfolds into more than a workbook may hold.").format(file=name)
    return FileNotUsable(what, mend=_("Save the table as CSV or Parquet, or bring a part of it."))
