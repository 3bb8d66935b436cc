"""The quarantine: rows that the gate held back, each corrected, released or discarded by a data steward."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.base.actors import Actor
from foyer.customers.quality import queries, stewarding
from foyer.customers.quality.errors import StillWrong
from foyer.desk.access import desk_view
from foyer.desk.data_quality_words import (
    DISCARD_REASONS,
    HELD_STATES,
    RELEASE_REASONS,
    RULES,
    STOPPING,
    field_name,
    rule_meaning,
)
from foyer.desk.views.data import SEE, STEWARD, acting, data_deed, data_frame
from foyer.staff import queries as staff

TAB = "desk:quarantine"
PREFIX = "value-"


@desk_view(SEE)
def browse(request: HttpRequest, row_id: UUID | None = None) -> HttpResponse:
    """The list, and one row beside it."""
    listed = _listed(request)
    rows = listed["held"].rows
    wanted = row_id or (rows[0].id if rows else None)
    context = {**data_frame(request, TAB), **listed, "asked": row_id, "sources": queries.held_sources(request.user)}
    context |= {"release_reasons": RELEASE_REASONS, "discard_reasons": DISCARD_REASONS}
    return render(request, "desk/data/quarantine/page.html", {**context, **(_one(request, wanted) if wanted else {})})


@desk_view(SEE)
def one(request: HttpRequest, row_id: UUID) -> HttpResponse:
    return render(request, "desk/data/quarantine/row.html", _one(request, row_id))


@desk_view(SEE, STEWARD)
def whole(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """The row unmasked, for a reason that is kept."""
    if request.method != "POST":
        raise Http404
    texts = stewarding.show(row_id, by=acting(request), reason=request.POST.get("reason", ""))
    return render(request, "desk/data/quarantine/row.html", _one(request, row_id, texts))


@data_deed(SEE, STEWARD)
def decide(request: HttpRequest, row_id: UUID, verb: str) -> dict[str, Any]:
    """Correct, release or discard; what is still wrong is told field by field."""
    reason, by = request.POST.get("reason", ""), acting(request)
    if verb == "correct":
        asked = [name for name in request.POST if name.startswith(PREFIX)]
        written = {name.removeprefix(PREFIX): str(request.POST[name]) for name in asked}
        return _correct(request, row_id, written, reason)
    verbs = {"release": stewarding.release, "discard": stewarding.discard}
    if verb not in verbs:
        raise Http404
    verbs[verb](row_id, by=by, reason=reason)
    return {}


def _correct(request: HttpRequest, row_id: UUID, written: dict[str, str], reason: str) -> dict[str, Any]:
    try:
        stewarding.correct(row_id, written, by=acting(request), reason=reason)
    except StillWrong as refusal:
        entity = queries.quarantined_row(request.user, row_id).row.entity
        for failure in refusal.details["failures"]:
            failure["words"] = rule_meaning(entity, failure["field"], failure["rule"])
        raise
    return {}


def _listed(request: HttpRequest) -> dict[str, Any]:
    asked = {name: request.GET.get(name, "") for name in ("source", "rule", "state")}
    asked["state"] = asked["state"] if asked["state"] in HELD_STATES else "waiting"
    number = request.GET.get("page", "1")
    held = queries.quarantined(request.user, **asked, page=int(number) if number.isdecimal() else 1)
    rules = [(code, RULES.get(code, code)) for code in STOPPING]
    return {"held": held, "filters": asked, "rules": rules, "states": HELD_STATES.items()}


def _one(request: HttpRequest, row_id: UUID, texts: dict[str, str | None] | None = None) -> dict[str, Any]:
    detail = queries.quarantined_row(request.user, row_id)
    fields = [_field(detail, *value, texts) for value in detail.values]
    given = {name for name, _value, _rules in detail.values}
    missing = {each["field"] for each in detail.row.failures} - given
    fields += [_field(detail, name, "", [each["rule"] for each in detail.row.failures if each["field"] == name], texts)
               for name in sorted(missing)]  # fmt: skip
    return {
        "detail": detail,
        "row": detail.row,
        "failing": [each for each in fields if each["rules"]],
        "others": [each for each in fields if not each["rules"]],
        "unmasked": texts is not None,
        "decided_by": _name(detail.row.decided_by),
        "corrected": [field_name(detail.row.entity, name) for name in detail.correction],
    }


def _field(
    detail: queries.HeldDetail, name: str, masked: str, rules: list[str], texts: dict[str, str | None] | None
) -> dict[str, Any]:
    entity = detail.row.entity
    return {
        "name": name,
        "label": field_name(entity, name),
        "shown": (texts.get(name) or "") if texts is not None else masked,
        "rules": [rule_meaning(entity, name, rule) for rule in rules],
    }


def _name(actor: str) -> str:
    person = Actor.parse(actor).id if actor else None
    return staff.names_of([person]).get(person, "") if person else ""
