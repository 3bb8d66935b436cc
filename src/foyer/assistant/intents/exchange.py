"""Intents in and out: CSV for spreadsheets (intent, lang, text), YAML for everything. A bad row stops no good one."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.assistant.intents import acts, content
from foyer.assistant.intents.errors import BadFile, NoSuchIntent
from foyer.assistant.models import Intent, IntentPhrasing
from foyer.base import audit, spreadsheet
from foyer.base.actors import Actor
from foyer.base.errors import Refusal, Sentence
from foyer.base.text import Bilingual, detect_language

MOST_BYTES = 8_000_000
MOST_ROWS = 100_000
LANGS = ("zh", "en")


@dataclass
class Outcome:
    """What an import did: how many phrasings are new, how many were there, and which rows were not taken and why."""

    new: int = 0
    same: int = 0
    intents: int = 0
    problems: list[tuple[int, Sentence]] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """One row of a file; `number` is where a person finds it. Without a text it only names an intent."""

    number: int
    code: str
    lang: str = ""
    text: str = ""
    name: Bilingual = field(default_factory=Bilingual)
    description: Bilingual = field(default_factory=Bilingual)


@dataclass
class _There:
    """What is known while a file is read, and what it brings."""

    intents: dict[str, Intent]
    known: set[tuple[str, str]]
    fresh: list[IntentPhrasing] = field(default_factory=list)


@transaction.atomic
def take_in(name: str, data: bytes, *, by: Actor) -> Outcome:
    """Import a CSV or YAML. Imported again, nothing changes. Raises BadFile when it is neither."""
    lines = _yaml(data) if name.lower().endswith((".yaml", ".yml")) else _csv(data)
    outcome = Outcome()
    there = _There(
        {intent.code: intent for intent in Intent.objects.all()},
        set(IntentPhrasing.objects.values_list("intent__code", "key")),
    )
    for line in lines:
        try:
            _take(line, there, outcome, by)
        except Refusal as refusal:
            outcome.problems.append((line.number, refusal.message))
    IntentPhrasing.objects.bulk_create(there.fresh, batch_size=1_000)
    outcome.new = len(there.fresh)
    details = {"new": outcome.new, "same": outcome.same, "intents": outcome.intents, "refused": len(outcome.problems)}
    audit.record(acts.IMPORTED, by=by, details=details)
    return outcome


def _take(line: Line, there: _There, outcome: Outcome, by: Actor) -> None:
    if line.name:
        before = there.intents.get(line.code)
        there.intents[line.code] = content.write(line.code, name=line.name, description=line.description, by=by)
        outcome.intents += before is None
    if not line.text:
        return
    intent = there.intents.get(line.code)
    if intent is None:
        raise NoSuchIntent(_("There is no intent “%(code)s”.") % {"code": line.code[:60]})
    text = content.cleaned(line.text)
    key = content.key_of(text)
    if (line.code, key) in there.known:
        outcome.same += 1
        return
    there.known.add((line.code, key))
    lang = line.lang if line.lang in LANGS else detect_language(text)
    there.fresh.append(
        IntentPhrasing(intent=intent, lang=lang, text=text, key=key, origin="imported", added_by=str(by))
    )


def _csv(data: bytes) -> Iterator[Line]:
    rows = csv.DictReader(io.StringIO(_text(data)))
    names = {(name or "").strip().lower() for name in rows.fieldnames or []}
    if "text" not in names or not names & {"intent", "category"}:
        raise BadFile
    for number, row in enumerate(rows, 2):
        if number > MOST_ROWS:
            raise BadFile(_("A file may hold 100,000 rows at most."))
        values = {str(name).strip().lower(): str(value or "").strip() for name, value in row.items()}
        code = (values.get("intent") or values.get("category") or "").replace(" ", "-").lower()
        name = Bilingual(values.get("name_zh", ""), values.get("name_en", ""))
        yield Line(number, code, values.get("lang", ""), values["text"], name)


def _yaml(data: bytes) -> Iterator[Line]:
    try:
        whole = yaml.safe_load(_text(data))
    except (yaml.YAMLError, RecursionError) as error:
        raise BadFile from error
    if not isinstance(whole, dict):
        raise BadFile
    number = 0
    for code, about in whole.items():
        number += 1
        if not isinstance(about, dict):
            raise BadFile
        yield Line(number, str(code), name=_both(about.get("name")), description=_both(about.get("description")))
        for lang in LANGS:
            for text in _texts(about.get(lang)):
                number += 1
                yield Line(number, str(code), lang, text)


def _both(value: Any) -> Bilingual:
    try:
        return Bilingual.from_json(value or {})
    except ValueError as error:
        raise BadFile from error


def _texts(value: Any) -> Iterable[str]:
    if not isinstance(value or [], list):
        raise BadFile
    return [str(text) for text in value or []]


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise BadFile(_("This file is too large."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadFile


def as_csv(*, by: Actor) -> bytes:
    """Every phrasing that is learned from, for a spreadsheet; a text that a spreadsheet might compute is quoted."""
    columns = ("intent", "lang", "text", "name_zh", "name_en")
    rows = [
        dict(zip(columns, (row.intent.code, row.lang, row.text, row.intent.name.zh, row.intent.name.en), strict=True))
        for row in _rows()
    ]
    audit.record(acts.EXPORTED, by=by, details={"format": "csv"})
    return spreadsheet.written(rows, columns).encode()


def as_yaml(*, by: Actor) -> bytes:
    """Everything, as `take_in` reads it."""
    whole: dict[str, Any] = {}
    for intent in Intent.objects.filter(retired_at=None).order_by("code"):
        whole[intent.code] = {"name": intent.name.as_json(), "description": intent.description.as_json()}
    for row in _rows():
        whole[row.intent.code].setdefault(row.lang, []).append(row.text)
    audit.record(acts.EXPORTED, by=by, details={"format": "yaml"})
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=200).encode()


def _rows() -> Iterable[IntentPhrasing]:
    rows = IntentPhrasing.objects.filter(intent__retired_at=None).select_related("intent")
    return rows.order_by("intent__code", "lang", "added_at", "pk")
