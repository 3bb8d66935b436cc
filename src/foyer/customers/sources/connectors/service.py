"""An HTTP service that answers with JSON, page by page, no faster than it likes, tried again when it stumbles."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpx
from django.utils.translation import gettext as _

from foyer.base import outgoing
from foyer.customers.sources.connectors.answers import Answer, AnswerItem
from foyer.customers.sources.connectors.as_text import unique_names
from foyer.customers.sources.connectors.port import Item, Known, SourceAway, scratch
from foyer.customers.sources.connectors.secrets import filled
from foyer.customers.sources.shapes import Pages, Source, Table

LONGEST_WAIT_SECONDS = 60.0
MOST_PAGES = 1_000_000
TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}


class Service:
    def __init__(
        self,
        source: Source,
        *,
        transport: httpx.BaseTransport | None = None,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        given = source.settings
        self._url = given["url"].rstrip("/") + "/"
        self._tries, self._wait = given.get("tries", 5), wait
        self._pause = 1 / given["per_second"] if "per_second" in given else 0.0
        headers = {name: filled(value) for name, value in given.get("headers", {}).items()}
        timeout = given.get("timeout_seconds", 30)
        self._client = httpx.Client(
            headers=headers, timeout=timeout, transport=transport or outgoing.transport(), follow_redirects=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._client.close()

    def items(self, table: Table, known: Known) -> Iterable[Item]:
        known = known if table.mode == "incremental" else Known()
        return [AnswerItem(table.path or table.name, lambda: self._ask(table, known), table.watermark, known)]

    def _ask(self, table: Table, known: Known) -> Answer:
        """Records need not all have the same fields, so all pages are fetched before the columns are known."""
        names: list[str] = []
        with tempfile.TemporaryFile("w+", dir=scratch()) as spool:
            for answer in self._pages(table, known.watermark):
                records = [_flat(record) for record in _records(answer, table.records)]
                names += sorted({name for record in records for name in record} - set(names), key=str.lower)
                spool.write(json.dumps(records) + "\n")
            spool.seek(0)
            columns = unique_names(names)
            yield columns, []
            for line in spool:
                yield columns, [[record.get(name) for name in names] for record in json.loads(line)]

    def _pages(self, table: Table, since: str) -> Iterator[Any]:
        """Every page's JSON. It ends with an empty page, a missing `next`, or one that is asked for twice."""
        address: str = urljoin(self._url, table.path.lstrip("/"))
        asked: Mapping[str, Any] = _parameters(table, since)
        pages, seen = table.pages, set()
        for number in range(MOST_PAGES):
            response = self._get(address, {**asked, **_numbered(pages, number)})
            answer = _json(response)
            yield answer
            if pages is None or not _records(answer, table.records):
                return
            if pages.by in ("cursor", "link"):
                follow = _next(pages, response, answer)
                if not follow or follow in seen:
                    return
                seen.add(follow)
                address, asked = self._follow(pages, address, asked, follow)

    def _follow(
        self, pages: Pages, address: str, asked: Mapping[str, Any], follow: str
    ) -> tuple[str, Mapping[str, Any]]:
        if pages.by == "cursor":
            return address, {**asked, pages.parameter: follow}
        target = urljoin(address, follow)
        if urlsplit(target)[:2] != urlsplit(self._url)[:2]:  # our token goes to no other host
            raise SourceAway(_("The service points to another host for its next page."))
        return target, {}

    def _get(self, address: str, asked: Mapping[str, Any]) -> httpx.Response:
        for attempt in range(self._tries):
            if self._pause:
                self._wait(self._pause)
            try:
                response = self._client.get(address, params=dict(asked) or None)
            except outgoing.NotAllowed as no:
                raise SourceAway(f"{no.message} {no.mend}") from None
            except (httpx.TransportError, outgoing.Away) as error:
                reason, wanted = type(error).__name__, 0.0
            else:
                if response.is_success:
                    return response
                reason, wanted = f"HTTP {response.status_code}", _asked_to_wait(response)
                if response.status_code not in TRY_AGAIN:
                    break
            if attempt < self._tries - 1:
                self._wait(min(max(wanted, 0.5 * 2**attempt), LONGEST_WAIT_SECONDS))
        raise SourceAway(_("The service of this source does not answer as it should ({reason}).").format(reason=reason))


def _parameters(table: Table, since: str) -> dict[str, Any]:
    """The parameters as said; one that holds {watermark} is left out while there is none."""
    given = {}
    for name, value in table.parameters.items():
        if isinstance(value, str) and "{watermark}" in value:
            if since:
                given[name] = value.replace("{watermark}", since)
        else:
            given[name] = value
    return given


def _numbered(pages: Pages | None, number: int) -> dict[str, Any]:
    if pages is None:
        return {}
    found: dict[str, Any] = {pages.size_parameter: pages.size} if pages.size_parameter else {}
    if pages.by == "page":
        found[pages.parameter] = pages.first + number
    elif pages.by == "offset":
        found[pages.parameter] = number * pages.size
    return found


def _next(pages: Pages, response: httpx.Response, answer: Any) -> str:
    if pages.by == "link" and not pages.next:
        return response.links.get("next", {}).get("url", "")
    found = _at(answer, pages.next)
    return "" if found is None else str(found)


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        raise SourceAway(_("The service of this source answers with something that is not JSON.")) from None


def _records(answer: Any, path: str) -> list[Any]:
    found = _at(answer, path) if path else answer
    return found if isinstance(found, list) else [] if found is None else [found]


def _at(answer: Any, path: str) -> Any:
    for step in path.split("."):
        answer = answer.get(step) if isinstance(answer, dict) else None
    return answer


def _flat(record: Any, before: str = "") -> dict[str, Any]:
    """{"name": {"first": …}} as {"name.first": …}; lists stay JSON."""
    if not isinstance(record, dict):
        return {"value": record}
    found: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, dict) and value:
            found |= _flat(value, f"{before}{name}.")
        else:
            found[f"{before}{name}"] = value
    return found


def _asked_to_wait(response: httpx.Response) -> float:
    given = response.headers.get("retry-after", "")
    return float(given) if given.isdigit() else 0.0
