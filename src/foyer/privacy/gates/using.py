"""May somebody's data be used for a purpose?"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import DatabaseError

from foyer.base import clock
from foyer.base.actors import SYSTEM, Actor
from foyer.privacy.consents import asking, ledger
from foyer.privacy.gates import refusals, stops
from foyer.privacy.gates.decisions import Decision, say
from foyer.privacy.gates.persons import Person, person
from foyer.privacy.gates.terms import Terms, read


def may_use(
    customer: Any, purpose: str, *, at: datetime | None = None, by: Actor = SYSTEM, kinds: Iterable[str] = ()
) -> Decision:
    """Whether the data of a customer (or of a visitor, given as an Actor) may be used for a purpose.

    `kinds` are the kinds of data wanted, where they are known: each must be one the purpose covers. `at` asks for
    another moment: a past one is answered from what had been said by then.
    """
    decision = decide(person(customer), purpose, at=at, kinds=kinds)
    if not decision:
        refusals.note(decision, by)
    return decision


def decide(who: Person, purpose: str, *, at: datetime | None = None, kinds: Iterable[str] = ()) -> Decision:
    """The decision, without counting a refusal: for code that asks several questions and counts once."""
    try:
        terms = _as_of(who, read(purpose, who), at)
        return _decided(terms, who, purpose, at or clock.now(), kinds)
    except DatabaseError:
        return say(False, "cannot_tell", purpose)


def may_ask(
    customer: Any, purpose: str, *, session: str = "", at: datetime | None = None, by: Actor = SYSTEM
) -> Decision:
    """Whether this person may be asked for a consent now: not after a no within the cool-down, not twice a session."""
    who, now = person(customer), at or clock.now()
    terms = read(purpose, who)
    decision = _asked(terms, who, purpose, session, now)
    if not decision:
        refusals.note(decision, by)
    return decision


def may_invite(customer: Any, purpose: str, *, by: Actor = SYSTEM) -> Decision:
    """Whether this person may be invited to do something whose answer is itself their choice, such as to rate us.

    Nothing is used but what they write themselves, so silence does not forbid it; a no does, as long as it holds.
    """
    who = person(customer)
    decision = decide(who, purpose)
    if decision.code in ("never_asked", "expired", "terms_changed", "nobody"):
        return replace(decision, allowed=True, code="may_ask")
    if not decision:
        refusals.note(decision, by)
    return decision


def _as_of(who: Person, terms: Terms | None, at: datetime | None) -> Terms | None:
    """The same purpose with what had been answered by a past moment, and the terms of the notice then in force."""
    if terms is None or at is None or at >= clock.now():
        return terms
    said = ledger.answer_at(who, terms.code, at)
    return replace(
        terms, terms=ledger.terms_at(terms.code, at), answer=said.decision if said else "",
        answered_terms=said.terms if said else "", expires_at=said.expires_at if said else None,
    )  # fmt: skip


def _decided(terms: Terms | None, who: Person, purpose: str, at: datetime, kinds: Iterable[str]) -> Decision:
    if terms is None:
        return say(False, "unknown_purpose", purpose)
    code = _code(terms, who, at, frozenset(kinds))
    stopped = _stopped(terms, who) if code in YES else None
    return stopped if stopped is not None else say(code in YES, code, purpose, basis=terms.basis, channel=terms.channel)


YES = frozenset({"necessary", "by_law", "consented", "not_objected"})


def _code(terms: Terms, who: Person, at: datetime, kinds: frozenset[str]) -> str:
    if not terms.is_active:
        return "not_in_use"
    if not kinds <= set(terms.kinds):
        return "kind_not_covered"
    if terms.rule == "always":
        return "by_law" if terms.group == "law" else "necessary"
    if not (who.customer or who.visitor):
        return "nobody"
    return _answered(terms, at)


def _answered(terms: Terms, at: datetime) -> str:
    """What the last answer, or none, means."""
    if terms.answer in ("refused", "withdrawn"):
        return terms.answer
    if terms.rule == "opt_out":
        return "not_objected"
    if not terms.answer:
        return "never_asked"
    if terms.answer == "expired" or (terms.expires_at is not None and terms.expires_at <= at):
        return "expired"
    return "consented" if terms.terms and terms.answered_terms == terms.terms else "terms_changed"


def _stopped(terms: Terms, who: Person) -> Decision | None:
    for one in stops.for_group(terms.group) if who.customer else ():
        if one.code in terms.stopped:
            return Decision(False, one.code, terms.code, terms.basis, terms.channel, said=(one.message, one.mend))
    return None


def _asked(terms: Terms | None, who: Person, purpose: str, session: str, at: datetime) -> Decision:
    if terms is None:
        return say(False, "unknown_purpose", purpose)
    code = _code(terms, who, at, frozenset())
    if code in YES or code in ("not_in_use", "nobody"):
        return say(False, "nothing_to_ask" if code in YES else code, purpose)
    if not terms.terms:
        return say(False, "no_notice", purpose)
    until = asking.not_before(terms.code, terms.answer, terms.answered_at)
    if until is not None and until > at:
        return say(False, "asked_lately", purpose, until=until)
    if session and asking.was_asked(terms.code, session):
        return say(False, "asked_in_session", purpose)
    return say(True, "may_ask", purpose)
