"""The register as pages show it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Max, QuerySet, Value, When

from foyer.privacy.models import Disclosure, Recipient, RecipientNotice


def register() -> "QuerySet[Recipient]":
    """Every party, those to be described first, with how often data was given to it and when last."""
    order = {"found": 0, "active": 1, "ended": 2}
    rows = Recipient.objects.prefetch_related("purposes")
    rows = rows.annotate(times=Count("disclosures", distinct=True), last_at=Max("disclosures__at"))
    place = Case(*(When(status=status, then=Value(at)) for status, at in order.items()))
    return rows.order_by(place, "code")


def disclosures(*, most: int = 100) -> "QuerySet[Disclosure]":
    """The newest disclosures."""
    return Disclosure.objects.select_related("recipient", "purpose").order_by("-at")[:most]


def of_customer(customer: UUID) -> "QuerySet[Disclosure]":
    """What of one customer's data was given to whom, by itself."""
    return Disclosure.objects.filter(customer=customer).select_related("recipient", "purpose").order_by("-at")


SHOWN = 200


def open_notices() -> list[RecipientNotice]:
    """What recipients are still to be told or to acknowledge, the most urgent first."""
    rows = RecipientNotice.objects.filter(closed_at=None).defer("content").select_related("recipient")
    return list(rows.order_by("due_at")[:SHOWN])


def ended_notices() -> list[RecipientNotice]:
    """What was told, newest first."""
    rows = RecipientNotice.objects.exclude(closed_at=None).defer("content").select_related("recipient")
    return list(rows.order_by("-closed_at")[:SHOWN])


@dataclass
class Given:
    """What one party was given of a customer, and what it was told since."""

    recipient: Recipient
    purposes: list[Any] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    last_at: Any = None
    notices: list[RecipientNotice] = field(default_factory=list)


def given_of(customer: UUID) -> list[Given]:
    """For the customer, who asks: who was given their data, for what, and who was told what became of it."""
    found: dict[UUID, Given] = {}
    for row in of_customer(customer)[:MOST]:
        given = found.setdefault(row.recipient_id, Given(row.recipient, last_at=row.at))
        if row.purpose not in given.purposes:
            given.purposes.append(row.purpose)
        given.kinds += [kind for kind in row.kinds if kind not in given.kinds]
    told = RecipientNotice.objects.filter(customer=customer).defer("content").select_related("recipient")
    for notice in told.order_by("-made_at")[:MOST]:
        found.setdefault(notice.recipient_id, Given(notice.recipient)).notices.append(notice)
    return list(found.values())


MOST = 2_000


def parties_for_release() -> list[Recipient]:
    """Who can be given a data set: parties in use that receive something."""
    return list(Recipient.objects.filter(status="active").exclude(role="source").order_by("code"))


def recipient(code: str) -> Recipient | None:
    return Recipient.objects.prefetch_related("purposes").filter(code=code).first()


def waiting() -> int:
    """How many parties are to be described."""
    return Recipient.objects.filter(status="found").count()


def role_names() -> list[tuple[str, str]]:
    """What a party can be, for a form."""
    return [(code, str(name)) for code, name in Recipient.Role.choices]


def ways() -> list[tuple[str, str]]:
    """How a party can be told, for a form."""
    return [(code, str(name)) for code, name in Recipient.Way.choices]
