"""What this room writes out and reads in again without loss: Markdown with front matter, and JSON.

One article a file: the front matter says what it is about, the body both languages under headings of fixed names. What
in the answer would be read as a heading is written with a backslash before it. Attachments lie beside the articles,
under `files/CODE/`; an article names its own.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml
from django.utils.translation import gettext as _

from foyer.knowledge.content import LANGUAGES
from foyer.knowledge.documents.blocks import Problem, Unreadable
from foyer.knowledge.documents.proposal import Proposal
from foyer.knowledge.models import Audience, Category, Channel, Topic

MARK = "foyer-article"
MOST_FILES, LONGEST_NAME = 10, 300
_FRONT = re.compile(r"\A---\r?\n(.*?)\r?\n---\r?\n?(.*)\Z", re.DOTALL)
_ABOUT = ("code", "category", "topic", "products", "audience", "valid_from", "valid_to")
_LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})?")


def as_markdown(article: Proposal) -> str:
    """The article as a file."""
    about: dict[str, Any] = {"format": MARK, **{name: getattr(article, name) for name in _ABOUT}}
    if article.files:
        about["files"] = article.files
    front = yaml.safe_dump(about, allow_unicode=True, sort_keys=False)
    return f"---\n{front}---\n\n" + "\n".join(_body(article, language) for language in LANGUAGES)


def _body(article: Proposal, language: str) -> str:
    lines = [f"# {_LANGUAGE_NAMES[language]}", "", "## Title", "", article.title[language], ""]
    lines += ["## Answer", "", *map(_guarded, article.answer[language].split("\n")), ""]
    lines += ["## Steps", "", *(f"{n}. {step}" for n, step in enumerate(article.steps.get(language, []), 1)), ""]
    lines += ["## Questions", "", *(f"- {text}" for text in article.questions.get(language, [])), ""]
    for channel, texts in sorted(article.variants.items()):
        if texts.get(language):
            lines += [f"## For {channel}", "", *map(_guarded, texts[language].split("\n")), ""]
    return "\n".join(lines)


def _guarded(line: str) -> str:
    return f"\\{line}" if line.startswith(("#", "\\", "---")) else line


def is_ours(text: str) -> bool:
    """Whether a Markdown file is one that `as_markdown` wrote."""
    front = _FRONT.match(text)
    return bool(front and re.search(rf"^format: {MARK}$", front[1], re.MULTILINE))


def from_markdown(text: str, place: str) -> Proposal:
    """The article of such a file."""
    front = _FRONT.match(text)
    if front is None:
        raise Unreadable(_("The front matter is missing."), place)
    try:
        about = yaml.safe_load(front[1])
    except yaml.YAMLError as error:
        raise Unreadable(_("The front matter is not readable as YAML."), place) from error
    found = {**(about if isinstance(about, dict) else {}), "title": {}, "answer": {}, "steps": {}, "questions": {}}
    found["variants"] = {}
    for language, part, lines in _parts(front[2]):
        _put(found, language, part, lines)
    return checked(found, place)


def _parts(body: str) -> Iterator[tuple[str, str, list[str]]]:
    names = {name: language for language, name in _LANGUAGE_NAMES.items()}
    language, part, lines = "", "", list[str]()
    for line in [*body.splitlines(), "# "]:
        if line.startswith(("# ", "## ")):
            if language and part:
                yield language, part, _trimmed(lines)
            lines = []
            if line.startswith("# "):
                language, part = names.get(line[2:].strip(), ""), ""
            else:
                part = line[3:].strip().lower()
        else:
            lines.append(line.removeprefix("\\"))


def _put(found: dict[str, Any], language: str, part: str, lines: list[str]) -> None:
    if part in ("title", "answer"):
        found[part][language] = "\n".join(lines)
    elif part in ("steps", "questions"):
        found[part][language] = [re.sub(r"^(\d+\.|-) ", "", line) for line in lines if line.strip()]
    elif part.startswith("for "):
        found["variants"].setdefault(part[4:], {})[language] = "\n".join(lines)


def _trimmed(lines: list[str]) -> list[str]:
    """Without the empty line on each side that the headings stand apart by."""
    lines = lines[1:] if lines and not lines[0] else lines
    return lines[:-1] if lines and not lines[-1] else lines


def from_json(text: str, problems: list[Problem]) -> Iterator[Proposal]:
    """The articles of a JSON file; a wrong one is named by its place and stops no other."""
    try:
        entries = json.loads(text)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise Unreadable(_("This is not readable as JSON."), _("line %d") % line) from error
    if not isinstance(entries, list):
        raise Unreadable(_("The file must be a list of articles."))
    for number, entry in enumerate(entries, 1):
        place = _("article %d") % number
        try:
            yield checked(entry, place)
        except Unreadable as wrong:
            problems.append(wrong.problem)


def as_entry(article: Proposal) -> dict[str, Any]:
    """The article as JSON holds it."""
    kept = article.as_json()
    return {name: value for name, value in kept.items() if name not in ("place", "held")}


def checked(entry: Any, place: str) -> Proposal:
    """A proposal of plain values of the right kinds, or Unreadable with what is wrong."""
    if not isinstance(entry, dict):
        raise Unreadable(_("expected names with values here"), place)
    about: dict[str, Any] = {name: str(entry.get(name) or "") for name in _ABOUT if name != "products"}
    about["audience"] = about["audience"] or str(Audience.PUBLIC)
    _check(about, place)
    return Proposal(
        place, **about, products=_texts(entry.get("products"), place),
        title=_two(entry.get("title"), place), answer=_two(entry.get("answer"), place),
        questions=_two_lists(entry.get("questions"), place), steps=_two_lists(entry.get("steps"), place),
        variants=_variants(entry.get("variants"), place), files=_files(entry.get("files"), place),
    )  # fmt: skip


def _check(about: dict[str, str], place: str) -> None:
    allowed = {
        "category": {*Category.values, ""}, "topic": {*Topic.values, ""}, "audience": set(Audience.values),
    }  # fmt: skip
    for name, values in allowed.items():
        if about[name] not in values:
            raise Unreadable(_("“%(text)s” is no %(name)s we know") % {"text": about[name][:40], "name": name}, place)
    if not _CODE.fullmatch(about["code"]):
        raise Unreadable(_("the code may have small letters, digits and hyphens only"), place)
    for name in ("valid_from", "valid_to"):
        if not _DAY.fullmatch(about[name]):
            raise Unreadable(_("“%s” is no date; a date is written like 2026-01-31") % about[name][:40], place)


def _two(value: Any, place: str) -> dict[str, str]:
    value = value or {}
    if not isinstance(value, dict) or not all(isinstance(value.get(one, ""), str) for one in LANGUAGES):
        raise Unreadable(_("expected a text in each language here"), place)
    return {language: value.get(language, "").strip() for language in LANGUAGES}


def _two_lists(value: Any, place: str) -> dict[str, list[str]]:
    value = value or {}
    if not isinstance(value, dict):
        raise Unreadable(_("expected a list in each language here"), place)
    return {language: _texts(value.get(language), place) for language in LANGUAGES}


def _texts(value: Any, place: str) -> list[str]:
    if not isinstance(value or [], list) or not all(isinstance(each, str) for each in value or []):
        raise Unreadable(_("expected a list of texts here"), place)
    return [each.strip() for each in value or [] if each.strip()]


def _files(value: Any, place: str) -> list[dict[str, Any]]:
    """Names and places of attachments, and nothing else that a file from outside might say of them."""
    value = value or []
    is_list = isinstance(value, list) and len(value) <= MOST_FILES
    if not is_list or not all(isinstance(each, dict) and _is_text(each, "name", "at") for each in value):
        raise Unreadable(_("attachments are named with “name” and “at”, at most %d") % MOST_FILES, place)
    return [{"name": each["name"], "at": each["at"]} for each in value]


def _is_text(entry: dict[str, Any], *names: str) -> bool:
    return all(isinstance(entry.get(name), str) and 0 < len(entry[name]) <= LONGEST_NAME for name in names)


def _variants(value: Any, place: str) -> dict[str, dict[str, str]]:
    value = value or {}
    if not isinstance(value, dict) or not set(value) <= set(Channel.values):
        raise Unreadable(_("texts for channels are kept for wechat, phone and kiosk"), place)
    return {channel: _two(texts, place) for channel, texts in value.items()}
