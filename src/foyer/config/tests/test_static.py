"""Pages get the libraries they use, and nothing else of their packages."""

from django.contrib.staticfiles import finders

from foyer.config.static import LibraryFinder


def test_a_library_that_pages_use_is_found() -> None:
    assert str(finders.find("htmx/htmx.min.js")).endswith("node_modules/htmx.org/dist/htmx.min.js")


def test_what_else_lies_in_the_package_is_not_served() -> None:
    assert finders.find("htmx/htmx.js") is None
    assert LibraryFinder().find("htmx/../package.json") == []


def test_every_named_library_exists() -> None:
    listed = [(name, storage) for name, storage in LibraryFinder().list([])]

    assert listed
    assert all(storage.exists(name) for name, storage in listed)
