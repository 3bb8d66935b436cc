"""The help centre: milliseconds a page on the server, and kilobytes as they travel (brotli), first visit and after."""

import argparse
import re
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

PATHS = {
    "home": "/knowledge?lang=zh",
    "subject": "/knowledge/topics/cards?lang=zh",
    "article": "/knowledge/card-lost?lang=en",
    "search": "/knowledge?q=card+lost&lang=en",
}
TRIES = 40
_LOADED = re.compile(r'(?:src|href)="/static/([^"?]+\.(?:js|css|svg))"')


def pages(options: argparse.Namespace) -> dict[str, Any]:
    """Each kind of page: time, weight with everything it loads, and the time of "not changed"."""
    import brotli
    from django.conf import settings
    from django.test import Client

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    client, figures = Client(), {}
    for name, path in PATHS.items():
        first = client.get(path)
        spent = _timed(partial(client.get, path))
        again = _timed(partial(client.get, path, headers={"If-None-Match": first["ETag"]}))
        files = set(_LOADED.findall(first.content.decode()))
        weight = len(brotli.compress(first.content)) + sum(len(brotli.compress(_bytes(file))) for file in files)
        figures[name] = {
            "ms": spent, "not_changed_ms": again,
            "page_kb": round(len(brotli.compress(first.content)) / 1024, 1), "with_files_kb": round(weight / 1024, 1),
        }  # fmt: skip
        print(f"pages {name}: {figures[name]}", flush=True)
    return figures


def _bytes(name: str) -> bytes:
    from django.contrib.staticfiles import finders

    found = finders.find(name)
    return Path(found).read_bytes() if found else b""


def _timed(deed: Callable[[], Any]) -> float:
    """The median of some tries, in milliseconds."""
    spent = []
    for _try in range(TRIES):
        begun = time.perf_counter()
        deed()
        spent.append(1000 * (time.perf_counter() - begun))
    return round(statistics.median(spent), 1)
