"""PDF: its text, line by line; what is set larger than the rest is a heading.

A page without text is a picture of one (a scan): it is named, and the rest is read.
"""

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from foyer.base.text.search import HAN
from foyer.knowledge.documents.blocks import Block, Problem, Unreadable, tidy

MOST_PAGES = 300
LARGER = 1.15
LONGEST_HEADING = 80
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}[.、)）]|[（(]\d{1,2}[)）]|第[一二三四五六七八九十]+步[，,:：]?)\s*")
_BULLET = re.compile(r"^\s*[•·●▪\-–*]\s+")
_ENDS = re.compile(r"[。！？；.!?;:：]$")
_HAN = re.compile(rf"[{HAN}]")


class Line(NamedTuple):
    text: str
    size: float
    page: int


def blocks(content: bytes, problems: list[Problem]) -> Iterator[Block]:
    """What the document says, in its order."""
    lines = list(_lines(content, problems))
    if not lines:
        raise Unreadable(_("No page of this document holds text. Have a scan read by text recognition first."))
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0]
    larger = sorted({line.size for line in lines if line.size >= body * LARGER}, reverse=True)
    yield from _paragraphs(lines, larger)


def _lines(content: bytes, problems: list[Problem]) -> Iterator[Line]:
    for number, page in enumerate(_pages(content), 1):
        try:
            found = list(_lines_of(page, number))
        except Exception:  # a broken page leads the library into errors of every kind
            problems.append(Problem(_("page %d") % number, _("this page cannot be read")))
            continue
        if not found:
            problems.append(Problem(_("page %d") % number, _("this page holds no text; it may be a scan")))
        yield from found


def _pages(content: bytes) -> list[Any]:
    from pypdf import PdfReader  # needed here alone

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable(_("This document is protected by a password. Save it without one."))
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise Unreadable(_("At most %(most)d pages are read; this document has %(count)d. Divide it.")
                             % {"most": MOST_PAGES, "count": count})  # fmt: skip
        return list(reader.pages)
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(_("This is not a PDF that can be read.")) from error


def _lines_of(page: Any, number: int) -> Iterator[Line]:
    pieces: list[tuple[str, float]] = []

    def hear(text: str, _cm: Any, tm: Any, _font: Any, size: float) -> None:
        pieces.append((text, round(abs(size * (tm[3] or tm[0] or 1)), 1)))

    page.extract_text(visitor_text=hear)
    text, size = "", 0.0
    for piece, piece_size in pieces:
        *ended, rest = piece.split("\n")
        for part in ended:
            text, size = text + part, max(size, piece_size if part.strip() else 0)
            if tidy(text):
                yield Line(tidy(text), size, number)
            text, size = "", 0.0
        text, size = text + rest, max(size, piece_size if rest.strip() else 0)
    if tidy(text):
        yield Line(tidy(text), size, number)


def _paragraphs(lines: list[Line], larger: list[float]) -> Iterator[Block]:
    """Lines that belong together become one paragraph."""
    text, kind, page = "", "paragraph", 0
    for line in lines:
        is_heading = line.size in larger and len(line.text) <= LONGEST_HEADING
        begins = _NUMBERED.match(line.text) or _BULLET.match(line.text)
        if text and (is_heading or begins or _ENDS.search(text)):
            yield Block(kind, text, _("page %d") % page)  # type: ignore[arg-type]
            text = ""
        if is_heading:
            yield Block("heading", line.text, _("page %d") % line.page, larger.index(line.size) + 1)
        elif not text:
            kind, page = _kind(line.text), line.page
            text = _BULLET.sub("", _NUMBERED.sub("", line.text))
        else:
            text = _joined(text, line.text)
    if text:
        yield Block(kind, text, _("page %d") % page)  # type: ignore[arg-type]


def _kind(text: str) -> str:
    if _NUMBERED.match(text):
        return "step"
    return "bullet" if _BULLET.match(text) else "paragraph"


def _joined(before: str, after: str) -> str:
    """Chinese goes on without a space."""
    glue = "" if _HAN.search(before[-1]) or _HAN.search(after[0]) else " "
    return before + glue + after
