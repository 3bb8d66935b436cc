"""Handing the trail on to a SIEM: JSON Lines, or ArcSight's Common Event Format. Both can be read back as they were.

An export streams sealed entries in the order of the chain, each with its number and hash, and is itself recorded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from foyer import __version__
from foyer.base import audit
from foyer.base.actors import Actor
from foyer.security.audit.canonical import document
from foyer.security.audit.reading_chain import Link, links
from foyer.security.models import AuditEntry

EXPORTED = audit.kind("security.trail_exported", _("Audit trail exported"))
SEVERITY = {"done": 3, "refused": 6, "failed": 8}
KEYS = {
    "id": "externalId", "at": "end", "actor_kind": "cs1", "actor_id": "suid", "actor_roles": "cs2", "assurance": "cn1",
    "subject": "fname", "customer": "duid", "purpose": "cs3", "reason": "reason", "fields": "cs4", "outcome": "outcome",
    "details": "cs5", "address": "src", "device": "deviceExternalId", "session": "cs6", "request": "requestContext",
    "key": "foyerKey", "seq": "cn2", "hash": "fileHash", "mac": "foyerMac",
}  # fmt: skip
LABELS = {
    "cs1Label": "actorKind", "cs2Label": "roles", "cs3Label": "purpose", "cs4Label": "fields", "cs5Label": "details",
    "cs6Label": "session", "cn1Label": "assurance", "cn2Label": "seq",
}  # fmt: skip
TEXTS = set(KEYS) - {"actor_roles", "assurance", "fields", "details", "seq"}
NAMES = {code: name for name, code in KEYS.items()}
_PAIR = re.compile(r"(?:^| )([A-Za-z][A-Za-z0-9]*)=")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_UNESCAPED = {"n": "\n", "r": "\r"}

Row = dict[str, Any]


def export(
    file: IO[str], *, form: str, by: Actor, first: int | None = None, last: int | None = None, reason: str = ""
) -> int:
    """Write the sealed entries from one number to another; returns how many."""
    checked(by)
    write = FORMS[form]
    count = 0
    for row in rows(first, last):
        file.write(write(row) + "\n")
        count += 1
    details = {"form": form, "first": first, "last": last, "entries": count}
    audit.record(EXPORTED, by=by, on="trail:security", reason=reason, details=details)
    return count


def checked(by: Actor) -> None:
    """Raises ExportFrozen or StepUpNeeded, where a response of detection holds for this colleague."""
    from foyer.security.detection.enforcing import check_export  # detection reads the trail, so it knows this module

    check_export(by)


def rows(first: int | None, last: int | None) -> Iterator[Row]:
    """Sealed entries in the order of the chain."""
    for link in links(first, last):
        if link.entry is not None:
            yield row_of(link, link.entry)


def row_of(link: Link, entry: AuditEntry) -> Row:
    """All there is of an entry, with its place."""
    return document(entry) | {"seq": link.seq, "hash": link.hash.hex(), "mac": bytes(entry.mac).hex()}


def as_jsonl(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True)


def of_jsonl(line: str) -> Row:
    row: Row = json.loads(line)
    return row


def as_cef(row: Row) -> str:
    """CEF:0|vendor|product|version|act|name|severity|extension"""
    kinds = audit.kinds()
    name = str(kinds[row["act"]].name) if row["act"] in kinds else row["act"]
    head = ["CEF:0", "Foyer", "Foyer", __version__, row["act"], name, str(SEVERITY.get(row["outcome"], 5))]
    pairs = [f"{KEYS[key]}={_value(_written(key, row[key]))}" for key in KEYS if row.get(key) is not None]
    labels = [f"{key}={value}" for key, value in LABELS.items()]
    return "|".join([*(_header(part) for part in head), " ".join([*pairs, *labels])])


def of_cef(line: str) -> Row:
    """The row of a line that `as_cef` wrote."""
    head, extension = _split(line)
    row: Row = {"act": _plain(head[4])}
    marks = [mark for mark in _PAIR.finditer(extension) if mark.group(1) in NAMES or mark.group(1) in LABELS]
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        name = NAMES.get(mark.group(1))
        if name:
            row[name] = _read(name, _plain(extension[mark.end() : following.start() if following else None]))
    return dict.fromkeys((*KEYS, "act")) | row


FORMS: dict[str, Callable[[Row], str]] = {"jsonl": as_jsonl, "cef": as_cef}


def _written(name: str, value: Any) -> str:
    return str(value) if name in TEXTS else json.dumps(value, ensure_ascii=False)


def _read(name: str, text: str) -> Any:
    return text if name in TEXTS else json.loads(text)


def _header(text: str) -> str:
    """In the header a bar and a backslash are escaped, and there is one line only."""
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ").replace("\r", " ")


def _value(text: str) -> str:
    """In the extension an equals sign, a backslash and the ends of lines are escaped."""
    for plain, escaped in (("\\", "\\\\"), ("=", "\\="), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(plain, escaped)
    return text


def _plain(text: str) -> str:
    return _ESCAPE.sub(lambda found: _UNESCAPED.get(found.group(1), found.group(1)), text)


def _split(line: str) -> tuple[list[str], str]:
    """The seven parts of the header, and the rest."""
    ends = [found.end() for found in re.finditer(r"(?:[^\\|]|\\.)*\|", line)][:7]
    begins = [0, *ends[:-1]]
    return [line[a : b - 1] for a, b in zip(begins, ends, strict=True)], line[ends[-1] :]
