"""Which columns a mapping speaks of, and where: so that a wrong name is shown at its line."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from foyer.customers.sources.lined_yaml import Lined, Path
from foyer.customers.sources.problems import Problem, nearest

OURS = {"_row", "_file"}
PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Made:
    """One way a value is made, and where it is written."""

    path: Path
    given: dict[str, Any]
    table: str
    field: str = ""
    entity: str = ""


def values(document: Lined) -> Iterator[Made]:
    """Every value of the document: of the columns made by `let`, and of the fields of each entity."""
    for table, given in document.data["tables"].items():
        at: Path = ("tables", table)
        for column, made in given.get("let", {}).items():
            yield Made((*at, "let", column), made, table)
        for n, gives in enumerate(given.get("gives", [])):
            for entity, fields in gives.items():
                if entity != "when":
                    yield from _of_entity((*at, "gives", n, entity), fields, table, entity)


def _of_entity(at: Path, fields: dict[str, Any], table: str, entity: str) -> Iterator[Made]:
    for name, given in fields.items():
        path = (*at, name)
        if isinstance(given, str):
            yield Made(path, {"from": given}, table, name, entity)
        elif isinstance(given, list):
            yield from (Made((*path, n), made, table, name, entity) for n, made in enumerate(given))
        else:
            yield Made(path, given, table, name, entity)


def columns(document: Lined) -> Iterator[tuple[str, Path, str]]:
    """(table, where, column) of every column that some table must have."""
    for table, given in document.data["tables"].items():
        key = given["key"]
        for column in key if isinstance(key, list) else [key]:
            yield table, ("tables", table, "key"), column
        for n, gives in enumerate(given.get("gives", [])):
            for column in gives.get("when", {}):
                yield table, ("tables", table, "gives", n, "when", column), column
    for made in values(document):
        yield from _of_value(made)


def _of_value(made: Made) -> Iterator[tuple[str, Path, str]]:
    given, path = made.given, made.path
    origin = given.get("from", [])
    for column in origin if isinstance(origin, list) else [origin]:
        yield made.table, path, column
    for column in PLACEHOLDER.findall(given.get("template", "")):
        yield made.table, path, column
    for column in given.get("when", {}):
        yield made.table, (*path, "when", column), column
    if "look_up" in given:
        yield from _of_look_up(made.table, (*path, "look_up"), given["look_up"])


def _of_look_up(table: str, path: Path, given: dict[str, Any]) -> Iterator[tuple[str, Path, str]]:
    by = given["by"]
    for there, here in ((by, by),) if isinstance(by, str) else by.items():
        yield given["table"], (*path, "by"), there
        yield table, (*path, "by"), here
    yield given["table"], (*path, "take"), given["take"]
    for column in [*given.get("when", {}), *([given["latest"]] if "latest" in given else [])]:
        yield given["table"], path, column


def asked_of(document: Lined, table: str) -> list[str]:
    """The columns that the source itself must give for a table."""
    made = list(document.data["tables"][table].get("let", {}))
    asked = (
        column
        for other, path, column in columns(document)
        if other == table and column not in OURS and column not in _known_at(path, table, made)
    )
    return list(dict.fromkeys(asked))


def missing(document: Lined, table: str, present: Iterable[str]) -> list[Problem]:
    """The columns the mapping expects of a table and the table has not."""
    has = {*present, *OURS}
    made = list(document.data["tables"][table].get("let", {}))
    found = []
    for asked, path, column in columns(document):
        if asked == table and column not in has and column not in _known_at(path, table, made):
            what = _("the table {table} has no column {column}.").format(table=table, column=column)
            found.append(Problem(document.line(path), what, nearest(column, {*has, *made} - OURS)))
    return list(dict.fromkeys(found))


def _known_at(path: Path, table: str, made: list[str]) -> list[str]:
    """A column made by `let` may use those made before it; other tables see none of them."""
    if path[:2] != ("tables", table):
        return []
    return made[: made.index(str(path[3]))] if path[2] == "let" else made
