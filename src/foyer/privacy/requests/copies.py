"""The copy of a person's data: a page to read, a PDF to keep, and files for a machine (JSON, and CSV in a zip).

A copy is sealed under the key ring and lies where uploads lie. It is given out only after a fresh code for that very
request, and is destroyed seven days after it was made.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import override

from foyer.base import audit, clock, house, spreadsheet
from foyer.base.actors import Actor
from foyer.base.crypto import open_text, seal
from foyer.customers import queries as customers
from foyer.privacy.errors import CopyGone, NobodyNamed, ProofNeeded
from foyer.privacy.holders import Holder, Subject, export, holders, subject_of
from foyer.privacy.holders.registry import Rows
from foyer.privacy.models import DataCopy, SubjectRequest
from foyer.privacy.requests import acts
from foyer.privacy.requests.telling import LANGUAGES
from foyer.privacy.requests.wording import BASIS, WHERE, called, in_both

KEPT = timedelta(days=7)
CONTEXT = "privacy.copy"
TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf", "json": "application/json",
         "zip": "application/zip"}  # fmt: skip


@dataclass(frozen=True)
class Made:
    formats: list[str]
    counts: dict[str, int]
    until: datetime


def make(request: SubjectRequest) -> Made:
    """Every format of the copy, sealed on disk; made again, it takes the place of the one before."""
    if request.customer is None:
        raise NobodyNamed
    subject = subject_of(request.customer)
    data = export(subject)
    until = clock.now() + KEPT
    with override(LANGUAGES[request.language]):
        contents = dict(_formats(request, subject, data))
    for name, content in contents.items():
        _keep(request, name, content, until)
    return Made(sorted(contents), {code: len(rows) for code, rows in data.items()}, until)


@transaction.atomic
def fetch(copy: DataCopy, *, by: Actor, is_proved: bool) -> tuple[bytes, str, str]:
    """(content, media type, file name) for whoever has just proved to be the one who asked. Raises ProofNeeded."""
    if not is_proved:
        raise ProofNeeded
    if copy.gone_at or copy.expires_at <= clock.now():
        raise CopyGone
    with default_storage.open(copy.path) as file:
        content = base64.b64decode(open_text(file.read().decode(), f"{CONTEXT}.{copy.pk}"))
    copy.fetched_at = copy.fetched_at or clock.now()
    copy.save(update_fields=["fetched_at"])
    audit.record(
        acts.COPY_FETCHED, by=by, on=f"request:{copy.request.number}", customer=copy.request.customer,
        details={"format": copy.format},
    )  # fmt: skip
    return content, TYPES[copy.format], f"{copy.request.number}.{copy.format}"


def destroy_expired() -> int:
    """Copies whose days are over."""
    return sum(destroy(copy) for copy in DataCopy.objects.filter(gone_at=None, expires_at__lte=clock.now())[:500])


def destroy(copy: DataCopy) -> int:
    default_storage.delete(copy.path)
    DataCopy.objects.filter(pk=copy.pk).update(gone_at=clock.now(), path="")
    return 1


def _keep(request: SubjectRequest, name: str, content: bytes, until: datetime) -> None:
    for old in DataCopy.objects.filter(request=request, format=name):
        default_storage.delete(old.path)
        old.delete()
    copy = DataCopy(
        request=request, format=name, size=len(content), sha256=hashlib.sha256(content).hexdigest(),
        made_at=clock.now(), expires_at=until,
    )  # fmt: skip
    sealed = seal(base64.b64encode(content).decode(), f"{CONTEXT}.{copy.pk}")
    copy.path = default_storage.save(f"copies/{copy.pk}", ContentFile(sealed.encode()))
    copy.save(force_insert=True)


def _formats(request: SubjectRequest, subject: Subject, data: dict[str, Rows]) -> Iterator[tuple[str, bytes]]:
    told = _told(request, data)
    yield "json", json.dumps(told, ensure_ascii=False, indent=1, default=str).encode()
    yield "zip", _zipped(told, data)
    if request.kind != SubjectRequest.Kind.PORTABILITY:
        sections = _sections(data)
        page = {"request": request, "sections": sections, "person": _greeted(subject), "at": clock.now(),
                "language": request.language, "house": house.name().in_(request.language)}  # fmt: skip
        yield "html", render_to_string("privacy/copy.html", page).encode()
        from foyer.privacy.requests.paper import copy_pdf

        yield "pdf", copy_pdf(request, sections)


def _told(request: SubjectRequest, data: dict[str, Rows]) -> dict[str, Any]:
    described = {
        holder.code: {
            "name": in_both(holder.name), "where": WHERE[holder.where].as_json(),
            "basis": BASIS[holder.basis].as_json(), "retention": holder.rule, "data_class": holder.legend.data_class,
        }
        for holder in holders()
        if holder.code in data
    }  # fmt: skip
    return {
        "request": request.number, "made_at": clock.now().isoformat(), "bank": house.name().in_(request.language),
        "holders": described, "data": data,
    }  # fmt: skip


def _zipped(told: dict[str, Any], data: dict[str, Rows]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=1, default=str))
        archive.writestr("contents.csv", spreadsheet.written(_contents(told)))
        for code, rows in data.items():
            archive.writestr(f"{code}.csv", spreadsheet.written(rows))
    return out.getvalue()


def _contents(told: dict[str, Any]) -> Rows:
    """What each file of the zip holds, in words: its own name is for programs."""
    return [
        {
            "file": f"{code}.csv",
            "内容": about["name"]["zh"],
            "content": about["name"]["en"],
            "rows": len(told["data"][code]),
        }
        for code, about in told["holders"].items()
    ]


def _sections(data: dict[str, Rows]) -> list[dict[str, Any]]:
    """The same for people: each holder by its name, without ids and empty values."""
    named = {holder.code: holder for holder in holders()}
    return [
        {
            "name": str(named[code].name),
            "holder": named[code],
            "rows": [_lines(named[code], row) for row in rows],
            "count": len(rows),
        }
        for code, rows in data.items()
    ]


_TECHNICAL = frozenset({"id", "run", "record", "customer", "holding", "unit", "parent", "dedicated_agent", "_run",
                        "_origin", "_file", "_row", "_table", "_seen_at", "record_id", "landing", "write_key",
                        "kind", "dataset"})  # fmt: skip


def _lines(holder: Holder, row: dict[str, Any]) -> list[tuple[str, str]]:
    """A row for people: each value with what it is called in their language."""
    dataset = str(row.get("dataset", ""))
    return [(called(holder, name, dataset), value) for name, value in _plain(row)]


def _plain(row: dict[str, Any]) -> list[tuple[str, str]]:
    """A row without ids and empty values, what is nested beside the rest."""
    lines: list[tuple[str, str]] = []
    for name, value in row.items():
        if name in _TECHNICAL or value in (None, "", [], {}) or name.startswith("_"):
            continue
        if isinstance(value, dict) and isinstance(value.get("claims"), list):
            lines += [(str(claim[0]), str(claim[1])) for claim in value["claims"]]
        elif isinstance(value, dict):
            lines += [(key, _said(said)) for key, said in value.items() if said not in (None, "", [], {})]
        else:
            lines.append((name, _said(value)))
    return lines


def _said(value: Any) -> str:
    if isinstance(value, dict) and "value" in value:
        return str(value["value"])
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, dict | list) else str(value)


def _greeted(subject: Subject) -> str:
    customer = customers.by_id(subject.customers[0])
    return customers.display_name(customer) if customer else ""
