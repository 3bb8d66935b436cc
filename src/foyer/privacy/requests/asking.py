"""Asking, and proving who asks."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.ids import new_id
from foyer.customers import actions as customer_actions
from foyer.customers import queries as customers
from foyer.privacy.errors import AskedAlready, AskMissing, DocumentNeeded, NoSuchRequest
from foyer.privacy.models import RequestStep, SubjectRequest
from foyer.privacy.requests import acts, deadlines, telling
from foyer.privacy.requests.kinds import NEEDS, STEPPED_UP, VERIFIED, Kind
from foyer.privacy.requests.measures import ASKED
from foyer.privacy.requests.states import after

DOCUMENTS = ("resident_id", "passport", "hkmo_permit", "foreign_id", "household_register", "death_certificate")
LONGEST = 2_000


@transaction.atomic
def ask(
    customer: UUID, kind: str, *, by: Actor, asked: Mapping[str, str] | None = None, door: str = "portal",
    language: str = "zh", assurance: int = VERIFIED,
) -> SubjectRequest:  # fmt: skip
    """A signed-in customer asks. What needs no more proof goes on at once; the rest waits for a code."""
    request = _received(
        kind, _said(kind, asked), door=door, language=language, by=by, about=customer, asked_by=customer
    )
    if assurance >= NEEDS[Kind(kind)].assurance:
        _identified(request, assurance, "sign_in", by)
    return request


@transaction.atomic
def record_at_counter(
    kind: str, *, number: str, document: str, document_record: str, by: Actor, asked: Mapping[str, str] | None = None,
    language: str = "zh",
) -> SubjectRequest:  # fmt: skip
    """A colleague writes down what somebody asks at a counter, after seeing a document and keeping it on file."""
    if document not in DOCUMENTS or not document_record.strip():
        raise DocumentNeeded
    found = customers.ids_matching(number)
    about = found[0] if found else None
    if about is None:
        raise NoSuchRequest(mend="")
    asked_by = None if kind == Kind.DECEASED else about
    request = _received(
        kind, _said(kind, asked), door="branch", language=language, by=by, about=about, asked_by=asked_by
    )
    _identified(request, STEPPED_UP, f"document:{document}", by)
    note(request, "document", by, text=f"{document} {document_record.strip()[:120]}")
    return request


def send_code(request: SubjectRequest) -> Any:
    """Send six digits to the phone of whoever asks; raises CodesTooOften."""
    after(request.state, "identify")
    return customer_actions.request_proof(_asker(request))


def prove(request: SubjectRequest, code: str, *, by: Actor) -> SubjectRequest:
    """The digits came back: it is they. Raises CodeWrong, outside any transaction, so that the try stays counted."""
    after(request.state, "identify")
    customer_actions.prove(_asker(request), code)
    return _proved(request, by)


@transaction.atomic
def _proved(request: SubjectRequest, by: Actor) -> SubjectRequest:
    held = claim(request.pk)
    after(held.state, "identify")
    return _identified(held, STEPPED_UP, "sms_code", by)


def claim(request_id: UUID | str) -> SubjectRequest:
    """The request's row, ours until the transaction ends."""
    request = SubjectRequest.objects.select_for_update(of=("self",)).filter(pk=request_id).first()
    if request is None:
        raise NoSuchRequest
    return request


def note(
    request: SubjectRequest, what: str, by: Actor, *, holder: str = "", count: int | None = None, text: str = ""
) -> None:
    """A step that is kept."""
    RequestStep.objects.create(
        request=request, what=what, by=str(by), holder=holder, count=count, note=text[:200], at=clock.now()
    )


def move(request: SubjectRequest, verb: str, by: Actor, **changed: Any) -> SubjectRequest:
    """Go on by a verb of the table; the step is kept and written to the trail."""
    request.state = after(request.state, verb)
    for name, value in changed.items():
        setattr(request, name, value)
    request.save(update_fields=["state", *changed])
    note(request, verb, by)
    audit.record(
        acts.REQUEST_CHANGED, by=by, on=f"request:{request.number}", customer=request.customer, details={"verb": verb}
    )
    return request


def _received(
    kind: str, asked: dict[str, str], *, door: str, language: str, by: Actor, about: UUID | None, asked_by: UUID | None
) -> SubjectRequest:
    open_ones = SubjectRequest.objects.filter(closed_at=None, kind=kind, asked_by=asked_by)
    if asked_by and kind not in (Kind.CORRECTION, Kind.WITHDRAWAL, Kind.DECEASED) and open_ones.exists():
        raise AskedAlready
    now, identifier = clock.now(), new_id()
    pack, due_at = deadlines.due(now)
    request = SubjectRequest.objects.create(
        id=identifier, number=f"SR{now:%y%m%d}-{identifier.hex[-6:].upper()}", kind=kind, asked=asked, door=door,
        language=language, customer=None if kind == Kind.DECEASED and door == "portal" else about, asked_by=asked_by,
        asked_at=now, pack=pack, due_at=due_at,
    )  # fmt: skip
    deadlines.start(request.number, pack, due_at, at=now)
    note(request, "asked", by)
    audit.record(
        acts.REQUEST_MADE, by=by, on=f"request:{request.number}", customer=request.customer, details={"kind": kind}
    )
    ASKED.add(kind=kind, door=door)
    telling.tell(request, "received")
    return request


def _identified(request: SubjectRequest, assurance: int, how: str, by: Actor) -> SubjectRequest:
    from foyer.privacy.requests.fulfilling import go_on

    move(request, "identify", by, assurance=assurance, identified_by=how, identified_at=clock.now())
    telling.tell(request, "identified")
    go_on(request, by=by)
    return request


def _asker(request: SubjectRequest) -> UUID:
    whose = request.asked_by or request.customer
    if whose is None:
        raise NoSuchRequest
    return whose


def _said(kind: str, asked: Mapping[str, str] | None) -> dict[str, str]:
    if kind not in Kind.values:
        raise AskMissing(fields=["kind"])
    needed, said = NEEDS[Kind(kind)].asks, {name: str(text).strip()[:LONGEST] for name, text in (asked or {}).items()}
    missing = [name for name in needed if not said.get(name) and name not in _MAY_BE_EMPTY]
    if missing:
        raise AskMissing(fields=missing)
    return {name: text for name, text in said.items() if name in {*needed, "why"}}


_MAY_BE_EMPTY = frozenset({"why"})
