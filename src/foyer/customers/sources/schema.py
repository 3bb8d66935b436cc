"""The mapping file's JSON Schema (draft 2020-12), and its complaints in words a data owner understands."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path as File
from typing import Any

from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from foyer.base.text.bilingual import active_language
from foyer.customers.sources.lined_yaml import Lined, Path
from foyer.customers.sources.problems import Problem, nearest

FILE = File(__file__).with_name("mapping.schema.json")


@cache
def schema() -> dict[str, Any]:
    return json.loads(FILE.read_text(encoding="utf-8"))


def problems(document: Lined) -> list[Problem]:
    """Everything the schema has against the document, each with its line."""
    checker = Draft202012Validator(schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)
    found = [_told(leaf, document) for error in checker.iter_errors(document.data) for leaf in _leaves(error)]
    return list(dict.fromkeys(each for group in found for each in group))


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Of alternatives, the complaints of the one that was meant: the one whose kind of value this is."""
    if error.validator != "anyOf":
        yield error
        return
    branches: dict[Any, list[ValidationError]] = {}
    for part in error.context or []:
        branches.setdefault(part.schema_path[0], []).append(part)
    meant = [parts for parts in branches.values() if not any(_is_kind(part, error) for part in parts)]
    if not meant:
        yield error
        return
    for part in meant[0]:
        yield from _leaves(part)


def _is_kind(part: ValidationError, whole: ValidationError) -> bool:
    return part.validator == "type" and list(part.absolute_path) == list(whole.absolute_path)


def _told(error: ValidationError, document: Lined) -> list[Problem]:
    path: Path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        return [_unknown(word, error, document) for word in _extra(error)]
    if error.validator == "required":
        return [_lacking(word, error, document) for word in error.validator_value if word not in error.instance]
    what, mend = _sentence(error, str(path[-1]) if path else document.file)
    return [Problem(document.line(path), what, mend)]


def _extra(error: ValidationError) -> list[str]:
    return [word for word in error.instance if word not in error.schema.get("properties", {})]


def _unknown(word: str, error: ValidationError, document: Lined) -> Problem:
    what = _("there is no {word} here.").format(word=word)
    known = error.schema.get("properties", {})
    return Problem(document.line((*error.absolute_path, word)), what, nearest(word, known))


def _lacking(word: str, error: ValidationError, document: Lined) -> Problem:
    meaning = error.schema.get("properties", {}).get(word, {})
    what = _("{word} is missing.").format(word=word)
    if word in ("basis", "purpose"):
        mend = _("Say on which legal basis and for which purpose this data is processed; without it no source runs.")
    else:
        mend = _("Add it: {meaning}").format(meaning=_described(meaning) or f"{word}: …")
    return Problem(document.line(tuple(error.absolute_path)), what, mend)


def _described(part: Any) -> str:
    """What the schema says a thing means, in the reader's language where it is told."""
    english = part.get("description", "") if isinstance(part, dict) else ""
    return str(part.get("x-zh", english) if english and active_language() == "zh" else english)


def _sentence(error: ValidationError, name: str) -> tuple[str, str]:  # noqa: PLR0911  a table of sentences
    limit = error.validator_value
    if error.validator == "enum":
        return _("{name} cannot be {value}.").format(name=name, value=error.instance), nearest(
            str(error.instance), map(str, limit)
        )
    if error.validator in ("type", "anyOf"):
        return _("{name} is not of the right kind.").format(name=name), _kinds(error)
    if error.validator == "pattern" and "$" in str(limit)[:3]:
        mend = _("Put it into an environment variable and write its name: ${NAME}.")
        return _("{name} is a secret and must not stand in a file.").format(name=name), mend
    if error.validator == "pattern":
        return _("{name} cannot be written like this.").format(name=name), _described(error.schema)
    if error.validator in ("minimum", "maximum", "exclusiveMinimum"):
        return _("{name} is too small or too large.").format(name=name), _("The limit is {limit}.").format(limit=limit)
    if error.validator == "format":
        return _("{name} is not a valid regular expression.").format(name=name), ""
    if error.validator == "maxProperties":
        return _("{name} has more than one entry.").format(name=name), _("Keep exactly one.")
    return _("{name} is empty, too short or too long.").format(name=name), ""


def _kinds(error: ValidationError) -> str:
    names = {
        "string": _("text"),
        "integer": _("a whole number"),
        "number": _("a number"),
        "boolean": _("true or false"),
        "array": _("a list"),
        "object": _("a group of entries"),
    }
    wanted = error.validator_value if error.validator == "type" else ["string", "object", "array"]
    kinds = [wanted] if isinstance(wanted, str) else wanted
    return _("Expected: {kinds}.").format(kinds=", ".join(names.get(str(kind), str(kind)) for kind in kinds))
