"""Looking for programs in a PDF: also where their names are spelled in code or packed into object streams."""

import re
import zlib

MOST_UNPACKED = 20 * 1024 * 1024
PROGRAMS = re.compile(rb"/(Launch|JavaScript|JS|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE)\b")
_SPELLED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED = re.compile(rb"/ObjStm.{0,400}?stream\r?\n(.*?)endstream", re.DOTALL)


def has_programs(data: bytes) -> bool:
    """Whether a reader could be made to run, open or send something. A packed part too large to look into counts."""
    if PROGRAMS.search(_plain(data)):
        return True
    left = MOST_UNPACKED
    for packed in _PACKED.finditer(data):
        unpacker = zlib.decompressobj()
        try:
            part = unpacker.decompress(packed.group(1), left + 1)
        except zlib.error:
            continue
        left -= len(part)
        if left < 0 or PROGRAMS.search(_plain(part)):
            return True
    return False


def _plain(data: bytes) -> bytes:
    """/J#61vaScript is /JavaScript."""
    return _SPELLED.sub(lambda code: bytes([int(code.group(1), 16)]), data)
