"""The pages reach interactive with under 200 KB of front-end code, as it travels (brotli)."""

import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.test import Client

MOST_BYTES = 200_000
_LOADED = re.compile(r'(?:src|href)="/static/([^"?]+\.(?:js|css|svg))"')
_IMPORTED = re.compile(r'(?:import|from)\s+"(\.[^"]+)"')


@pytest.mark.parametrize("path", ["/", "/chat", "/knowledge/card-lost", "/sign-in", "/embed/chat"])
def test_a_page_is_light(bank: None, client: Client, path: str) -> None:
    page = client.get(path).content

    files = set().union(*(_with_imports(name) for name in _LOADED.findall(page.decode())))
    weight = sum(len(brotli.compress(_bytes(name))) for name in files) + len(brotli.compress(page))

    assert len(files) > 4 and weight < MOST_BYTES, f"{path}: {weight} bytes"


def _with_imports(name: str) -> set[str]:
    """A file and, when it is a script, everything it imports."""
    if not name.endswith(".js"):
        return {name}
    here = Path(name).parent
    found = {name}
    for other in _IMPORTED.findall(_bytes(name).decode()):
        parts: list[str] = []
        for part in (here / other).parts:
            parts = parts[:-1] if part == ".." else [*parts, part]
        found |= _with_imports("/".join(parts))
    return found


def _bytes(name: str) -> bytes:
    path = finders.find(name)
    assert path, name
    return Path(path).read_bytes()
