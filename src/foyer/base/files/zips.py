"""Looking into an office document before anything unpacks it: it is a zip, and a zip can be a bomb or a parcel."""

import io
import re
import zipfile
from pathlib import PurePosixPath

from foyer.base.files.errors import FileDamaged, FileTypeRefused

MOST_ENTRIES = 5_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
SMALL = 1024 * 1024
ENCRYPTED = 0x1
PROGRAMS = re.compile(
    r"vbaproject|vbadata|/activex/|/macrosheets/|oleobject|/embeddings/|\.(exe|dll|com|scr|bat|cmd|ps1|js|jse|vbs|vbe|wsf|"
    r"hta|jar|class|msi|lnk|sh|py|zip|rar|7z|gz|iso)$",
    re.IGNORECASE,
)
REACHES_OUT = re.compile(rb'attachedTemplate"[^>]*TargetMode="External"|(DDEAUTO|DDE)[\s"]', re.IGNORECASE)


def check(data: bytes) -> list[str]:
    """The names in the archive. FileTypeRefused for what it may not hold, FileDamaged for one that cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_sizes(entries)
            _check_entries(entries)
            _check_links(archive, entries)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise FileDamaged from None
    return [entry.filename for entry in entries]


def hides_an_archive(data: bytes) -> bool:
    """Whether bytes of another kind could be opened as a zip as well."""
    return zipfile.is_zipfile(io.BytesIO(data))


def _check_sizes(entries: list[zipfile.ZipInfo]) -> None:
    """By what the directory says; `_check_links` reads no further than that, and nothing else here unpacks."""
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise FileTypeRefused
    for entry in entries:
        if entry.file_size > SMALL and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise FileTypeRefused


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):  # two readers could each take another one
        raise FileTypeRefused
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        is_link = (entry.external_attr >> 16) & 0o170000 == 0o120000
        leads_out = path.is_absolute() or ".." in path.parts
        if entry.flag_bits & ENCRYPTED or is_link or leads_out or PROGRAMS.search(entry.filename):
            raise FileTypeRefused


def _check_links(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """A template loaded from elsewhere or a field that starts a program is a macro by another name."""
    for entry in entries:
        if entry.filename.endswith((".rels", "document.xml")) and entry.file_size <= 20 * SMALL:
            with archive.open(entry) as part:
                if REACHES_OUT.search(part.read(entry.file_size + 1)):
                    raise FileTypeRefused
