"""The verbs of the ledger: give, refuse, withdraw, lapse. Each adds one row, brings the state up to date, tells the
trail, and publishes one fact. Nothing said earlier is changed: what was done while a consent held stays lawful.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from foyer.base import audit, clock
from foyer.base.actors import SYSTEM, Actor
from foyer.base.events import publish
from foyer.customers import queries as customers
from foyer.privacy.consents import acts, ledger, measures, states
from foyer.privacy.consents.errors import (
    EvidenceNeeded,
    GuardianNeeded,
    NoNotice,
    NoSuchPurpose,
    NothingToDecide,
    NothingToWithdraw,
    NotYours,
)
from foyer.privacy.consents.events import ConsentDecided
from foyer.privacy.consents.purposes import by_code
from foyer.privacy.gates.persons import Person, person
from foyer.privacy.models import Consent, ConsentState, Purpose
from foyer.staff import queries as staff

GIVEN, REFUSED, WITHDRAWN, EXPIRED = Consent.Decision.values
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # pragma: allowlist secret
RECORD = "privacy.record_consent"


@dataclass(frozen=True)
class Way:
    """How somebody said it: at which door, by tap, voice or paper (then with the reference of the recording or scan),
    in which language, and who agreed for a child.
    """

    door: str = "web"
    how: str = "click"
    evidence: str = ""
    guardian: str = ""
    language: str = "zh"


WEB = Way()


def give(customer: Any, purpose: str, *, by: Actor, way: Way = WEB) -> Consent:
    """Agree to a purpose, on the terms of the notice in force. Agreeing again to the same terms changes nothing."""
    return _decide(person(customer), purpose, GIVEN, by, way)


def refuse(customer: Any, purpose: str, *, by: Actor, way: Way = WEB) -> Consent:
    """Say no. Saying no again changes nothing."""
    return _decide(person(customer), purpose, REFUSED, by, way)


def withdraw(customer: Any, purpose: str, *, by: Actor, way: Way = WEB) -> Consent:
    """Take a yes back, from now on. NothingToWithdraw where none was given. Twice is once."""
    return _decide(person(customer), purpose, WITHDRAWN, by, way)


def choose(customer: Any, purpose: str, *, yes: bool, by: Actor, way: Way = WEB) -> Consent:
    """The one tap of the privacy centre: give; or withdraw what was given, or refuse."""
    who = person(customer)
    if yes:
        return give(who, purpose, by=by, way=way)
    state = ConsentState.objects.filter(who.condition(), purpose__code=purpose).first()
    was_given = state is not None and state.decision in (GIVEN, EXPIRED)
    return withdraw(who, purpose, by=by, way=way) if was_given else refuse(who, purpose, by=by, way=way)


@transaction.atomic
def lapse(most: int = 500) -> int:
    """Consents whose time has passed are said to be expired; how many. The gates knew it at the minute it passed."""
    due = ConsentState.objects.filter(decision=GIVEN, expires_at__lte=clock.now()).select_related("consent", "purpose")
    passed = list(due.select_for_update(of=("self",), skip_locked=True)[:most])
    for state in passed:
        who = Person(state.customer_id, None if state.customer_id else state.visitor)
        way = Way(door=state.consent.door, how="lapse")
        _add(who, state.purpose, EXPIRED, by=SYSTEM, way=way, terms=state.terms)
    return len(passed)


@transaction.atomic
def _decide(who: Person, code: str, decision: str, by: Actor, way: Way) -> Consent:
    purpose = by_code(code)
    _check(who, purpose, by)
    _check_evidence(decision, by, way)
    states.hold(who)
    now = ConsentState.objects.select_related("consent").filter(who.condition(), purpose=purpose).first()
    if now is not None and _says_so_already(now, purpose, decision):
        return now.consent
    if decision == WITHDRAWN and (now is None or now.decision not in (GIVEN, EXPIRED)):
        raise NothingToWithdraw
    if decision == GIVEN:
        _check_yes(who, purpose, way)
    terms = now.terms if now is not None and decision != GIVEN else purpose.terms
    return _add(who, purpose, decision, by=by, way=way, terms=terms)


def _says_so_already(now: ConsentState, purpose: Purpose, decision: str) -> bool:
    if decision != GIVEN:
        return now.decision in (REFUSED, WITHDRAWN) and decision in (now.decision, REFUSED)
    holds = now.expires_at is None or now.expires_at > clock.now()
    return now.decision == GIVEN and now.terms == purpose.terms and holds


def _check(who: Person, purpose: Purpose, by: Actor) -> None:
    if purpose.rule == "always":
        raise NothingToDecide
    if not (who.customer or who.visitor):
        raise NotYours
    if by.is_staff:
        user = staff.user_by_id(by.id) if by.id else None
        if user is None or not user.is_active or not user.has_perm(RECORD):
            raise NotYours
    elif person(by) != who:
        raise NotYours


def _check_evidence(decision: str, by: Actor, way: Way) -> None:
    """A yes that was not tapped by the person themselves has a scan or a recording. A no is believed but on paper."""
    is_tapped = way.how == "click" and not by.is_staff
    if not is_tapped and not way.evidence and (decision == GIVEN or way.how == "paper"):
        raise EvidenceNeeded


def _check_yes(who: Person, purpose: Purpose, way: Way) -> None:
    if purpose.active_at is None:
        raise NoSuchPurpose
    if not purpose.terms and purpose.rule == "opt_in":
        raise NoNotice
    if ledger.in_force_at(clock.now()) is None:
        raise NoNotice
    life = customers.life_of(who.customer) if who.customer else None
    if life is not None and life.is_child and not way.guardian:
        raise GuardianNeeded


def _add(who: Person, purpose: Purpose, decision: str, *, by: Actor, way: Way, terms: str) -> Consent:
    now = clock.now()
    notice = ledger.in_force_at(now)
    consent = Consent.objects.create(
        purpose=purpose, decision=decision, notice=notice, door=way.door, how=way.how, evidence=way.evidence,
        guardian=way.guardian, language=way.language, by=str(by), at=now, receipt=_receipt(now),
        terms=terms, kinds=purpose.kinds, expires_at=_expiry(purpose, decision, now), **who.keys(),
    )  # fmt: skip
    states.refresh(who, code=purpose.code)
    if who.visitor:
        states.follow_visitor(who.visitor, code=purpose.code)
    audit.record(
        acts.CONSENT_DECIDED, by=by, on=f"consent:{consent.pk}", customer=who.customer, purpose=purpose.code,
        details={"decision": decision, "receipt": consent.receipt, "notice": notice.version if notice else 0},
    )  # fmt: skip
    measures.DECISIONS.add(1, purpose=purpose.code, decision=decision, door=way.door)
    publish(ConsentDecided(consent.pk, purpose.code, decision, str(by), who.customer, who.visitor))
    return consent


def _expiry(purpose: Purpose, decision: str, now: datetime) -> datetime | None:
    return now + timedelta(days=purpose.valid_days) if decision == GIVEN and purpose.valid_days else None


def _receipt(now: datetime) -> str:
    """A number a person can read out: the day, and ten letters nobody guesses."""
    return f"{timezone.localdate(now):%Y%m%d}-" + "".join(secrets.choice(ALPHABET) for _ in range(10))
