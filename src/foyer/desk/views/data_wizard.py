"""The mapping wizard: bring a file, see what is in it, say what each column becomes, try it out, save the source."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from foyer.base.errors import Invalid, Refusal
from foyer.customers.intake import wizard
from foyer.customers.intake.wizard import composing, keeping
from foyer.customers.intake.wizard.previewing import LARGEST_BYTES
from foyer.customers.intake.wizard.proposing import MAIN
from foyer.customers.sources.problems import MappingNotValid
from foyer.customers.standardise import REGISTRY
from foyer.desk.access import desk_view
from foyer.desk.data_quality_words import ENTITIES, field_name
from foyer.desk.data_source_words import BASES
from foyer.desk.views.data import MANAGE, SEE, acting, data_deed, data_frame

TAB = "desk:wizard"
HEAD = ("source", "title", "owner", "basis", "purpose")
ROWS = 50


@desk_view(SEE, MANAGE)
def bring(request: HttpRequest) -> HttpResponse:
    """The first step; a file that is no table is told so here."""
    refusal = None
    if request.method == "POST":
        try:
            return redirect("desk:wizard_file", upload_id=_brought(request).id)
        except Refusal as found:
            refusal = found
    context = {**data_frame(request, TAB), "refusal": refusal}
    return render(request, "desk/data/wizard/bring.html", context, status=refusal.status if refusal else 200)


@desk_view(SEE, MANAGE)
def look(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """What is in the file, and what each column probably is; `?entity=` says what each row is."""
    upload = keeping.kept(upload_id, by=acting(request))
    seen = wizard.preview(upload.path, name=upload.name)
    entity, choices = composing.proposed(seen, request.GET.get("entity", ""))
    columns = [
        {"number": number, "column": column, "choice": choices[column.name]}
        for number, column in enumerate(seen.columns)
    ]
    context = {
        **data_frame(request, TAB),
        "upload": upload,
        "seen": seen,
        "columns": columns,
        "entity": entity,
        "entities": [(name, ENTITIES.get(name, name)) for name in MAIN],
        "targets": _targets(entity),
        "readers": sorted(REGISTRY),
        "bases": BASES.items(),
    }
    return render(request, "desk/data/wizard/look.html", context)


@desk_view(SEE, MANAGE)
def try_out(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """The first rows as they would come in, or every mistake of the mapping."""
    _posted(request)
    upload = keeping.kept(upload_id, by=acting(request))
    mapping = _mapping(request, upload)
    context: dict[str, Any] = {"mapping": mapping, "upload": upload}
    try:
        tried = wizard.try_out(mapping, upload.path, name=upload.name, rows=ROWS)
        context["tried"] = [_shown(each) for each in tried]
    except MappingNotValid as refusal:
        context["refusal"] = refusal
    return render(request, "desk/data/wizard/tried.html", context)


@desk_view(SEE, MANAGE)
def download(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    _posted(request)
    mapping = _mapping(request, keeping.kept(upload_id, by=acting(request)))
    name = request.POST.get("source", "").strip() or "mapping"
    safe = "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter == "_")) or "mapping"
    headers = {"Content-Disposition": f'attachment; filename="{safe}.yaml"'}
    return HttpResponse(mapping, content_type="application/yaml; charset=utf-8", headers=headers)


@data_deed(SEE, MANAGE)
def save(request: HttpRequest, upload_id: UUID) -> dict[str, Any]:
    upload = keeping.kept(upload_id, by=acting(request))
    code = keeping.save(upload, _mapping(request, upload), by=acting(request))
    return {"url": reverse("desk:source", args=[code])}


def _brought(request: HttpRequest) -> keeping.Upload:
    file = request.FILES.get("file")
    if file is None:
        raise keeping.NoSuchUpload
    if (file.size or 0) > LARGEST_BYTES:
        raise wizard.UploadNotUsable
    upload = keeping.keep(file.chunks(), file.name or "", by=acting(request))
    wizard.preview(upload.path, name=upload.name)
    return upload


def _posted(request: HttpRequest) -> None:
    if request.method != "POST":
        raise Http404


def _mapping(request: HttpRequest, upload: keeping.Upload) -> str:
    """The text as it stands where the colleague corrected it by hand, else what the form says."""
    asked = request.POST
    if asked.get("by_hand"):
        return asked.get("mapping", "").replace("\r\n", "\n")
    entity = asked.get("entity", "")
    if entity not in MAIN:
        raise Invalid
    seen = wizard.preview(upload.path, name=upload.name)
    choices = {
        column.name: composing.Choice(asked.get(f"target-{number}", ""), asked.get(f"read-{number}", ""))
        for number, column in enumerate(seen.columns)
    }
    return composing.compose(seen, entity, choices, {word: asked.get(word, "").strip() for word in HEAD})


def _targets(entity: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """(entity in words, [(target, field in words)])"""
    groups: dict[str, list[tuple[str, str]]] = {}
    for target in composing.targets(entity):
        of, _, rest = target.partition(".")
        field, _, kind = rest.partition(":")
        label = f"{field_name(of, field)} ({kind or field})"
        groups.setdefault(str(ENTITIES.get(of, of)), []).append((target, label))
    return list(groups.items())


def _shown(tried: wizard.Tried) -> dict[str, Any]:
    """One entity's rows as a table: each cell with what is wrong with it."""
    wrong: dict[tuple[int, str], list[wizard.CellError]] = {}
    for error in tried.errors:
        wrong.setdefault((error.row, error.field), []).append(error)
    names = [name for name in (tried.rows[0] if tried.rows else {}) if not name.startswith("_") and "__" not in name]
    rows = [
        {"number": row["_row"], "cells": [_cell(row, name, wrong.get((row["_row"], name), [])) for name in names]}
        for row in tried.rows
    ]
    heads = [field_name(tried.entity, name) for name in names]
    return {"tried": tried, "heads": heads, "rows": rows, "errors": len(tried.errors)}


def _cell(row: dict[str, Any], name: str, errors: list[wizard.CellError]) -> tuple[str, list[wizard.CellError]]:
    """The value as it would come in. One line of a file may give several rows: an error is that of the same text."""
    value, raw = row.get(name), row.get(f"{name}__raw", row.get(name))
    return "" if value is None else str(value), [each for each in errors if each.raw is None or each.raw == raw]
