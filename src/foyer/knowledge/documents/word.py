"""Word documents: headings, paragraphs, numbered and bulleted lists, tables.

Read from the text itself: what was inserted with tracked changes counts, what was deleted does not. Hidden text is left
out and named: it is not what a colleague saw when they sent the document.
"""

import io
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from foyer.knowledge.documents.blocks import Block, Problem, Unreadable, tidy

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def blocks(content: bytes, problems: list[Problem]) -> Iterator[Block]:
    """What the document says, in its order."""
    from docx import Document  # half a second, needed here alone

    try:
        document = Document(io.BytesIO(content))
        body = list(document.element.body)
    except Exception as error:  # the library raises whatever the broken part of a file leads it to
        raise Unreadable(_("This is not a Word document that can be read.")) from error
    manner = _Manner(document)
    for number, element in enumerate(body, 1):
        place = _("paragraph %d") % number
        if element.tag == f"{_W}p":
            yield from _paragraph(element, place, manner, problems)
        elif element.tag == f"{_W}tbl":
            yield from _table(element, number, problems)


def _paragraph(element: Any, place: str, manner: "_Manner", problems: list[Problem]) -> Iterator[Block]:
    text = _text(element, place, problems)
    if not text:
        return
    level = manner.heading_level(element)
    if level:
        yield Block("heading", text, place, level)
    else:
        yield Block(manner.kind_of(element), text, place)  # type: ignore[arg-type]


def _text(element: Any, place: str, problems: list[Problem]) -> str:
    """What a reader sees of it."""
    seen, hidden = [], False
    for node in element.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        above = list(node.iterancestors())
        if any(each.tag == f"{_MC}Fallback" for each in above):
            continue
        if any(each.tag == f"{_W}r" and _is_hidden(each) for each in above):
            hidden = True
            continue
        seen.append(node.text or "" if node.tag == f"{_W}t" else " ")
    if hidden:
        problems.append(Problem(place, _("hidden text was left out")))
    return tidy("".join(seen))


def _is_hidden(run: Any) -> bool:
    """Not shown, or too small to be read, or white on white."""
    about = run.find(f"{_W}rPr")
    if about is None:
        return False
    vanish, size, colour = (about.find(f"{_W}{name}") for name in ("vanish", "sz", "color"))
    is_tiny = size is not None and (size.get(f"{_W}val") or "20").isdecimal() and int(size.get(f"{_W}val") or 20) <= 4
    is_white = colour is not None and (colour.get(f"{_W}val") or "").upper() in ("FFFFFF", "FEFEFE")
    shaded = about.find(f"{_W}shd") is not None or about.find(f"{_W}highlight") is not None
    gone = vanish is not None and vanish.get(f"{_W}val") not in ("0", "false")
    return gone or is_tiny or (is_white and not shaded)


class _Manner:
    """How the document sets things: the names of its styles, and which numberings count and which only mark."""

    def __init__(self, document: Any) -> None:
        self._styles = {style.style_id: (style.name or "").lower() for style in document.styles}
        self._formats: dict[tuple[str, str], str] = {}
        parts = document.part.package.iter_parts()
        numbering = next((each for each in parts if each.partname.endswith("numbering.xml")), None)
        if numbering is not None:
            self._learn(numbering.element)

    def heading_level(self, element: Any) -> int:
        """1 for a title, 2 for Heading 1, 3 for Heading 2 …; 0 for what is no heading."""
        name = self._style_of(element)
        if name in ("title", "标题"):
            return 1
        for word in ("heading ", "标题 ", "标题"):
            if name.startswith(word) and name.removeprefix(word).isdecimal():
                return int(name.removeprefix(word)[:1]) + 1
        return 0

    def _style_of(self, element: Any) -> str:
        node = element.find(f"{_W}pPr/{_W}pStyle")
        return self._styles.get(node.get(f"{_W}val"), "") if node is not None else ""

    def _learn(self, root: Any) -> None:
        abstract = {each.get(f"{_W}abstractNumId"): each for each in root.findall(f"{_W}abstractNum")}
        for number in root.findall(f"{_W}num"):
            link = number.find(f"{_W}abstractNumId")
            for level in abstract.get(link.get(f"{_W}val"), []) if link is not None else []:
                form = level.find(f"{_W}numFmt") if level.tag == f"{_W}lvl" else None
                if form is not None:
                    key = number.get(f"{_W}numId") or "", level.get(f"{_W}ilvl") or "0"
                    self._formats[key] = form.get(f"{_W}val") or ""

    def kind_of(self, element: Any) -> str:
        """step, bullet or paragraph."""
        name = self._style_of(element)
        if name.startswith("list bullet"):
            return "bullet"
        if name.startswith("list number"):
            return "step"
        number = element.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        if number is None:
            return "paragraph"
        level = element.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
        key = number.get(f"{_W}val") or "", level.get(f"{_W}val") or "0" if level is not None else "0"
        return "bullet" if self._formats.get(key) == "bullet" else "step"


def _table(element: Any, number: int, problems: list[Problem]) -> Iterator[Block]:
    """A row as a line; nested tables are read with the cell they stand in."""
    for row_number, row in enumerate(element.iter(f"{_W}tr"), 1):
        place = _("table at %(number)d, row %(row)d") % {"number": number, "row": row_number}
        cells = [_text(cell, place, problems) for cell in row.findall(f"{_W}tc")]
        text = " | ".join(cell for cell in cells if cell)
        if text:
            yield Block("paragraph", text, place)
