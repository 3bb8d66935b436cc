"""May somebody be written to or called, for a purpose, by a channel, at a moment?

Asked in this order, the first no counts: the purpose and its consent; the customer's wish about the channel; whether
they live and are of age; the hours of contact; how often they were contacted. Service messages and what the law demands
do not ask for a wish about the channel and have no limits but those that a rule of their own group sets.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from foyer.base import clock, clocks
from foyer.base.actors import SYSTEM, Actor
from foyer.customers import queries as customers
from foyer.privacy.gates import refusals, set_aside
from foyer.privacy.gates.decisions import Decision, NotNow, say
from foyer.privacy.gates.persons import Person, person
from foyer.privacy.gates.terms import Terms, read
from foyer.privacy.gates.using import decide
from foyer.privacy.models import Contact, ContactRule, Purpose

FREE = ("service", "law")
"""Service messages and legal duties: a class of their own."""


def may_contact(
    customer: Any, purpose: str, channel: str, *, at: datetime | None = None, by: Actor = SYSTEM
) -> Decision:
    """Whether this customer may be contacted. "marketing" means the marketing purpose of the channel."""
    decision = _decide(person(customer), _by_channel(purpose, channel), channel, at)
    if not decision:
        refusals.note(decision, by)
    return decision


@transaction.atomic
def contact(customer: Any, purpose: str, channel: str, *, by: Actor, at: datetime | None = None) -> Contact:
    """Ask, and count the contact for the limits; NotNow when it is refused. Call in the transaction that sends.

    Two at once wait for one another, so that a limit of one is one.
    """
    who = person(customer)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"privacy contact {who.customer}"])
    decision = may_contact(who, purpose, channel, at=at, by=by)
    if not decision:
        raise NotNow(decision)
    row = Purpose.objects.only("pk").get(code=decision.purpose)
    return Contact.objects.create(
        customer_id=cast(UUID, who.customer), purpose=row, channel=channel, by=str(by), at=at or clock.now()
    )


def _by_channel(purpose: str, channel: str) -> str:
    return f"marketing_{channel}" if purpose == "marketing" else purpose


def _decide(who: Person, purpose: str, channel: str, at: datetime | None) -> Decision:
    decision = decide(who, purpose, at=at)
    if not decision:
        return _by(decision, channel)
    try:
        refused = _refused(read(purpose), who, channel, at or clock.now())
    except DatabaseError:
        refused = say(False, "cannot_tell", purpose, channel=channel)
    return _by(decision, channel) if refused is None else refused


def _refused(terms: Terms | None, who: Person, channel: str, at: datetime) -> Decision | None:
    """The first no there is."""
    if terms is None:
        return None
    asked: tuple[Callable[[], Decision | None], ...] = (
        lambda: _wrong_way(terms, channel),
        lambda: _wish(terms, who, channel),
        lambda: _life(terms, who),
        lambda: set_aside.not_written_to(who, terms.code),
        lambda: _limits(terms, who, channel, at),
    )
    return next((no for ask in asked if (no := ask()) is not None), None)


def _by(decision: Decision, channel: str) -> Decision:
    return Decision(
        decision.allowed, decision.code, decision.purpose, decision.basis, channel, decision.until, decision.said
    )


def _wrong_way(terms: Terms, channel: str) -> Decision | None:
    if terms.channel and terms.channel != channel:
        return say(False, "wrong_channel", terms.code, channel=channel)
    return None


def _wish(terms: Terms, who: Person, channel: str) -> Decision | None:
    """What the customer said of this way of contact as such."""
    if terms.group in FREE:
        return None
    wish = decide(who, f"contact_{channel}")
    if wish or wish.code == "unknown_purpose":
        return None
    return say(False, "channel_refused", terms.code, channel=channel)


def _life(terms: Terms, who: Person) -> Decision | None:
    if terms.group == "law" or not who.customer:
        return None
    life = customers.life_of(who.customer)
    if life is None:
        return say(False, "nobody", terms.code)
    if life.has_died:
        return say(False, "died", terms.code)
    if life.is_child and terms.group not in FREE:
        return say(False, "child", terms.code)
    return None


def _limits(terms: Terms, who: Person, channel: str, at: datetime) -> Decision | None:
    fitting = Q(group=terms.group) if terms.group in FREE else Q(group__in=("", terms.group))
    rules = list(ContactRule.objects.filter(fitting, channel__in=("", channel), is_active=True))
    closed = _hours(terms, rules, channel, at)
    return closed if closed is not None else _frequency(terms, who, rules, channel, at)


def _hours(terms: Terms, rules: Iterable[ContactRule], channel: str, at: datetime) -> Decision | None:
    codes = {rule.calendar for rule in rules if rule.calendar}
    found = {one.code: one for one in clocks.Calendar.objects.filter(code__in=codes)} if codes else {}
    for code in sorted(codes):
        calendar = found.get(code)
        if calendar is None:
            return say(False, "quiet_hours", terms.code, channel=channel)
        if not clocks.is_open(calendar, at):
            return say(False, "quiet_hours", terms.code, channel=channel, until=_opening(calendar, at))
    return None


def _opening(calendar: clocks.Calendar, at: datetime) -> datetime | None:
    try:
        return clocks.opens_at(calendar, at)
    except clocks.NeverOpen:
        return None


def _frequency(terms: Terms, who: Person, rules: Iterable[ContactRule], channel: str, at: datetime) -> Decision | None:
    capped = [rule for rule in rules if rule.most and rule.days]
    if not capped:
        return None
    since = at - timedelta(days=max(rule.days or 0 for rule in capped))
    rows = Contact.objects.filter(customer=who.customer, at__gt=since, at__lte=at)
    made = list(rows.values_list("at", "channel", "purpose__group"))
    for rule in capped:
        until = _full_until(rule, made, at)
        if until is not None:
            return say(False, "too_often", terms.code, channel=channel, until=until)
    return None


def _full_until(rule: ContactRule, made: list[tuple[datetime, str, str]], at: datetime) -> datetime | None:
    """When the limit next leaves room; None while it does."""
    span = timedelta(days=rule.days or 0)
    counted = sorted(
        when
        for when, channel, group in made
        if when > at - span and rule.channel in ("", channel) and _counts(rule, group)
    )
    if len(counted) < (rule.most or 0):
        return None
    return counted[-(rule.most or 0)] + span


def _counts(rule: ContactRule, group: str) -> bool:
    return group == rule.group if rule.group else group not in FREE
