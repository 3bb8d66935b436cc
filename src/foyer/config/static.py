"""Front-end libraries as static files: exactly the files that pages use, as they come from their packages."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import StaticFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from foyer.config.headers import NO_PAGE


class LibraryFinder(BaseFinder):
    """Finds what `settings.PAGE_LIBRARIES` names: (prefix in /static/, folder of the package, files)."""

    def check(self, **_: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:
        places = (Path(folder) / name for prefix, folder, name in _wanted() if path == f"{prefix}/{name}")
        found = [str(place) for place in places if place.exists()]
        return found[0] if found and not find_all else found  # nothing found is an empty list either way

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for prefix, folder, name in _wanted():
            yield name, _PackageFolder(location=folder, prefix=prefix)


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Names that change with the content, and compressed copies. Source maps are not served, so not followed."""

    support_js_module_import_aggregation = True  # the imports of our modules carry the hash too

    patterns = tuple(
        (kind, tuple(rule for rule in rules if "sourceMappingURL" not in str(rule)))
        for kind, rules in CompressedManifestStaticFilesStorage.patterns
        if kind == "*.css"
    )

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Only the names that pages use; the plain ones are there for whoever has a fixed address."""
        known = set(self.hashed_files.values())
        yield from super().compress_files([path for path in paths if path in known])


class StaticMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise, answering with whole files: ours are small, and ASGI would read a synchronous stream whole too."""

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        found = static_file.get_response(request.method, request.META)
        if found.file is None:
            content = b""
        else:
            with found.file as file:
                content = file.read()
        response = HttpResponse(content, status=int(found.status))
        del response.headers["Content-Type"]
        for name, value in found.headers:
            response.headers[name] = value
        response.headers["Content-Security-Policy"] = NO_PAGE  # none of them is a page, nor may stand in a frame
        return response


class _PackageFolder(FileSystemStorage):
    def __init__(self, *, prefix: str, **options: Any) -> None:
        super().__init__(**options)
        self.prefix = prefix  # where collectstatic puts its files


def _wanted() -> Iterator[tuple[str, Path, str]]:
    for prefix, folder, names in getattr(settings, "PAGE_LIBRARIES", []):
        yield from ((prefix, folder, name) for name in names)
