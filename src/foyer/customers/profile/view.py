"""Customer 360: everything known of one customer that this colleague may see, in a fixed number of queries.

Rooms above add their sections (tags, scores, consents, offers …) with `section`: a function of the customer's id that
returns what a page or program shows; a section that no room fills is absent. Values are masked here, once.
"""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.customers import masking
from foyer.customers.collecting.queries import events_of
from foyer.customers.errors import NoSuchCustomer
from foyer.customers.models import Customer, Relation, SourceRecord
from foyer.customers.profile import golden as gold
from foyer.customers.profile import holdings, timeline
from foyer.customers.profile.claims import MANY
from foyer.customers.profile.scoring import REASONS, quality
from foyer.customers.visibility import visible_to

RECENT_EVENTS = 10
Section = Callable[[UUID], Any]
sections: dict[str, Section] = {}

LABELS = {
    "name": pgettext_lazy("of a person or company", "Name"),
    "family_name": _("Family name"),
    "given_name": _("Given name"),
    "latin_name": _("Name in Latin letters"),
    "sex": _("Sex"),
    "born_on": _("Date of birth"),
    "died_on": _("Date of death"),
    "nationality": _("Nationality"),
    "language": _("Language"),
    "marital_status": _("Marital status"),
    "education": _("Education"),
    "occupation": _("Occupation"),
    "employer": _("Employer"),
    "income": _("Income"),
    "industry": _("Industry"),
    "segment": _("Customer tier"),
    "branch_code": _("Branch"),
    "joined_on": _("Customer since"),
    "left_on": _("Left on"),
    "is_vulnerable": _("Needs special care"),
    "resident_id": _("Resident ID"),
    "passport": _("Passport"),
    "hkmo_permit": _("Hong Kong and Macao permit"),
    "foreign_id": _("Foreigner's permanent residence ID"),
    "uscc": _("Unified social credit code"),
    "tax_id": _("Tax number"),
    "social_security": _("Social security number"),
    "other": _("Other document"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "wechat": _("WeChat"),
    "home_address": _("Home address"),
    "work_address": _("Work address"),
    "mailing_address": _("Mailing address"),
    "registered_address": _("Registered address"),
    "document": _("Identity document"),
    "address": _("Address"),
}
IDENTITY = ("name", "latin_name", "sex", "born_on", "nationality", "language", "resident_id", "passport",
            "hkmo_permit", "foreign_id", "uscc", "tax_id", "social_security", "other", "segment", "branch_code",
            "joined_on", "left_on", "occupation", "employer", "industry", "income", "education", "marital_status",
            "is_vulnerable", "died_on")  # fmt: skip
CONTACT = ("phone", "email", "wechat", "home_address", "work_address", "mailing_address", "registered_address")


def section(name: str) -> Callable[[Section], Section]:
    """Add a part to Customer 360; called by the rooms above at start."""

    def register(load: Section) -> Section:
        sections[name] = load
        return load

    return register


def customer_360(user: Any, customer_id: UUID | str) -> dict[str, Any]:
    """The whole view; "not found" for a customer this colleague may not see. Follows a merge to the surviving one."""
    customer = surviving(user, customer_id)
    records = list(SourceRecord.objects.filter(customer=customer).order_by("source", "key"))
    ids = [record.id for record in records]
    held = holdings.of_records(ids)
    merged = list(Customer.objects.filter(merged_into=customer).values_list("id", flat=True))
    return {
        "customer": head(customer),
        "identity": shown(customer.golden, IDENTITY),
        "contacts": shown(customer.golden, CONTACT),
        "quality": profile_quality(customer),
        "holdings": [{name: part for name, part in row.items() if name != "recent"} for row in held],
        "totals": holdings.totals(held),
        "transactions": holdings.transactions(held),
        "timeline": timeline.page([customer.id, *merged], ids),
        "events": events_of(customer.id, records=ids, limit=RECENT_EVENTS),
        "relations": relations(user, ids),
        "records": [_origin(record) for record in records],
        "sections": {name: load(customer.id) for name, load in sections.items()},
    }


def compact(customer_id: UUID | str) -> dict[str, Any]:
    """What stands beside a conversation: holdings, sums and the last entries. For code that has decided who may see it.

    Three queries.
    """
    ids = list(SourceRecord.objects.filter(customer=UUID(str(customer_id))).values_list("id", flat=True))
    held = [row for row in holdings.of_records(ids) if not row["is_closed"]]
    return {
        "holdings": [{name: part for name, part in row.items() if name != "recent"} for row in held],
        "totals": holdings.totals(held),
        "transactions": holdings.transactions(held, limit=3),
        "timeline": timeline.page([UUID(str(customer_id))], ids, limit=5),
    }


def timeline_of(
    user: Any, customer_id: UUID | str, *, before: datetime | None, of: str, limit: int
) -> list[dict[str, Any]]:
    """A page of the timeline of a customer this colleague may see."""
    customer = surviving(user, customer_id)
    records = list(SourceRecord.objects.filter(customer=customer).values_list("id", flat=True))
    merged = list(Customer.objects.filter(merged_into=customer).values_list("id", flat=True))
    return timeline.page([customer.id, *merged], records, before=before, of=of, limit=limit)


def surviving(user: Any, customer_id: UUID | str) -> Customer:
    """The customer, or the one it was merged into, if this colleague may see it."""
    known = Customer.objects.filter(pk=customer_id).values_list("merged_into", flat=True).first()
    customer = visible_to(user).filter(pk=known or customer_id).first()
    if customer is None:
        raise NoSuchCustomer
    return customer


def head(customer: Customer) -> dict[str, Any]:
    """Who this is, masked, with what an agent must know at once."""
    return {
        "id": str(customer.id),
        "number": customer.number,
        "kind": customer.kind,
        "name": masking.masked_name(customer.name),
        "phone": masking.masked_phone(customer.phone),
        "email": masking.masked_email(customer.email),
        "language": customer.language,
        "tier": customer.tier,
        "age": gold.age(customer.golden),
        "elderly": customer.is_elderly,
        "vulnerable": customer.is_vulnerable,
        "blocked": customer.is_blocked,
        "unit": str(customer.unit) if customer.unit else None,
        "dedicated_agent": str(customer.dedicated_agent) if customer.dedicated_agent else None,
        "joined_on": gold.day(customer.golden, "joined_on"),
        "quality": customer.quality,
    }


def shown(golden: gold.Golden, attributes: tuple[str, ...]) -> list[dict[str, Any]]:
    """Attributes with where each value came from and what the others said, masked."""
    return [
        {
            "attribute": attribute,
            "label": str(LABELS[attribute]),
            "is_contradicted": gold.is_contradicted(golden, attribute),
            "is_many": attribute in MANY,
            "rule": golden[attribute]["rule"],
            **_masked(attribute, golden[attribute]),
            "others": [_masked(attribute, other) for other in golden[attribute]["others"]],
        }
        for attribute in attributes
        if attribute in golden
    ]


def profile_quality(customer: Customer) -> dict[str, Any]:
    """The score of this profile with its parts and what would raise it."""
    found = quality(customer.golden, customer.kind)
    advice = [
        {"attribute": item.attribute, "label": str(LABELS[item.attribute]), "reason": str(REASONS[item.reason])}
        for item in found.advice
    ]
    return {**asdict(found), "advice": advice}


def relations(user: Any, records: list[UUID]) -> list[dict[str, Any]]:
    """Relatives, companies and joint holders; by name only where this colleague may see them. Two queries."""
    rows = Relation.objects.filter(record__in=records).select_related("other__customer")
    back = Relation.objects.filter(other__in=records).select_related("record__customer")
    found = [(row.kind, row.other.customer) for row in rows] + [(f"of_{row.kind}", row.record.customer) for row in back]
    known = [(kind, customer) for kind, customer in found if customer is not None]
    mine = set(visible_to(user).filter(pk__in={customer.pk for _kind, customer in known}).values_list("pk", flat=True))
    return [
        {
            "kind": kind,
            "customer": str(customer.pk) if customer.pk in mine else None,
            "number": customer.number if customer.pk in mine else None,
            "name": masking.masked_name(customer.name) if customer.pk in mine else None,
        }
        for kind, customer in known
    ]


def _masked(attribute: str, voice: dict[str, Any]) -> dict[str, Any]:
    return {
        "value": masking.masked(attribute, voice["value"]),
        "source": voice["source"],
        "record": voice["record"],
        "at": voice["at"],
        "verified": voice["verified"],
    }


def _origin(record: SourceRecord) -> dict[str, Any]:
    return {
        "id": str(record.id),
        "source": record.source,
        "recorded_at": record.recorded_at.isoformat(),
        "seen_at": record.seen_at.isoformat(),
        "gone_at": record.gone_at.isoformat() if record.gone_at else None,
    }
