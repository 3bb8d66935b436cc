"""What holds now: `ConsentState`, one row a person and purpose, made anew from the ledger whenever that changes."""

from typing import Any
from uuid import UUID

from django.db import connection

from foyer.base import clock
from foyer.privacy.consents import ledger
from foyer.privacy.gates.persons import Person
from foyer.privacy.models import ChoiceLink, Consent, ConsentState


def hold(who: Person) -> None:
    """One at a time for each person, until the transaction ends."""
    with connection.cursor() as cursor:
        key = f"privacy consents {who.customer or who.visitor}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def refresh(who: Person, *, code: str = "") -> None:
    """Make the state rows of a person anew, of one purpose or of all, and of whoever was merged into them."""
    found = ledger.answers(who, at=clock.now(), code=code)
    for one in [who, *_merged(who)]:
        _write(one, found, whole=not code)


def follow_visitor(visitor: UUID, *, code: str = "") -> None:
    """What a visitor chose changes what holds for whoever they became."""
    for customer in ChoiceLink.objects.filter(visitor=visitor, separated_at=None).values_list("customer", flat=True):
        refresh(Person(customer), code=code)


def _merged(who: Person) -> list[Person]:
    if not who.customer:
        return []
    others = ChoiceLink.objects.filter(customer=who.customer, separated_at=None, other__isnull=False)
    return [Person(other) for other in others.values_list("other", flat=True)]


def _write(who: Person, found: dict[UUID, Consent], *, whole: bool) -> None:
    rows = ConsentState.objects.filter(who.condition())
    if whole:
        rows.exclude(purpose__in=found).delete()
    for purpose, answer in found.items():
        values = _values(answer)
        if not rows.filter(purpose=purpose).update(**values):
            ConsentState.objects.create(purpose_id=purpose, **who.keys(), **values)


def _values(answer: Consent) -> dict[str, Any]:
    return {
        "decision": answer.decision,
        "terms": answer.terms,
        "decided_at": answer.at,
        "expires_at": answer.expires_at,
        "consent": answer,
    }
