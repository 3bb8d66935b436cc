"""Labelled sets: questions with the article that answers them, texts with their intent, dialogues turn by turn.

    name: cards                       # YAML
    at_least: {answers: 0.85}         # a floor for each kind, where one is wished
    answers:
      - {text: 卡丢了怎么办, article: card-lost}
      - {text: Who won the cup?, refuse: true}
    intents:
      - {text: 我要挂失, intent: card_lost}
    dialogues:
      - name: lost card, then a person
        turns:
          - {say: 我的卡丢了, expect: {kind: answer, article: card-lost}}
          - {say: 转人工, expect: {kind: hand_over}}

A CSV with the columns text, article (or refuse) or text, intent holds one kind. What cannot be read is told with its
place.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from foyer.assistant.evaluation.errors import SetUnreadable
from foyer.assistant.models import Turn

MOST_BYTES = 20 * 1024 * 1024
KINDS = ("answers", "intents", "dialogues")
_YES = ("1", "true", "yes", "是")
_EXPECTED = ("kind", "article", "reason", "says")


@dataclass(frozen=True)
class Question:
    text: str
    article: str = ""
    refuse: bool = False


@dataclass(frozen=True)
class Labelled:
    text: str
    intent: str


@dataclass(frozen=True)
class Step:
    say: str
    expect: dict[str, str]


@dataclass(frozen=True)
class Script:
    name: str
    turns: tuple[Step, ...]


@dataclass(frozen=True)
class LabelledSet:
    """`digest` is of the file: results of the same cases only are compared."""

    name: str
    digest: str
    answers: tuple[Question, ...] = ()
    intents: tuple[Labelled, ...] = ()
    dialogues: tuple[Script, ...] = ()
    at_least: dict[str, float] = field(default_factory=dict)


def read_set(path: Path) -> LabelledSet:
    """Read a set. Raises SetUnreadable with every line that cannot be used."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SetUnreadable(f"{path}: {error.strerror}") from None
    if len(data) > MOST_BYTES:
        raise SetUnreadable(f"{path}: more than {MOST_BYTES // 2**20} MB")
    digest = sha256(data).hexdigest()
    try:
        text = data.decode("utf-8-sig")
        given = _of_csv(text) if path.suffix.lower() == ".csv" else yaml.safe_load(text)
    except UnicodeDecodeError as error:
        raise SetUnreadable(f"{path}: not UTF-8 at byte {error.start}") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise SetUnreadable(f"{path}:{mark.line + 1 if mark else '?'}: {getattr(error, 'problem', error)}") from None
    return _checked(given, path, digest)


def _of_csv(text: str) -> dict[str, Any]:
    rows = list(csv.DictReader(io.StringIO(text)))
    if rows and "intent" in rows[0]:
        return {"intents": rows}
    return {"answers": [{**row, "refuse": (row.get("refuse") or "").strip().lower() in _YES} for row in rows]}


def _checked(given: Any, path: Path, digest: str) -> LabelledSet:
    if not isinstance(given, dict):
        raise SetUnreadable(f"{path}: a mapping with one of {', '.join(KINDS)} is needed")
    faults = [f"{path}: {name}: not known" for name in sorted(map(str, set(given) - {"name", "at_least", *KINDS}))]
    answers = tuple(_question(row, where, faults) for where, row in _rows(given, path, "answers", faults))
    intents = tuple(_labelled(row, where, faults) for where, row in _rows(given, path, "intents", faults))
    scripts = tuple(_script(row, where, faults) for where, row in _rows(given, path, "dialogues", faults))
    floors = given.get("at_least") or {}
    if not _are_floors(floors):
        faults.append(f"{path}: at_least: a share between 0 and 1 for answers, intents or dialogues")
    if not faults and not (answers or intents or scripts):
        faults.append(f"{path}: no case in it")
    if faults:
        raise SetUnreadable(*faults[:50])
    return LabelledSet(str(given.get("name") or path.stem)[:80], digest, answers, intents, scripts, dict(floors))


def _are_floors(floors: Any) -> bool:
    return isinstance(floors, dict) and all(
        name in KINDS and isinstance(value, int | float) and 0 <= value <= 1 for name, value in floors.items()
    )


def _rows(given: dict[str, Any], path: Path, kind: str, faults: list[str]) -> list[tuple[str, Any]]:
    """Each case with where it stands."""
    rows = given.get(kind) or []
    if not isinstance(rows, list):
        faults.append(f"{path}: {kind}: a list is needed")
        return []
    return [(f"{path}: {kind} {number}", row) for number, row in enumerate(rows, start=1)]


def _question(row: Any, where: str, faults: list[str]) -> Question:
    text, article, refuse = _text(row, "text"), _text(row, "article"), bool(isinstance(row, dict) and row.get("refuse"))
    if not text:
        faults.append(f"{where}: text is missing")
    if bool(article) == refuse:
        faults.append(f"{where}: either article or refuse is needed")
    return Question(text, article, refuse)


def _labelled(row: Any, where: str, faults: list[str]) -> Labelled:
    text, intent = _text(row, "text"), _text(row, "intent")
    if not text or not intent:
        faults.append(f"{where}: text and intent are needed")
    return Labelled(text, intent)


def _script(row: Any, where: str, faults: list[str]) -> Script:
    turns = row.get("turns") if isinstance(row, dict) else None
    if not isinstance(turns, list) or not turns:
        faults.append(f"{where}: turns are missing")
        return Script(where, ())
    return Script(
        _text(row, "name") or where, tuple(_step(one, f"{where} turn {n}", faults) for n, one in enumerate(turns, 1))
    )


def _step(row: Any, where: str, faults: list[str]) -> Step:
    expect = row.get("expect") if isinstance(row, dict) else None
    if not _text(row, "say") or not isinstance(expect, dict) or not expect:
        faults.append(f"{where}: say and expect are needed")
        return Step("", {})
    faults += [f"{where}: expect.{name}: not known; {', '.join(_EXPECTED)} are" for name in set(expect) - {*_EXPECTED}]
    if "kind" in expect and expect["kind"] not in Turn.Kind.values:
        faults.append(f"{where}: expect.kind: one of {', '.join(Turn.Kind.values)}")
    return Step(_text(row, "say"), {name: str(value) for name, value in expect.items()})


def _text(row: Any, name: str) -> str:
    value = row.get(name) if isinstance(row, dict) else None
    return str(value).strip() if value is not None else ""
