"""Are all words of all rooms translated? Compares what the sources ask for with each room's `.po`.

Words are found in Python (`_`, `gettext`, `gettext_lazy`, `ngettext`, `pgettext` …), in templates (Django's own
reading of them) and in scripts (`gettext(...)`). The English is the message itself; the Chinese is in the room's
`.po`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import write_po
from django.utils.translation import templatize

from foyer.operations import catalogues

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|(?<!%)%[sd]|\{\w*")
TEMPLATES = {".html", ".txt"}
HEAD = "# Foyer: Simplified Chinese. `./foyer translate` keeps this file in step with the sources.\n"
CHANGEABLE = ("# ", '"POT-Cr', '"PO-Rev', '"Last-T', '"Report', '"Generated', '"Project-Id', '"Language-Team')


@dataclass(frozen=True)
class Gap:
    """One thing that is missing in a room's translation."""

    room: str
    message: str
    why: str

    def __str__(self) -> str:
        return f"{self.room}: {self.why}: {self.message!r}"


def rooms() -> list[str]:
    """The rooms, and the parts beside them, that have words of their own."""
    folders = (path for path in catalogues.SOURCES.iterdir() if path.is_dir() and path.name != "__pycache__")
    return sorted(path.name for path in folders)


def gaps(room: str) -> list[Gap]:
    """What a reader of Chinese would miss in this room."""
    found = []
    for domain in ("django", "djangojs"):
        wanted, present = asked_for(room, domain), written(room, domain)
        found += [Gap(room, _words(message), why) for message in wanted if (why := _missing(message, present))]
        found += [
            Gap(room, _words(message), "no source asks for it") for message in present if _is_spare(message, wanted)
        ]
    return found


def update(room: str) -> int:
    """Rewrite the room's files with exactly the words its sources ask for; how many are still to be translated."""
    empty = 0
    for domain in ("django", "djangojs"):
        wanted, present = asked_for(room, domain), written(room, domain)
        for message in wanted:
            known = present.get(message.id, message.context) if message.id else None
            if known is not None and known.string:
                message.string, message.flags = known.string, known.flags | message.flags
            empty += bool(message.id) and not _is_full(message)
        _write(room, domain, wanted)
    return empty


def asked_for(room: str, domain: str) -> Catalog:
    """The words of a room's sources, each with where it stands."""
    house = Catalog(locale="zh_Hans_CN", domain=domain, project="Foyer", charset="utf-8", fuzzy=False)
    folder = catalogues.SOURCES / room
    for path in sorted(folder.rglob("*")):
        if not {"migrations", "tests", "__pycache__"} & set(path.relative_to(folder).parts):
            for _line, message, comments, context in _words_of(path, domain):
                place = (str(path.relative_to(catalogues.SOURCES)), 0)
                house.add(message, locations=[place], auto_comments=comments, context=context)
    return house


def written(room: str, domain: str) -> Catalog:
    path = _path(room, domain)
    return catalogues.read(path) if path.exists() else Catalog(locale="zh_Hans_CN")


def _words_of(path: Path, domain: str) -> Iterator[tuple[int, str | tuple[str, ...], list[str], str | None]]:
    if domain == "django" and path.suffix == ".py":
        yield from extract("python", BytesIO(path.read_bytes()), KEYWORDS)
    elif domain == "django" and path.suffix in TEMPLATES and "templates" in path.parts:
        source = templatize(path.read_text(), origin=str(path))
        yield from extract("python", BytesIO(source.encode()), KEYWORDS)
    elif domain == "djangojs" and path.suffix == ".js":
        yield from extract("javascript", BytesIO(path.read_bytes()), KEYWORDS)


def _missing(message: Message, present: Catalog) -> str:
    if not message.id:
        return ""
    known = present.get(message.id, message.context)
    if known is None or not _is_full(known):
        return "not translated"
    if known.fuzzy:
        return "marked fuzzy"
    return "" if _keeps_placeholders(known) else "a placeholder differs"


def _keeps_placeholders(message: Message) -> bool:
    """Whether each Chinese form has the names that its English has (the last form, where it depends on a number)."""
    english = message.id if isinstance(message.id, str) else message.id[-1]
    chinese = [message.string] if isinstance(message.string, str) else list(message.string or [])
    return all(set(PLACEHOLDER.findall(form)) == set(PLACEHOLDER.findall(english)) for form in chinese)


def _is_full(message: Message) -> bool:
    strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
    return all(strings)


def _is_spare(message: Message, wanted: Catalog) -> bool:
    return bool(message.id) and wanted.get(message.id, message.context) is None


def _words(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _write(room: str, domain: str, catalogue: Catalog) -> None:
    path = _path(room, domain)
    if not any(message.id for message in catalogue):
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    content = BytesIO()
    write_po(content, catalogue, width=110, include_lineno=False)
    lines = content.getvalue().decode().splitlines(keepends=True)
    path.write_text(HEAD + "".join(line for line in lines if not line.startswith(CHANGEABLE)))


def _path(room: str, domain: str) -> Path:
    return catalogues.SOURCES / room / "locale" / catalogues.LANGUAGE / "LC_MESSAGES" / f"{domain}.po"
