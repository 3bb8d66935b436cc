"""A source as read from its mapping file: plain values, nothing that runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from foyer.base.text import Bilingual

Place = Literal["folder", "sftp", "database", "http"]
Mode = Literal["full", "incremental"]


@dataclass(frozen=True)
class Test:
    """What one column must be: one of some values, none of some, empty or not, like a pattern, within limits."""

    column: str
    among: tuple[str, ...] = ()
    not_among: tuple[str, ...] = ()
    empty: bool | None = None
    matches: str = ""
    above: float | None = None
    below: float | None = None


When = tuple[Test, ...]


@dataclass(frozen=True)
class LookUp:
    """A column of another table of the same source, found by equal columns `by` (there, here)."""

    table: str
    take: str
    by: tuple[tuple[str, str], ...]
    when: When = ()
    latest: str = ""


@dataclass(frozen=True)
class Value:
    """How one value comes about: where it is from, then what is done with it, in this order."""

    columns: tuple[str, ...] = ()
    join: str | None = None
    constant: str | None = None
    template: str = ""
    look_up: LookUp | None = None
    pattern: str = ""
    codes: tuple[tuple[str, str], ...] = ()
    otherwise: str | None = None
    standardiser: str = ""
    options: tuple[tuple[str, Any], ...] = ()
    when: When = ()


Values = tuple[Value, ...]


@dataclass(frozen=True)
class Gives:
    """One entity that each row gives (where `when` holds)."""

    entity: str
    fields: Mapping[str, Values]
    when: When = ()


@dataclass(frozen=True)
class Files:
    """How files are written. `format` empty means: by the file's name."""

    format: str = ""
    delimiter: str = ","
    quote: str = '"'
    encoding: str = "utf-8"
    compression: str = "auto"
    header: bool = True
    columns: tuple[str, ...] = ()
    skip_lines: int = 0
    sheet: str = ""


@dataclass(frozen=True)
class Pages:
    by: str
    parameter: str = "page"
    size_parameter: str = ""
    size: int = 100
    first: int = 1
    next: str = ""


@dataclass(frozen=True)
class Table:
    """One table of the source: where its rows are, what names them, what they give."""

    name: str
    key: tuple[str, ...]
    mode: Mode = "full"
    watermark: str = ""
    file: str = ""
    take: str = "all"
    files: Files = Files()
    query: str = ""
    table: str = ""
    path: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    records: str = ""
    pages: Pages | None = None
    let: Mapping[str, Value] = field(default_factory=dict)
    gives: tuple[Gives, ...] = ()

    @property
    def looks_up(self) -> set[str]:
        """The other tables this one needs."""
        values = [
            *self.let.values(),
            *(each for gives in self.gives for all_ in gives.fields.values() for each in all_),
        ]
        return {value.look_up.table for value in values if value.look_up}


@dataclass(frozen=True)
class ThirdParty:
    provider: str
    contract: str
    refresh_days: int
    ends_on: str = ""
    exit: str = ""


@dataclass(frozen=True)
class Source:
    """One system that customers' data comes from. `text` is the mapping file as written."""

    code: str
    title: Bilingual
    owner: str
    basis: str
    purpose: Bilingual
    place: Place
    settings: Mapping[str, Any]
    tables: Mapping[str, Table]
    third_party: ThirdParty | None = None
    trust: Mapping[str, int] = field(default_factory=dict)
    deduplicated: bool = False
    schedule: str = ""
    time_zone: str = ""
    file: str = ""
    text: str = ""

    def trust_in(self, entity: str) -> int:
        """How much this source is believed about an entity, 0 to 100; 50 where nothing is said."""
        return self.trust.get(entity, self.trust.get("*", 50))
