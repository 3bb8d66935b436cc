"""What was said, read from the rows that are only ever added to: for this moment and for any past one.

A customer's answers are their own rows, those of customers merged into them, and those of the devices that became
theirs. The newest counts, with one exception: a yes given on a device before its user was known never outweighs a no
that the customer gave in their own name.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from foyer.privacy.gates.persons import Person
from foyer.privacy.models import ChoiceLink, Consent, PrivacyNotice

NO = ("refused", "withdrawn")


def answer_at(who: Person, code: str, at: datetime) -> Consent | None:
    """The answer that held at a moment."""
    return next(iter(answers(who, at=at, code=code).values()), None)


def answers(who: Person, *, at: datetime, code: str = "") -> dict[UUID, Consent]:
    """The answer that held at a moment, for each purpose that had one: by the purpose's id. Two queries."""
    rows = Consent.objects.filter(condition(who, at), at__lte=at).select_related("notice", "purpose")
    if code:
        rows = rows.filter(purpose__code=code)
    by_purpose: dict[UUID, list[Consent]] = {}
    for row in rows.order_by("at", "pk"):
        by_purpose.setdefault(row.purpose_id, []).append(row)
    return {purpose: counting(rows) for purpose, rows in by_purpose.items()}


def condition(who: Person, at: datetime) -> Q:
    """Which rows were this person's at a moment."""
    if who.visitor:
        return Q(visitor=who.visitor)
    if not who.customer:
        return Q(pk__in=[])
    mine = Q(customer=who.customer)
    for link in links_at(who.customer, at):
        mine |= _covered(link)
    return mine


def links_at(customer: UUID, at: datetime) -> Iterable[ChoiceLink]:
    """The devices and merged customers whose choices were this customer's at a moment."""
    held = Q(separated_at=None) | Q(separated_at__gt=at)
    return ChoiceLink.objects.filter(held, customer=customer, joined_at__lte=at)


def counting(rows: list[Consent]) -> Consent:
    """Of the answers to one purpose, oldest first: the one that counts."""
    own = next((row for row in reversed(rows) if row.customer_id), None)
    last = rows[-1]
    if own is not None and last.customer_id is None and last.decision == "given" and own.decision in NO:
        return _newest_no(rows, own)
    return last


def terms_at(code: str, at: datetime) -> str:
    """The fingerprint of what the notice in force at a moment said of a purpose; empty where none did."""
    notice = in_force_at(at)
    return said_of(notice, code).get("terms", "") if notice else ""


def in_force_at(at: datetime) -> PrivacyNotice | None:
    """The notice that was in force at a moment."""
    rows = PrivacyNotice.objects.filter(status="published", published_at__lte=at)
    return rows.order_by("-version").first()


def said_of(notice: PrivacyNotice, code: str) -> dict[str, Any]:
    """What a notice says of one purpose."""
    return next((dict(said) for said in notice.purposes if said["code"] == code), {})


def _newest_no(rows: list[Consent], own: Consent) -> Consent:
    after = rows[rows.index(own) :]
    return next(row for row in reversed(after) if row.decision in NO)


def _covered(link: ChoiceLink) -> Q:
    if link.other_id:
        return Q(customer=link.other_id)
    since = Q(at__gte=link.covers_from) if link.covers_from else Q()
    until = Q(at__lt=link.until) if link.until else Q()
    return Q(visitor=link.visitor) & since & until
