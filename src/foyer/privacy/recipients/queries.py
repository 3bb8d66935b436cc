"""The register as pages show it."""

from uuid import UUID

from django.db.models import Case, Count, Max, QuerySet, Value, When

from foyer.privacy.models import Disclosure, Recipient


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


def recipient(code: str) -> Recipient | None:
    return Recipient.objects.prefetch_related("purposes").filter(code=code).first()


def waiting() -> int:
    """How many parties are to be described."""
    return Recipient.objects.filter(status="found").count()


def role_names() -> list[tuple[str, str]]:
    """What a party can be, for a form."""
    return [(code, str(name)) for code, name in Recipient.Role.choices]
