"""Customer 360: everything known of one customer that this colleague may see, in a fixed number of queries.

Rooms above add their sections (tags, scores, consents, offers …) with `section`: a function of the customer's id that
gives its lines. A section that no room fills is absent; one that is empty says so. Values are masked here, once.

    @section("consents", empty=_("No consent was given or refused."))
    def consents(customer: UUID) -> list[Line]:
        return [Line(purpose, _("given"), note=day, tone="ok") for purpose, day in …]
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery, UUIDField, Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.customers import basis, masking
from foyer.customers.acts import GLANCED, VIEWED
from foyer.customers.collecting.queries import events_of
from foyer.customers.errors import NoSuchCustomer
from foyer.customers.models import Customer, Relation, SourceRecord
from foyer.customers.profile import golden as gold
from foyer.customers.profile import holdings, timeline
from foyer.customers.profile.claims import MANY
from foyer.customers.profile.scoring import REASONS, quality
from foyer.customers.visibility import visible_to
from foyer.security import queries as security

RECENT_EVENTS = 10
GLANCE_MINUTES = 10


@dataclass(frozen=True)
class Line:
    """One line of a section: what it is about, what it says, a remark; `tone` is ok, warn, bad or nothing.

    A line without a label is a tag. `code` is for programs.
    """

    label: str | Promise = ""
    value: str | Promise = ""
    note: str | Promise = ""
    tone: str = ""
    code: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the page that another room fills: its title, what stands there when it is empty, its lines."""

    title: str | Promise
    empty: str | Promise
    load: Callable[[UUID], Sequence[Line]]
    purpose: str = ""


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
TITLES = {"tags": _("Tags"), "scores": _("Scores"), "consents": _("Consents"), "offers": _("Offers")}
"""The sections that are foreseen, in the order of the page; others follow in the order of their rooms."""
NOTHING = _("Nothing is known.")
IDENTITY = ("name", "latin_name", "sex", "born_on", "nationality", "language", "resident_id", "passport",
            "hkmo_permit", "foreign_id", "uscc", "tax_id", "social_security", "other", "segment", "branch_code",
            "joined_on", "left_on", "occupation", "employer", "industry", "income", "education", "marital_status",
            "is_vulnerable", "died_on")  # fmt: skip
CONTACT = ("phone", "email", "wechat", "home_address", "work_address", "mailing_address", "registered_address")


Load = Callable[[UUID], Sequence[Line]]


def section(
    name: str, *, title: str | Promise = "", empty: str | Promise = "", purpose: str = ""
) -> Callable[[Load], Load]:
    """Add a part to Customer 360; called by the rooms above at start. Its lines cost one query, and are masked.

    A part that uses data for a purpose the customer may refuse (`purpose="profiling"`) is absent where they do.
    """

    def register(load: Load) -> Load:
        sections[name] = Section(title or TITLES.get(name, name), empty or NOTHING, load, purpose)
        return load

    return register


_viewers: list[Callable[[Any], None]] = []


def when_viewed(told: Callable[[Any], None]) -> Callable[[Any], None]:
    """Register who is told that a colleague opened a whole view, from whatever door: the desk, the API."""
    _viewers.append(told)
    return told


def customer_360(user: Any, customer_id: UUID | str) -> dict[str, Any]:
    """The whole view; "not found" for a customer this colleague may not see. Follows a merge to the surviving one."""
    customer, merged = _seen(user, customer_id)
    records = list(SourceRecord.objects.filter(customer=customer).order_by("source", "key"))
    ids = [record.id for record in records]
    held = holdings.of_records(ids)
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
        "sections": _filled(customer.id),
    }


def _seen(user: Any, customer_id: UUID | str) -> tuple[Customer, list[UUID]]:
    """The customer whose whole view is opened; that it was, or was refused, stands in the trail."""
    by, on = Actor.staff(user), f"customer:{customer_id}"
    try:
        customer, merged = _with_merged(user, customer_id)
    except NoSuchCustomer:
        known = Customer.objects.filter(pk=customer_id).exists()
        audit.record(VIEWED, by=by, on=on if known else "customer:unknown", outcome="refused")
        raise
    fields = tuple(name for name in (*IDENTITY, *CONTACT) if name in customer.golden)
    audit.record(VIEWED, by=by, on=f"customer:{customer.pk}", customer=customer.pk, fields=fields)
    for told in _viewers:
        told(user)
    return customer, merged


def _filled(customer: UUID) -> list[dict[str, Any]]:
    """The sections of the rooms above, one query each."""
    foreseen = list(TITLES)
    asked = {one.purpose: basis.may(customer, one.purpose) for one in sections.values() if one.purpose}
    allowed = [each for each in sections.items() if asked.get(each[1].purpose, True)]
    ordered = sorted(allowed, key=lambda each: foreseen.index(each[0]) if each[0] in foreseen else len(TITLES))
    return [
        {
            "name": name,
            "title": str(one.title),
            "empty": str(one.empty),
            "lines": [{part: str(said) for part, said in asdict(line).items()} for line in one.load(customer)],
        }
        for name, one in ordered
    ]


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


def glanced(user: Any, customer_id: UUID | str, conversation_id: UUID | str) -> None:
    """The colleague sees the compact view; told once for each conversation in ten minutes, as it is drawn often."""
    _glance(user, f"conversation:{conversation_id}", UUID(str(customer_id)))


def _glance(user: Any, on: str, customer_id: UUID) -> None:
    by = Actor.staff(user)
    if not security.recorded_within(GLANCED, by=by, on=on, minutes=GLANCE_MINUTES):
        audit.record(GLANCED, by=by, on=on, customer=customer_id, purpose="service")


def timeline_of(
    user: Any, customer_id: UUID | str, *, before: datetime | None, of: str, limit: int
) -> list[dict[str, Any]]:
    """A page of the timeline of a customer this colleague may see."""
    customer, merged = _with_merged(user, customer_id)
    _glance(user, f"customer:{customer.pk}", customer.pk)
    records = list(SourceRecord.objects.filter(customer=customer).values_list("id", flat=True))
    return timeline.page([customer.id, *merged], records, before=before, of=of, limit=limit)


def surviving(user: Any, customer_id: UUID | str) -> Customer:
    """The customer, or the one it was merged into, if this colleague may see it."""
    return _with_merged(user, customer_id)[0]


def _with_merged(user: Any, customer_id: UUID | str) -> tuple[Customer, list[UUID]]:
    """The surviving customer, and those that were merged into it. One query, by the primary key alone."""
    merged_into = Customer.objects.filter(pk=customer_id).values("merged_into")
    surviving_one = Coalesce(Subquery(merged_into), Value(customer_id, output_field=UUIDField()))
    found = visible_to(user).filter(pk=surviving_one)
    merged = Customer.objects.filter(merged_into=OuterRef("pk")).values("pk")
    customer = found.annotate(merged_ids=ArraySubquery(merged)).first()
    if customer is None:
        raise NoSuchCustomer
    return customer, customer.merged_ids


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
        "frozen": customer.is_frozen,
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
    """Relatives and companies of today; by name only where this colleague may see them. Two queries."""
    standing = Relation.objects.filter(Q(until_on=None) | Q(until_on__gte=clock.now().date()))
    theirs = standing.filter(Q(record__in=records) | Q(other__in=records))
    rows = list(theirs.select_related("record__customer", "other__customer").order_by("kind", "id"))
    found = [(row.kind, row.other.customer) for row in rows if row.record_id in records]
    found += [(f"of_{row.kind}", row.record.customer) for row in rows if row.other_id in records]
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
