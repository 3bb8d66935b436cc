"""What a source of data is called, wherever a page names one: its title in the reader's language, never its code."""

from typing import Any

from django.utils.translation import gettext as _

from foyer.customers.profile.front_door import SOURCE, WEB
from foyer.customers.sources import queries

KEPT = "_source_titles"


def titles(request: Any) -> dict[str, str]:
    """By code; asked of the database once while one request is answered, and only where a page names a source."""
    if not hasattr(request, KEPT):
        setattr(request, KEPT, {code: str(title) for code, title in queries.titles().items()})
    known: dict[str, str] = getattr(request, KEPT)
    return known


def title(code: str, known: dict[str, str]) -> str:
    """The front door and the sites whose events are collected have no mapping file, hence no title of their own."""
    if code == SOURCE:
        return _("Front door")
    if code.startswith(WEB):
        return _("Website: %(site)s") % {"site": code.removeprefix(WEB)}
    return known.get(code) or code
