"""Every address of the house, read from its own map, and filled with somebody's ids."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """One pattern of the map and the view behind it."""

    route: str
    view: Any

    @property
    def parameters(self) -> list[str]:
        return PARAMETER.findall(self.route)

    def filled(self, ids: dict[str, Any], otherwise: UUID) -> str:
        """The address with the victim's ids where they are known, and with a number nobody has elsewhere."""
        return "/" + PARAMETER.sub(lambda found: str(ids.get(found[1], _other(found[0], otherwise))), self.route)


def _other(written: str, otherwise: UUID) -> str:
    return "999999" if written.startswith("<int:") else str(otherwise)


def every_address() -> list[Address]:
    """All that the house answers, without the libraries' own (regular expressions) and the back office's rows."""
    found = {address.route: address for address in _walk(get_resolver(), "") if "^" not in address.route}
    return [address for route, address in sorted(found.items()) if not route.startswith("admin/")]


def _walk(resolver: URLResolver, before: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield Address(route, pattern.callback)
        else:
            yield from _walk(pattern, route)
