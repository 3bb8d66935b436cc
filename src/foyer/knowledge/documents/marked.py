"""Markdown: headings, paragraphs, lists, tables, with the line of each. HTML within it is not read."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from foyer.knowledge.documents.blocks import Block, Problem, tidy


def blocks(text: str, problems: list[Problem]) -> Iterator[Block]:
    """What the text says, in its order."""
    from markdown_it import MarkdownIt  # needed here alone

    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    lists: list[str] = []
    row: list[str] | None = None
    level, line = 0, 0
    for token in reader.parse(text):
        line = token.map[0] + 1 if token.map else line
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append("step" if token.type.startswith("ordered") else "bullet")
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            lists.pop()
        elif token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield from _block("paragraph", " | ".join(filter(None, row or [])), line, 0)
            row = None
        elif token.type in ("inline", "fence", "code_block"):
            words = tidy(_words(token))
            if row is not None:
                row.append(words)
            else:
                yield from _block("heading" if level else (lists[-1] if lists else "paragraph"), words, line, level)
            level = 0


def _block(kind: str, text: str, line: int, level: int) -> Iterator[Block]:
    if text:
        yield Block(kind, text, _("line %d") % line, level)  # type: ignore[arg-type]


def _words(token: Any) -> str:
    """Its words, and behind a link the address, so that the check of links sees it."""
    if token.children is None:
        return str(token.content)
    said: list[str] = []
    address = ""
    for child in token.children:
        if child.type in ("text", "code_inline"):
            said.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            said.append(" ")
        elif child.type == "link_open":
            address = str(child.attrs.get("href", ""))
        elif child.type == "link_close" and address:
            said.append(f" ({address})")
            address = ""
    return "".join(said)
