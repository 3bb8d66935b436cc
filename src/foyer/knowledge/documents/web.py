"""HTML pages: what a reader sees of them. Scripts, styles, frames and hidden parts are not read; nothing is fetched."""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from foyer.knowledge.documents.blocks import Block, Problem, Unreadable, tidy

_UNSEEN = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "head", "nav", "form",
    "button", "select", "textarea", "input", "audio", "video", "canvas",
}  # fmt: skip
_OWN_LINE = {
    "p", "div", "section", "article", "main", "li", "tr", "blockquote", "pre", "dt", "dd", "figcaption", "address",
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl", "body", "header", "footer", "aside",
}  # fmt: skip
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?![.\d])|text-indent\s*:\s*-\d{3}",
    re.IGNORECASE,
)
DEEPEST = 200


def blocks(text: str, problems: list[Problem]) -> Iterator[Block]:
    """What the page says, in its order."""
    from lxml import etree, html  # type: ignore[import-untyped]  # needed here alone

    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(_("This is not an HTML page that can be read.")) from error
    body = root.find("body")
    if body is not None:
        yield from _walk(body, problems)


def _walk(element: Any, problems: list[Problem]) -> Iterator[Block]:
    """Each line of its own as a block; what stands loose between them as paragraphs."""
    loose: list[str] = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _UNSEEN:
            pass
        elif _is_hidden(child):
            problems.append(Problem(_("line %d") % (child.sourceline or 0), _("hidden text was left out")))
        elif child.tag in _OWN_LINE:
            yield from _paragraph(element, loose)
            loose = []
            yield from _own_line(child, problems)
        elif child.tag == "br":
            yield from _paragraph(element, loose)
            loose = []
        else:
            loose.append(_text(child))
        loose.append(child.tail or "")
    yield from _paragraph(element, loose)


def _own_line(element: Any, problems: list[Problem]) -> Iterator[Block]:
    place = _("line %d") % (element.sourceline or 0)
    if re.fullmatch(r"h[1-6]", element.tag):
        if text := tidy(_text(element)):
            yield Block("heading", text, place, int(element.tag[1]))
    elif element.tag == "tr":
        cells = [tidy(_text(cell)) for cell in element if isinstance(cell.tag, str)]
        if any(cells):
            yield Block("paragraph", " | ".join(cell for cell in cells if cell), place)
    else:
        yield from _walk(element, problems)


def _paragraph(element: Any, loose: list[str]) -> Iterator[Block]:
    if text := tidy("".join(loose)):
        yield Block(_kind(element), text, _("line %d") % (element.sourceline or 0))  # type: ignore[arg-type]


def _kind(element: Any) -> str:
    item = element if element.tag == "li" else next(element.iterancestors("li"), None)
    parent = item.getparent() if item is not None else None
    if parent is None:
        return "paragraph"
    return "step" if parent.tag == "ol" else "bullet"


def _text(element: Any, depth: int = 0) -> str:
    """The words a reader sees."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN or _is_hidden(element) or depth > DEEPEST:
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += [" " if child.tag == "br" else _text(child, depth + 1), child.tail or ""]
    return "".join(parts)


def _is_hidden(element: Any) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style") or ""))
    )
