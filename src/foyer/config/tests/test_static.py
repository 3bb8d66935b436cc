"""Pages get the libraries they use, and nothing else of their packages."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import RequestFactory

from foyer.config.headers import NO_PAGE
from foyer.config.static import LibraryFinder, StaticMiddleware


def test_a_library_that_pages_use_is_found() -> None:
    assert str(finders.find("htmx/htmx.min.js")).endswith("node_modules/htmx.org/dist/htmx.min.js")


def test_what_else_lies_in_the_package_is_not_served() -> None:
    assert finders.find("htmx/htmx.js") is None
    assert LibraryFinder().find("htmx/../package.json") == []


def test_every_named_library_exists() -> None:
    listed = [(name, storage) for name, storage in LibraryFinder().list([])]

    assert listed
    assert all(storage.exists(name) for name, storage in listed)


STYLE = "body { color: teal; }\n" * 50


def answer(path: str, **headers: str) -> HttpResponse:
    static = StaticMiddleware(lambda request: HttpResponse(status=404))
    return static(RequestFactory().get(path, headers=headers))


@pytest.fixture
def served(tmp_path: Path, settings: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_AUTOREFRESH = False
    (tmp_path / "page.css").write_text(STYLE)
    (tmp_path / "page.css.gz").write_bytes(gzip.compress(STYLE.encode()))


def test_a_file_is_answered_whole_so_that_asgi_need_not_read_a_stream(served: None) -> None:
    response = answer("/static/page.css")

    assert not response.streaming and response.content.decode() == STYLE
    assert response.headers["Content-Security-Policy"] == NO_PAGE
    assert response.headers["Content-Type"].startswith("text/css") and "max-age" in response.headers["Cache-Control"]


def test_a_browser_gets_the_compressed_copy_and_is_not_sent_what_it_has(served: None) -> None:
    compressed = answer("/static/page.css", accept_encoding="gzip")
    known = answer("/static/page.css", if_modified_since=compressed.headers["Last-Modified"])

    assert compressed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(compressed.content).decode() == STYLE
    assert (known.status_code, known.content) == (304, b"")


def test_what_is_no_file_of_ours_goes_on_to_the_views(served: None) -> None:
    assert answer("/static/other.css").status_code == 404
