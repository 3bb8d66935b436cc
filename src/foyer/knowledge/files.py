"""Reading article files: YAML with the line of everything, so that what is wrong can be said with its place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from foyer.base.text import Bilingual, normalise
from foyer.knowledge.content import LANGUAGES, Content, problems_of
from foyer.knowledge.models import Audience, Category, Topic

LONGEST_CODE = 60
_KEYS = {"code", "category", "products", "topic", "audience", "valid_from", "valid_to", *LANGUAGES}
_WORDS = {"title", "questions", "answer", "steps"}


@dataclass(frozen=True)
class Problem:
    """What is wrong in which line of which file."""

    file: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        about = f"{self.code}: " if self.code else ""
        return _("%(file)s, line %(line)d: %(message)s") % {
            "file": self.file,
            "line": self.line,
            "message": about + self.message,
        }


@dataclass(frozen=True)
class Entry:
    """One good article of a file."""

    file: str
    line: int
    code: str
    category: str
    products: list[str]
    topic: str
    content: Content


class _Wrong(Exception):
    def __init__(self, line: int, message: str) -> None:
        self.line, self.message = line, message
        super().__init__(message)


def read(path: Path, problems: list[Problem]) -> list[Entry]:
    """The good articles of a file or of a folder's *.yaml; what is wrong with the others goes to `problems`."""
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
        problems.append(Problem(str(path), 0, "", _("there is no article file here")))
        return []
    entries: list[Entry] = []
    seen: dict[str, Entry] = {}
    for file in files:
        entries += [entry for entry in _entries(file, problems) if _is_new(entry, seen, problems)]
    problems += _asked_twice(entries)
    return entries


def _entries(file: Path, problems: list[Problem]) -> Iterator[Entry]:
    try:
        root = yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problems.append(Problem(file.name, _line_of(error), "", _("not readable as YAML: %s") % _reason(error)))
        return
    if not isinstance(root, yaml.SequenceNode):
        problems.append(Problem(file.name, 1, "", _("the file must be a list of articles")))
        return
    for node in root.value:
        code = ""
        try:
            keys = _mapping(node, _KEYS)
            code = _text(keys, "code", node)
            yield _entry(file.name, node, code, keys)
        except _Wrong as wrong:
            problems.append(Problem(file.name, wrong.line, code, wrong.message))


def _entry(file: str, node: yaml.Node, code: str, keys: dict[str, yaml.Node]) -> Entry:
    if not code.replace("-", "").isalnum() or not code.isascii() or code != code.lower() or len(code) > LONGEST_CODE:
        raise _Wrong(_line(keys["code"]), _("the code may have small letters, digits and hyphens only"))
    if not any(language in keys for language in LANGUAGES):
        raise _Wrong(_line(node), _("the words are missing: give them under “zh”, “en” or both"))
    halves = {language: _half(keys, language) for language in LANGUAGES}
    content = Content(
        title=Bilingual(**{language: half["title"] for language, half in halves.items()}),
        answer=Bilingual(**{language: half["answer"] for language, half in halves.items()}),
        questions={language: half["questions"] for language, half in halves.items()},
        steps={language: half["steps"] for language, half in halves.items()},
        valid_from=_day(keys, "valid_from") or date(2026, 1, 1),
        valid_to=_day(keys, "valid_to"),
        audience=_choice(keys, "audience", set(Audience.values), node) if "audience" in keys else str(Audience.PUBLIC),
    )
    if content.valid_to and content.valid_to < content.valid_from:
        raise _Wrong(_line(keys["valid_to"]), _("valid_to lies before valid_from"))
    for problem in problems_of(content):
        raise _Wrong(_line(node), problem)
    category = _choice(keys, "category", set(Category.values), node)
    topic = _choice(keys, "topic", set(Topic.values), node) if "topic" in keys else ""
    products = _texts(keys["products"]) if "products" in keys else []
    return Entry(file, _line(node), code, category, products, topic, content)


def _half(keys: dict[str, yaml.Node], language: str) -> dict[str, Any]:
    """One language of an article; empty where it is written in the other alone."""
    if language not in keys:
        return {"title": "", "answer": "", "questions": [], "steps": []}
    words = _mapping(keys[language], _WORDS)
    return {
        "title": _text(words, "title", keys[language]),
        "answer": _text(words, "answer", keys[language]),
        "questions": _texts(words["questions"]) if "questions" in words else [],
        "steps": _texts(words["steps"]) if "steps" in words else [],
    }


def _mapping(node: yaml.Node, known: set[str]) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _Wrong(_line(node), _("expected names with values here"))
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if key.value not in known:
            names = ", ".join(sorted(known))
            raise _Wrong(
                _line(key), _("unknown name “%(name)s”; known are %(names)s") % {"name": key.value, "names": names}
            )
        if key.value in found:
            raise _Wrong(_line(key), _("“%s” is given twice") % key.value)
        found[key.value] = value
    return found


def _text(keys: dict[str, yaml.Node], name: str, node: yaml.Node) -> str:
    if name not in keys:
        raise _Wrong(_line(node), _("“%s” is missing") % name)
    return _words(keys[name])


def _texts(node: yaml.Node) -> list[str]:
    if not isinstance(node, yaml.SequenceNode):
        raise _Wrong(_line(node), _("expected a list here"))
    return list(dict.fromkeys(_words(item) for item in node.value))


def _words(node: yaml.Node) -> str:
    text = " ".join(node.value.split()) if isinstance(node, yaml.ScalarNode) else ""
    if not text:
        raise _Wrong(_line(node), _("expected a text here"))
    return text


def _choice(keys: dict[str, yaml.Node], name: str, known: set[str], node: yaml.Node) -> str:
    value = _text(keys, name, node)
    if value not in known:
        names = ", ".join(sorted(known))
        raise _Wrong(_line(keys[name]), _("“%(value)s” is not one of %(names)s") % {"value": value, "names": names})
    return value


def _day(keys: dict[str, yaml.Node], name: str) -> date | None:
    if name not in keys:
        return None
    try:
        return date.fromisoformat(_words(keys[name]))
    except ValueError:
        raise _Wrong(_line(keys[name]), _("a date is written like 2026-01-31")) from None


def _is_new(entry: Entry, seen: dict[str, Entry], problems: list[Problem]) -> bool:
    first = seen.setdefault(entry.code, entry)
    if first is not entry:
        place = f"{first.file}:{first.line}"
        problems.append(Problem(entry.file, entry.line, entry.code, _("this code was already used in %s") % place))
    return first is entry


def _asked_twice(entries: list[Entry]) -> Iterator[Problem]:
    """A question that leads to two articles is told, though both come in: the editor must choose."""
    first: dict[str, Entry] = {}
    for entry in entries:
        for question in (text for texts in entry.content.questions.values() for text in texts):
            other = first.setdefault(normalise(question), entry)
            if other is not entry:
                said = _("the question “%(question)s” also leads to %(code)s")
                yield Problem(entry.file, entry.line, entry.code, said % {"question": question, "code": other.code})


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _line_of(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1


def _reason(error: Exception) -> str:
    return str(getattr(error, "problem", None) or _("the text is not UTF-8"))
