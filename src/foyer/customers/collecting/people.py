"""Following who identified themselves in the events: records of the sites' users, and links to customers.

What comes with a browser's key anybody could have sent: it becomes a record of its own and a claim, and is never
looked up among our customers. What comes with a trusted key is our own server's word and joins.
"""

import hashlib
import json
from typing import Any
from uuid import UUID

from django.db.models import Q

from foyer.base import clock
from foyer.base.actors import SYSTEM
from foyer.base.crypto import blind_index
from foyer.customers.collecting.joining import claim, join
from foyer.customers.collecting.reading import Event
from foyer.customers.errors import PhoneNotValid
from foyer.customers.models import Customer, Identifier, SourceRecord, WriteKey
from foyer.customers.models.records import record_id
from foyer.customers.phones import normalise_phone

IDENTIFYING = ("identify", "alias")
MOST_TRAITS = 50


def follow(events: list[Event]) -> None:
    """Each new identify and alias, in the order they were received."""
    for event in events:
        if event.kind in IDENTIFYING and event.user:
            _follow(event)


def _follow(event: Event) -> None:
    traits = (event.message.get("traits") or {}) if event.kind == "identify" else {}
    customer = _customer(event.key, event.user, traits)
    record = _record(event, traits, customer)
    if not event.anonymous:
        return
    if customer is not None:
        join(event.anonymous, customer, by=SYSTEM, method=event.key.record_source, record_id=record, at=event.at)
    else:
        claim(event.anonymous, record, by=SYSTEM)


def _customer(key: WriteKey, user: str, traits: dict[str, Any]) -> UUID | None:
    """Whom our own server means, by its user id or else by a phone it has verified; nobody for a browser's claim."""
    if not key.is_trusted:
        return None
    meant = Q(records=record_id(key.user_source, user)) if key.user_source else Q(number=user)
    phone = _phone(traits)
    found = _one(meant) or (_one(Q(phone_index__of=phone)) if phone else None)
    return (found.merged_into_id or found.pk) if found else None


def _one(meant: Q) -> Customer | None:
    return Customer.objects.filter(meant).only("pk", "merged_into").first()


def _record(event: Event, traits: dict[str, Any], customer: UUID | None) -> UUID:
    """The record of a site's user, brought up to date by the newest traits."""
    source = event.key.record_source
    known = SourceRecord.objects.select_for_update(no_key=True).filter(pk=record_id(source, event.user)).first()
    record: Any = known or SourceRecord(pk=record_id(source, event.user), source=source, key=event.user)
    is_newer = known is None or event.at >= known.recorded_at
    if is_newer:
        record.values = _values(event, {**(record.values or {}).get("traits", {}), **traits})
        record.fingerprint = hashlib.sha256(json.dumps(record.values, sort_keys=True).encode()).hexdigest()
        record.recorded_at, record.seen_at = event.at, clock.now()
    record.customer_id = record.customer_id or customer
    record.save(force_insert=known is None)
    if is_newer:
        _identify(record, is_verified=event.key.is_trusted)
    return record_id(source, event.user)


def _values(event: Event, traits: dict[str, Any]) -> dict[str, Any]:
    """What is claimed, as every source record keeps it, and everything that was told beside it."""
    kept = dict(list(traits.items())[:MOST_TRAITS])
    name = kept.get("name") or " ".join(str(kept.get(part) or "") for part in ("firstName", "lastName")).strip()
    told = {"name": name if isinstance(name, str) else "", "phone": _phone(kept), "email": _email(kept)}
    at, proved = event.at.isoformat(timespec="seconds"), event.key.is_trusted
    claims = [[attribute, value, at, proved and attribute != "name"] for attribute, value in told.items() if value]
    return {"claims": sorted(claims), "traits": kept}


def _identify(record: Any, *, is_verified: bool) -> None:
    """What the record can be found by: its phone and e-mail, by blind index, and nothing it had before."""
    wanted = {
        (attribute, blind_index(value, f"customers.{attribute}"))
        for attribute, value, _at, _proved in record.values["claims"]
        if attribute in ("phone", "email")
    }
    known = {(one.kind, one.index): one for one in Identifier.objects.filter(record=record)}
    Identifier.objects.filter(pk__in=[one.pk for key, one in known.items() if key not in wanted]).delete()
    Identifier.objects.bulk_create(
        [Identifier(record=record, kind=kind, index=index, is_verified=is_verified)
         for kind, index in sorted(wanted - known.keys())]
    )  # fmt: skip


def _phone(traits: dict[str, Any]) -> str:
    value = traits.get("phone")
    if not isinstance(value, str):
        return ""
    try:
        return normalise_phone(value)
    except PhoneNotValid:
        return ""


def _email(traits: dict[str, Any]) -> str:
    value = traits.get("email")
    return value.strip().lower() if isinstance(value, str) and "@" in value[:254] else ""
