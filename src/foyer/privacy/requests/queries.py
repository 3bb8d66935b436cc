"""Requests, holds and reports as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.text import Bilingual
from foyer.customers import queries as customers
from foyer.privacy.errors import CopyGone, NoSuchRequest
from foyer.privacy.holders import holders, subject_of
from foyer.privacy.models import DataCopy, ErasureProof, LegalHold, RetentionReport, RetentionRule, SubjectRequest
from foyer.privacy.requests.explaining import explain
from foyer.privacy.requests.kinds import NEEDS, Kind
from foyer.privacy.requests.wording import WHERE
from foyer.staff import queries as staff

PAGE = 50
PROOF_HOLDS = timedelta(minutes=10)
STATES = SubjectRequest.State.choices
KINDS = SubjectRequest.Kind.choices


@dataclass(frozen=True)
class Listed:
    rows: list[SubjectRequest]
    total: int
    page: int
    pages: int
    late: int


def queue(*, state: str = "open", kind: str = "", page: int = 1) -> Listed:
    """By deadline, the earliest first; those that are closed by when they ended."""
    rows: QuerySet[SubjectRequest] = SubjectRequest.objects.select_related("assignee").defer("asked")
    if state == "open":
        rows = rows.filter(closed_at=None).order_by("due_at")
    else:
        rows = rows.filter(state=state).order_by("due_at") if state else rows.order_by("-asked_at")
    rows = rows.filter(kind=kind) if kind else rows
    pages = Paginator(rows, PAGE)
    found = pages.get_page(page)
    late = SubjectRequest.objects.filter(closed_at=None, due_at__lt=clock.now()).count()
    return Listed(list(found), pages.count, found.number, pages.num_pages, late)


def one(request_id: UUID) -> SubjectRequest:
    found = SubjectRequest.objects.select_related("assignee").filter(pk=request_id).first()
    if found is None:
        raise NoSuchRequest
    return found


def person_behind(request: SubjectRequest) -> dict[str, Any] | None:
    """The masked card of whom it is about, while there is one."""
    customer = customers.by_id(request.customer) if request.customer else None
    return customers.card(customer) if customer else None


def story(request: SubjectRequest) -> list[dict[str, Any]]:
    """Every step, by whom, and where with how many rows."""
    steps = list(request.steps.all())
    actors = {step.by: Actor.parse(step.by) for step in steps}
    names = staff.names_of([actor.id for actor in actors.values() if actor.is_staff and actor.id])
    named = {holder.code: str(holder.name) for holder in holders()}
    return [
        {"step": step, "who": names.get(actors[step.by].id, "") if actors[step.by].is_staff else "",  # type: ignore[arg-type]
         "kind": actors[step.by].kind, "where": named.get(step.holder, step.holder)} for step in steps
    ]  # fmt: skip


def trace_of(request: SubjectRequest) -> list[dict[str, Any]]:
    """What each room holds of the person now; read when it is asked for, since it goes through the whole house."""
    if request.customer is None:
        return []
    subject = subject_of(request.customer)
    rules = rule_names()
    return [
        {"holder": holder, "rule": rules.get(holder.rule, holder.rule), "count": holder.trace(subject)}
        for holder in holders()
    ]


def rule_names() -> dict[str, Any]:
    """What each line of the retention schedule is called."""
    return dict(RetentionRule.objects.values_list("code", "name"))


def proof_lines(proof: ErasureProof) -> list[dict[str, Any]]:
    """What a proof says was deleted, in the reader's words. Its own names hold for what is no holder any more."""
    named = {holder.code: holder.name for holder in holders()}

    def name(line: dict[str, Any]) -> Any:
        return Bilingual.from_json(line["name"]) if "name" in line else named.get(line["holder"], line["holder"])

    return [
        {
            "name": name(line), "where": WHERE[line["where"]], "data_class": line["data_class"], "rows": line["rows"],
        }
        for line in proof.content["deleted"] if line["rows"]
    ]  # fmt: skip


def proof_kept(proof: ErasureProof) -> list[dict[str, Any]]:
    """What a proof says was kept, under which law and until when, in the reader's words."""
    rules = rule_names()
    return [
        {**line, "rule": rules.get(line["rule"], line["rule"]), "law": Bilingual.from_json(line["law"])}
        for line in proof.content["kept"]
    ]


def mine(customer: UUID) -> list[SubjectRequest]:
    """A customer's own requests, the newest first, with what they were told and the copies that wait."""
    rows = SubjectRequest.objects.filter(asked_by=customer).order_by("-asked_at").defer("asked")
    found = list(rows.prefetch_related("notices", "copies", "proofs")[:100])
    for row in found:
        row.newest = next(reversed(list(row.notices.all())), None)  # type: ignore[attr-defined]
    return found


def my_request(customer: UUID, request_id: UUID) -> SubjectRequest:
    """One of their own; a stranger's does not exist."""
    found = SubjectRequest.objects.filter(pk=request_id, asked_by=customer).first()
    if found is None:
        raise NoSuchRequest
    return found


def my_copy(customer: UUID, copy_id: UUID) -> DataCopy:
    found = DataCopy.objects.select_related("request").filter(pk=copy_id, request__asked_by=customer).first()
    if found is None:
        raise NoSuchRequest
    if found.gone_at or found.expires_at <= clock.now():
        raise CopyGone
    return found


def explanations(customer: UUID) -> list[Any]:
    return explain(subject_of(customer))


def asks_of(kind: str) -> tuple[str, ...]:
    return NEEDS[Kind(kind)].asks


def standing_holds() -> list[dict[str, Any]]:
    """With the customers' numbers, since two people have to know of whom they speak; none where they are deleted."""
    rows = list(LegalHold.objects.all()[:200])
    numbers = customers.numbers_of({row.customer for row in rows if row.customer})
    return [{"hold": row, "number": numbers.get(row.customer, "") if row.customer else ""} for row in rows]


def reports(limit: int = 30) -> list[RetentionReport]:
    return list(RetentionReport.objects.all()[:limit])
