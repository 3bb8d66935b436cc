"""What a file is, read from its bytes; its name and the browser's word for it count for nothing.

Only kinds in the table come in. Whatever a browser would run as a page or script (HTML, SVG, XML), programs, archives
other than office documents, and documents with macros are not in it.
"""

import filetype

from foyer.base.files import pdfs, zips
from foyer.base.files.errors import FileTypeRefused

_OFFICE = "application/vnd.openxmlformats-officedocument"
ACCEPTED: dict[str, str] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "application/pdf": "pdf",
    f"{_OFFICE}.wordprocessingml.document": "docx",
    f"{_OFFICE}.spreadsheetml.sheet": "xlsx",
    f"{_OFFICE}.presentationml.presentation": "pptx",
    "audio/mpeg": "mp3",
    "audio/x-wav": "wav",
    "audio/mp4": "m4a",
    "video/mp4": "mp4",
    "text/plain": "txt",
}
PICTURES = frozenset(kind for kind in ACCEPTED if kind.startswith("image/"))
_PAGE_MARKS = (b"<!doctype", b"<html", b"<svg", b"<script", b"<?xml", b"<iframe", b"<body", b"<head", b"<?php", b"#!")
_OFFICE_PARTS = {
    "word/": "wordprocessingml.document",
    "xl/": "spreadsheetml.sheet",
    "ppt/": "presentationml.presentation",
}


def sniff(data: bytes) -> str:
    """The media type of the bytes; `FileTypeRefused` for one that may not come in."""
    kind = _kind(data)
    if kind not in ACCEPTED:
        raise FileTypeRefused
    if kind == "application/pdf" and (not data.startswith(b"%PDF-") or pdfs.has_programs(data)):
        raise FileTypeRefused
    if not kind.startswith(_OFFICE) and kind not in PICTURES and zips.hides_an_archive(data):
        raise FileTypeRefused  # pictures are written anew, which leaves such a rider behind
    return kind


def _kind(data: bytes) -> str:
    if data[:4] == b"PK\x03\x04":
        return _office_kind(data)
    guess = filetype.guess(data)
    return guess.mime if guess else _text_kind(data)


def _office_kind(data: bytes) -> str:
    """A zip is welcome only as an office document without macros."""
    names = zips.check(data)
    if "[Content_Types].xml" not in names:
        return "application/zip"
    parts = [kind for folder, kind in _OFFICE_PARTS.items() if any(name.startswith(folder) for name in names)]
    return f"{_OFFICE}.{parts[0]}" if parts else "application/zip"


def _text_kind(data: bytes) -> str:
    """Plain text, unless something in it would be read as a page or a program."""
    start = data[:4096].lower()
    if any(mark in start for mark in _PAGE_MARKS) or b"\x00" in data:
        return "text/html"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "text/plain"
