"""Deleting a person: proposed by one, agreed by another, carried out room by room, proved, and never undone.

1. What a law keeps is sealed into restricted records, with the day on which it ends.
2. The erasure is written to the log and to a file beside the database, before anything goes.
3. Every holder, from the uppermost room down, removes what it has.
4. Whoever was given the data is told (`recipients.notifying`); the proof is signed; the person is told.

Cut off anywhere it is begun again by its job, and does the rest. Why this way: docs/decisions/0016-erasure.md.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.events import on, publish
from foyer.base.jobs import job
from foyer.customers import erasing as customers_erasing
from foyer.customers import queries as customers
from foyer.privacy.errors import NobodyNamed, OnHold, StillServed
from foyer.privacy.events import PersonErased
from foyer.privacy.holders import Holder, Subject, erase, kept_by_law, subject_of
from foyer.privacy.models import ErasureLog, RestrictedRecord, SubjectRequest
from foyer.privacy.recipients import persons
from foyer.privacy.recipients.notifying import fan_out
from foyer.privacy.requests import acts, books, proofs, telling
from foyer.privacy.requests.asking import claim, move, note
from foyer.privacy.requests.fulfilling import codes_of
from foyer.privacy.requests.kinds import Kind
from foyer.privacy.requests.measures import ERASED
from foyer.privacy.requests.working import check_handler, close
from foyer.privacy.retention import holds, schedule
from foyer.staff import approvals
from foyer.staff.events import ApprovalDecided

APPROVE = "privacy.approve_erasure"
KIND = "privacy.erasure"


@transaction.atomic
def propose(request_id: UUID, *, by: Actor, reason: str = "") -> SubjectRequest:
    """Compliance finds that the person is to be deleted; a second colleague has to agree. Refused on a legal hold."""
    request = claim(request_id)
    check_handler(by)
    if request.kind not in (Kind.DELETION, Kind.DECEASED):
        raise NobodyNamed(_("Only a request for deletion leads to one."), mend="")
    check(request.customer)
    move(request, "propose", by, assignee_id=request.assignee_id or by.id)
    held = approvals.propose(KIND, request.pk, {"state": "erased"}, by=by, reason=reason or request.number)
    request.approval = held.pk
    request.save(update_fields=["approval"])
    telling.tell(request, "approval")
    return request


def check(customer: UUID | None) -> None:
    """Whether this person may be deleted now. Raises OnHold, StillServed or NobodyNamed."""
    if customer is None:
        raise NobodyNamed
    person = customers_erasing.person_of(customer)
    if holds.stands_on(person.customers):
        raise OnHold
    if customers_erasing.is_still_served(person):
        raise StillServed


def _as_it_is(subject: str) -> dict[str, Any]:
    request = SubjectRequest.objects.select_for_update(of=("self",)).get(pk=subject)
    return {"state": request.state}


@approvals.kind(KIND, permission=APPROVE, current=_as_it_is, name=_("Deletion of a person"))
def agreed(subject: str, change: dict[str, Any], *, by: Actor) -> None:
    """The second person agrees: nothing stands against it still, so a job carries it out."""
    request = claim(subject)
    check(request.customer)
    move(request, "begin", by)
    telling.tell(request, "erasing")
    erase_person.later(request_id=str(request.pk), by=str(by))


@on(ApprovalDecided)
def follow(fact: ApprovalDecided) -> None:
    """The second person did not agree, or the first took it back: back to whoever works on it."""
    if fact.kind != KIND or fact.status == "approved":
        return
    request = claim(fact.subject)
    if request.state == SubjectRequest.State.APPROVAL:
        move(request, "decline", Actor.parse(fact.by), approval=None)


@job("privacy.erase_person", attempts=8)
def erase_person(request_id: str, by: str) -> None:
    """Carry out a deletion that was agreed; begun again after a crash it goes on where it was."""
    request = SubjectRequest.objects.get(pk=request_id)
    if request.state != SubjectRequest.State.FULFILLING or request.customer is None:
        return
    telling.send_waiting(request)  # as long as there is an address
    erasure = begin(request.customer, request=request, by=Actor.parse(by))
    told = _steps(request)
    carry_out(erasure, told=told)
    finish(request, erasure)


def _steps(request: SubjectRequest) -> Any:
    def told(holder: Holder, count: int) -> None:
        if count:
            note(request, "deleted", SYSTEM, holder=holder.code, count=count)

    return told


@transaction.atomic
def begin(customer: UUID, *, request: SubjectRequest | None, by: Actor) -> ErasureLog:
    """Seal what the law keeps and write the erasure down, here and in the file beside the database; once."""
    running = ErasureLog.objects.filter(state="running", customers__contains=[customer]).first()
    if running is not None:
        return running
    subject = subject_of(customer)
    erasure = ErasureLog.objects.create(
        request=request, customers=list(subject.customers), records=subject.records, by=str(by), at=clock.now(),
        visitors=sorted(subject.visitors), counts={},
    )  # fmt: skip
    erasure.kept = [_restrict(erasure, subject, rule, rows) for rule, rows in _kept(subject).items()]
    number = request.number if request else f"EL-{erasure.pk.hex[-12:]}"
    told = fan_out("erase", persons.of(customer), request=number, by=by)
    erasure.counts = {"recipients": codes_of(told)}
    erasure.save(update_fields=["kept", "counts"])
    books.write(erasure)
    return erasure


def _kept(subject: Subject) -> dict[str, dict[str, Any]]:
    rules = schedule.outliving()
    if not customers_erasing.has_holdings(subject.person):
        rules -= {"identity", "transactions"}  # no business was done with them, so that law keeps nothing
    return kept_by_law(subject, rules)


def _restrict(erasure: ErasureLog, subject: Subject, code: str, rows: dict[str, Any]) -> dict[str, Any]:
    rule = schedule.rule(code)
    begins = customers_erasing.ended_at(subject.person) if rule.start == "relationship_end" else None
    begins = begins or clock.now()
    counts = {holder: len(found) for holder, found in rows.items()}
    customer = customers.by_id(subject.customers[0])
    record = RestrictedRecord.objects.create(
        erasure=erasure, rule=rule, customer=subject.customers[0], number=customer.number if customer else "",
        content=rows, counts=counts, from_on=begins.date(), until_on=schedule.ends_on(rule, begins.date()),
        restricted_at=clock.now(),
    )  # fmt: skip
    return {
        "rule": code, "law": {"zh": rule.law.zh, "en": rule.law.en}, "from": str(record.from_on),
        "until": str(record.until_on), "counts": counts, "record": str(record.pk),
    }  # fmt: skip


def carry_out(erasure: ErasureLog, *, told: Any = None) -> dict[str, int]:
    """Every holder removes what it has; counts of earlier tries are kept."""
    subject = subject_of(
        erasure.customers[0], also=erasure.customers, records=erasure.records, visitors=erasure.visitors
    )
    before: dict[str, int] = dict(erasure.counts.get("deleted", {}))

    def note_count(holder: Holder, count: int) -> None:
        before[holder.code] = before.get(holder.code, 0) + count
        ErasureLog.objects.filter(pk=erasure.pk).update(counts={**erasure.counts, "deleted": dict(before)})
        if told is not None:
            told(holder, count)

    gone = erase(subject, told=note_count)
    erasure.counts = {**erasure.counts, "deleted": before}
    erasure.state = ErasureLog.State.DONE
    erasure.save(update_fields=["counts", "state"])
    return gone


@transaction.atomic
def finish(request: SubjectRequest, erasure: ErasureLog) -> None:
    """The signed proof, the end of the request, and the word to the person."""
    request = claim(request.pk)
    proof = proofs.prove(erasure, request)
    outcome = {
        "deleted": sum(erasure.counts.get("deleted", {}).values()), "kept": len(erasure.kept), "proof": proof.number,
        "recipients": erasure.counts.get("recipients", []),
    }  # fmt: skip
    request.customer = request.asked_by = None  # from here on it names nobody
    close(request, "complete", SYSTEM, outcome=outcome, customer=None, asked_by=None)
    telling.tell(request, "erased", proof=proof.number)
    audit.record(acts.ERASED, by=SYSTEM, on=f"request:{request.number}", details={"proof": proof.number})
    publish(PersonErased(erasure.pk, request.pk))
    ERASED.add()


def reapply(*, by: Actor = SYSTEM) -> list[dict[str, Any]]:
    """Delete once more whoever was deleted: after a restored backup, and after a source sent them again.

    The file beside the database is read too: a backup is older than what was deleted since.
    """
    books.bring_in()
    done = []
    for erasure in ErasureLog.objects.order_by("at"):
        subject = subject_of(
            erasure.customers[0], also=erasure.customers, records=erasure.records, visitors=erasure.visitors
        )
        gone = {code: count for code, count in _again(erasure, subject).items() if count}
        if gone:
            audit.record(acts.REAPPLIED, by=by, on=f"erasure:{erasure.pk}", details={"rows": sum(gone.values())})
            ErasureLog.objects.filter(pk=erasure.pk).update(reapplied_at=clock.now())
            done.append({"erasure": str(erasure.pk), "deleted": gone})
    return done


def _again(erasure: ErasureLog, subject: Subject) -> dict[str, int]:
    from foyer.privacy.holders import trace

    ours = {code: count for code, count in trace(subject).items() if code not in _OF_THE_ERASURE}
    if not any(ours.values()):
        return {}
    with transaction.atomic():
        if not erasure.restricted.exists():
            kept = [_restrict(erasure, subject, rule, rows) for rule, rows in _kept(subject).items()]
            erasure.kept = kept or erasure.kept
            erasure.save(update_fields=["kept"])
    return erase(subject)


_OF_THE_ERASURE = frozenset({"privacy.requests", "security.trail"})
