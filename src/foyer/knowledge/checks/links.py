"""Where a text leads: to another article, to a file it carries, to a page elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_CODE = r"([a-z0-9][a-z0-9-]{0,59})(?:/(\d+))?"
_ARTICLE = re.compile(rf"(?:(?<![\w/.])/(?:articles|knowledge)/|(?<![A-Za-z0-9_])article:){_CODE}")
_FILE = re.compile(r"(?<![A-Za-z0-9_])file:([^\s()（）\]】>，。；,;]{1,140})|/knowledge-files/([0-9a-f-]{36})")
_PAGE = re.compile(r"https?://[^\s<>\"'()（）\[\]【】「」，。；、！？]+", re.IGNORECASE)


@dataclass(frozen=True)
class Link:
    """`target` is a code, a file's name or id, or an address."""

    kind: Literal["article", "file", "page"]
    target: str
    version: int | None = None


def links(text: str) -> Iterator[Link]:
    """The links of a text, each once."""
    pages = [match[0].rstrip(".,:;!?") for match in _PAGE.finditer(text)]
    yield from (Link("page", address) for address in dict.fromkeys(pages))
    rest = _PAGE.sub(" ", text)
    seen = dict.fromkeys((match[1], int(match[2]) if match[2] else None) for match in _ARTICLE.finditer(rest))
    yield from (Link("article", code, version) for code, version in seen)
    yield from (Link("file", target) for target in dict.fromkeys(a or b for a, b in _FILE.findall(rest)))
