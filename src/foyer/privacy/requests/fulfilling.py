"""Carrying out what was asked, as far as no second person is needed."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from foyer.base import audit
from foyer.base.actors import SYSTEM, Actor
from foyer.base.jobs import job
from foyer.customers.actions import CORRECTABLE
from foyer.privacy.consents import deciding
from foyer.privacy.consents.errors import NothingToDecide, NothingToWithdraw
from foyer.privacy.errors import AskMissing, NobodyNamed
from foyer.privacy.holders import correct, subject_of, trace
from foyer.privacy.models import RecipientNotice, SubjectRequest
from foyer.privacy.recipients import persons
from foyer.privacy.recipients.notifying import fan_out
from foyer.privacy.requests import acts, telling
from foyer.privacy.requests.asking import claim, move, note
from foyer.privacy.requests.kinds import COPYING, NEEDS, PURPOSES_OF, Kind
from foyer.privacy.requests.states import State
from foyer.privacy.requests.working import check_handler, close


def go_on(request: SubjectRequest, *, by: Actor) -> None:
    """What a kind does by itself once the identity is proved: in a job, since it may take a while."""
    if NEEDS[Kind(request.kind)].is_automatic:
        if request.kind in COPYING:
            carry_out.later(request_id=str(request.pk))
        else:
            _carry_out(request, SYSTEM if request.kind == Kind.EXPLANATION else by)


@job("privacy.carry_out_request", attempts=5)
def carry_out(request_id: str) -> None:
    """Make what was asked for; a request that went another way meanwhile is left alone."""
    with transaction.atomic():
        request = claim(request_id)
        if request.state in (State.IDENTIFIED, State.IN_WORK):
            _carry_out(request, SYSTEM)


@transaction.atomic
def fulfil(request_id: UUID, *, by: Actor, values: dict[str, str] | None = None) -> SubjectRequest:
    """A colleague of compliance carries out what no rule does by itself: a correction, a relative's wish for a copy."""
    request = claim(request_id)
    check_handler(by)
    return _carry_out(request, by, values or {})


def _carry_out(request: SubjectRequest, by: Actor, values: dict[str, str] | None = None) -> SubjectRequest:
    if request.customer is None:
        raise NobodyNamed
    move(request, "begin", by)
    verb = {
        Kind.ACCESS: _copies,
        Kind.PORTABILITY: _copies,
        Kind.DECEASED: _copies,
        Kind.CORRECTION: _correct,
        Kind.WITHDRAWAL: _withdraw,
        Kind.OBJECTION: _withdraw,
        Kind.PERSONALISATION: _withdraw,
        Kind.EXPLANATION: _explain,
    }[Kind(request.kind)]
    verb(request, by, values or {})
    return request


def trace_steps(request: SubjectRequest, what: str, counts: dict[str, int], by: Actor) -> None:
    """The trace across rooms: one step for each holder that has something."""
    for holder, count in counts.items():
        if count:
            note(request, what, by, holder=holder, count=count)


def _copies(request: SubjectRequest, by: Actor, _values: dict[str, str]) -> None:
    from foyer.privacy.requests.copies import make

    made = make(request)
    trace_steps(request, "found", made.counts, by)
    request.outcome = {"formats": made.formats, "rows": sum(made.counts.values()), "until": made.until.isoformat()}
    audit.record(
        acts.COPY_MADE, by=by, on=f"request:{request.number}", customer=request.customer,
        details={"formats": made.formats},
    )  # fmt: skip
    close(request, "complete", by, outcome=request.outcome)
    telling.tell(request, "ready", until=f"{made.until:%Y-%m-%d}")


def _correct(request: SubjectRequest, by: Actor, values: dict[str, str]) -> None:
    """The value that compliance found right, in every room that keeps it; recipients are told (GDPR 19)."""
    asked = {request.asked.get("field", ""): request.asked.get("value", "")}
    wanted = {name: value for name, value in (values or asked).items() if name in CORRECTABLE and value}
    if not wanted or request.customer is None:
        raise AskMissing(fields=["field", "value"])
    known = persons.of(request.customer)  # by what recipients know the person: as it was
    done = correct(subject_of(request.customer), wanted)
    trace_steps(request, "corrected", done, by)
    audit.record(acts.CORRECTED, by=by, on=f"request:{request.number}", customer=request.customer, fields=tuple(wanted))
    told = fan_out("correct", known, request=request.number, by=by, values=wanted)
    _end(request, by, {"fields": sorted(wanted), "recipients": codes_of(told)})


def _withdraw(request: SubjectRequest, by: Actor, _values: dict[str, str]) -> None:
    """End the consent, and for an objection whatever rests on it: from this moment the gates say no."""
    codes = PURPOSES_OF.get(Kind(request.kind)) or (request.asked["purpose"],)
    way = deciding.Way(door="web" if request.door == "portal" else request.door, language=request.language)
    if request.door == "branch":
        way = deciding.Way(door="branch", how="paper", evidence=request.number, language=request.language)
    ended = []
    for code in codes:
        try:
            deciding.choose(request.customer, code, yes=False, by=by, way=way)
            ended.append(code)
        except (NothingToWithdraw, NothingToDecide):
            if request.kind == Kind.WITHDRAWAL:
                raise
    _end(request, by, {"purposes": ended, "recipients": codes_of(_restrict(request, ended, by))})


def _restrict(request: SubjectRequest, purposes: list[str], by: Actor) -> list[RecipientNotice]:
    """Whoever was given data for these purposes is told that it may not be used for them any more."""
    if not purposes or request.customer is None:
        return []
    return fan_out("restrict", persons.of(request.customer), request=request.number, by=by, purposes=purposes)


def _explain(request: SubjectRequest, by: Actor, _values: dict[str, str]) -> None:
    """The explanations are read anew whenever the person looks; here it is kept how many there were and where."""
    from foyer.privacy.requests.explaining import explain

    if request.customer is None:
        raise NobodyNamed
    told = {explainer.code: len(decisions) for explainer, decisions in explain(subject_of(request.customer))}
    trace_steps(request, "explained", told, by)
    _end(request, by, {"decisions": told})


def _end(request: SubjectRequest, by: Actor, outcome: dict[str, object]) -> None:
    close(request, "complete", by, outcome=outcome)
    telling.tell(request, "done")


def codes_of(told: Sequence[RecipientNotice]) -> list[str]:
    """Which recipients are being told."""
    return sorted({notice.recipient.code for notice in told})


def traced(request: SubjectRequest) -> dict[str, int]:
    """What each room holds of the person now."""
    return trace(subject_of(request.customer)) if request.customer else {}
