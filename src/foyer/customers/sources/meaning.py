"""What the schema cannot know: that entities, fields, codes, standardisers, tables and zones exist."""

import codecs
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.utils.translation import gettext as _

from foyer.customers.sources import schedule
from foyer.customers.sources.lined_yaml import Lined, Path
from foyer.customers.sources.problems import Problem, nearest
from foyer.customers.sources.uses import Made, values
from foyer.customers.standard import STANDARD
from foyer.customers.standardise import REGISTRY

ORIGINS = ("from", "is", "template", "look_up")
WORDS_OF_PLACE = {
    "folder": {"file", "take", "files"},
    "sftp": {"file", "take", "files"},
    "database": {"query", "table", "watermark"},
    "http": {"path", "parameters", "records", "pages", "watermark"},
}
ALL_PLACE_WORDS = set().union(*WORDS_OF_PLACE.values())
Found = Iterator[Problem]


def problems(document: Lined) -> list[Problem]:
    """Everything that is written well and means nothing."""
    checks: tuple[Callable[[Lined], Found], ...] = (_tables, _entities, _values, _times, _secrets, _trusts)
    return [problem for check in checks for problem in check(document)]


def _tables(document: Lined) -> Found:
    place = next(iter(document.data["from"]))
    for name, given in document.data["tables"].items():
        at: Path = ("tables", name)
        for word in sorted((set(given) & ALL_PLACE_WORDS) - WORDS_OF_PLACE[place]):
            what = _("{word} has no meaning for a source of kind {place}.").format(word=word, place=place)
            yield Problem(document.line((*at, word)), what, _("Remove it."))
        yield from _where(document, at, given, place)
        yield from _encoding(document, (*at, "files"), given.get("files", {}))
    yield from _encoding(document, ("files",), document.data.get("files", {}))


def _where(document: Lined, at: Path, given: dict[str, Any], place: str) -> Found:
    name = at[1]
    if place in ("folder", "sftp") and "file" not in given:
        yield Problem(document.line(at), _("{table} does not say which file.").format(table=name), "file: name*.csv")
    if place == "database" and ("query" in given) == ("table" in given):
        what = _("{table} needs either a query or a table.").format(table=name)
        yield Problem(document.line(at), what, "table: customers")
    if place in ("database", "http") and given.get("mode") == "incremental" and "watermark" not in given:
        what = _("{table} is incremental and has no watermark.").format(table=name)
        yield Problem(document.line(at), what, _("Name the column that only grows, as watermark: updated_at."))


def _encoding(document: Lined, at: Path, files: dict[str, Any]) -> Found:
    try:
        codecs.lookup(files.get("encoding", "utf-8"))
    except LookupError:
        what = _("There is no encoding {name}.").format(name=files["encoding"])
        known = ("utf-8", "gb18030", "big5", "iso-8859-2", "windows-1250", "utf-16")
        yield Problem(document.line((*at, "encoding")), what, nearest(files["encoding"], known))


def _entities(document: Lined) -> Found:
    for name, given in document.data["tables"].items():
        for n, gives in enumerate(given.get("gives", [])):
            at: Path = ("tables", name, "gives", n)
            entities = [word for word in gives if word != "when"]
            if len(entities) != 1:
                what = _("Here must stand exactly one entity.")
                yield Problem(document.line(at), what, nearest("", STANDARD.entities))
            for entity in entities:
                yield from _entity(document, (*at, entity), entity, gives[entity])


def _entity(document: Lined, at: Path, name: str, fields: dict[str, Any]) -> Found:
    if name not in STANDARD.entities:
        what = _("The standard has no entity {name}.").format(name=name)
        yield Problem(document.line(at), what, nearest(name, STANDARD.entities))
        return
    entity = STANDARD[name]
    for field in fields:
        if field not in entity.fields:
            what = _("{entity} has no field {field}.").format(entity=name, field=field)
            yield Problem(document.line((*at, field)), what, nearest(field, entity.fields))
    needed = dict.fromkeys([*entity.key, *(each.name for each in entity.fields.values() if each.required)])
    for field in needed:
        if field not in fields:
            what = _("{entity}.{field} is required and not mapped.").format(entity=name, field=field)
            mend = _("Say which column gives it: {field}: column").format(field=field)
            yield Problem(document.line(at), what, mend)


def _values(document: Lined) -> Found:
    for made in values(document):
        yield from _value(document, made)


def _value(document: Lined, made: Made) -> Found:
    given, at = made.given, made.path
    if sum(word in given for word in ORIGINS) != 1:
        what = _("A value comes from exactly one of: {words}.").format(words=", ".join(ORIGINS))
        yield Problem(document.line(at), what)
    if given.get("as") and given["as"] not in REGISTRY:
        what = _("There is no standardiser {name}.").format(name=given["as"])
        yield Problem(document.line((*at, "as")), what, nearest(given["as"], REGISTRY))
    known = document.data.get("codes", {})
    if isinstance(given.get("codes"), str) and given["codes"] not in known:
        what = _("There is no code table {name}.").format(name=given["codes"])
        yield Problem(document.line((*at, "codes")), what, nearest(given["codes"], known))
    other = given.get("look_up", {}).get("table")
    if other and other not in document.data["tables"]:
        what = _("There is no table {name} in this file.").format(name=other)
        yield Problem(document.line((*at, "look_up", "table")), what, nearest(other, document.data["tables"]))
    yield from _results(document, made)


def _results(document: Lined, made: Made) -> Found:
    """Constants and codes must be codes of the standard where the field has some."""
    entity = STANDARD.entities.get(made.entity)
    field = entity.fields.get(made.field) if entity else None
    if field is None or not field.codes or made.given.get("as"):
        return
    table = made.given.get("codes", {})
    entries = document.data.get("codes", {}).get(table, {}) if isinstance(table, str) else table
    where = ("codes", table) if isinstance(table, str) else (*made.path, "codes")
    results = [((*where, key), value) for key, value in entries.items()]
    if "is" in made.given:
        results.append(((*made.path, "is"), made.given["is"]))
    if made.given.get("else", "keep") != "keep":
        results.append(((*made.path, "else"), made.given["else"]))
    for path, value in results:
        if str(value) not in field.codes:
            what = _("{value} is not a code of {entity}.{field}.").format(
                value=value, entity=made.entity, field=made.field
            )
            yield Problem(document.line(path), what, nearest(str(value), field.codes))


def _times(document: Lined) -> Found:
    zone = document.data.get("time_zone", settings.TIME_ZONE)
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        what = _("There is no time zone {name}.").format(name=zone)
        yield Problem(document.line(("time_zone",)), what, _("Write it as Asia/Shanghai."))
        zone = settings.TIME_ZONE
    try:
        schedule.parse(document.data.get("schedule", "hourly"), zone)
    except ValueError:
        mend = _("Write hourly, daily 02:00, weekly sunday 02:00, monthly 1 02:00, or five cron fields.")
        yield Problem(document.line(("schedule",)), _("This schedule cannot be read."), mend)
    yield from _end(document)


def _end(document: Lined) -> Found:
    try:
        date.fromisoformat(document.data.get("third_party", {}).get("ends_on", "2000-01-01"))
    except ValueError:
        yield Problem(document.line(("third_party", "ends_on")), _("There is no such date."))


def _secrets(document: Lined) -> Found:
    for name, value in document.data["from"].get("http", {}).get("headers", {}).items():
        if any(word in name.lower() for word in ("auth", "key", "token", "secret", "cookie")) and "${" not in value:
            what = _("{name} is a secret and must not stand in a file.").format(name=name)
            mend = _("Put it into an environment variable and write its name: ${NAME}.")
            yield Problem(document.line(("from", "http", "headers", name)), what, mend)


def _trusts(document: Lined) -> Found:
    trust = document.data.get("trust", 50)
    for name in trust if isinstance(trust, dict) else []:
        if name not in STANDARD.entities and name != "*":
            what = _("The standard has no entity {name}.").format(name=name)
            yield Problem(document.line(("trust", name)), what, nearest(name, STANDARD.entities))
