"""The verbs of the register: describe a party, end it, and write down each time data was given to it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction

from foyer.base import audit, clock, outgoing
from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.privacy import gates
from foyer.privacy.consents.purposes import by_code
from foyer.privacy.models import Disclosure, Purpose, Recipient
from foyer.privacy.recipients import acts
from foyer.privacy.recipients.errors import (
    KindsNotCovered,
    NoSuchRecipient,
    NotDescribed,
    NotReachable,
    OutsideChina,
    TooYoung,
)

FIELDS = ("name", "contact", "role", "kinds", "region", "contract", "contract_until", "assessment", "assessed_on",
          "exit_plan", "tell_by", "tell_url", "tell_secret")  # fmt: skip
HOME = "CN"
KEPT_AT_LEAST = timedelta(days=3 * 366)


@transaction.atomic
def describe(code: str, said: dict[str, Any], *, purposes: Iterable[str] = (), by: Actor) -> Recipient:
    """Say who a party is and under which contract it works; with both it is in use. Refuses another region than China
    where China's rules are on (R-XB).
    """
    row = Recipient.objects.select_for_update().filter(code=code).first() or Recipient(code=code, role="entrust")
    for field in FIELDS:
        if field in said:
            setattr(row, field, said[field])
    row.region = row.region.upper()
    check_region(row.region)
    _check_reachable(row)
    if not row.region or not row.contract:
        raise NotDescribed
    row.status, row.ended_on, row.changed_at, row.changed_by = "active", None, clock.now(), str(by)
    row.save()
    row.purposes.set(Purpose.objects.filter(code__in=list(purposes)))
    changed = tuple(sorted(field for field in FIELDS if field in said))
    audit.record(acts.DESCRIBED, by=by, on=f"recipient:{row.pk}", fields=changed, details={"code": code})
    return row


def _check_reachable(row: Recipient) -> None:
    """Who is told by webhook has an address that may be called, and a secret to know us by."""
    if row.tell_by != Recipient.Way.WEBHOOK:
        return
    if not row.tell_url or not row.tell_secret.startswith("whsec_"):
        raise NotReachable
    try:
        outgoing.check(row.tell_url)
    except Refusal:
        raise NotReachable from None


@transaction.atomic
def end(code: str, *, by: Actor, on: date | None = None) -> Recipient:
    """Nothing is given to this party any more. What was given stays in the register."""
    row = Recipient.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise NoSuchRecipient
    if row.status != "ended":
        row.status, row.ended_on = "ended", on or clock.now().date()
        row.changed_at, row.changed_by = clock.now(), str(by)
        row.save()
        audit.record(acts.ENDED, by=by, on=f"recipient:{row.pk}", details={"code": code})
    return row


@transaction.atomic
def disclose(
    code: str, purpose: str, kinds: Iterable[str], *, people: int, by: Actor, customer: UUID | None = None,
    reference: str = "",
) -> Disclosure:  # fmt: skip
    """Write down that data goes to a party, in the transaction that sends it. Refuses what the register does not cover.

    One person's data (`customer`) passes the gate of the purpose; of many, whoever sends has narrowed the rows with
    `gates.usable`.
    """
    row, used, wanted = covered(code, purpose, kinds)
    if customer is not None:
        decision = gates.may_use(customer, purpose, by=by, kinds=wanted)
        if not decision:
            raise gates.NoBasis(decision)
    return enter(row, used, wanted, people=people, customer=customer, reference=reference, by=by)


def enter(
    row: Recipient, purpose: Purpose, kinds: list[str], *, people: int, customer: UUID | None, reference: str, by: Actor
) -> Disclosure:
    """The line of the register and of the trail; whether it may be given has been asked."""
    disclosure = Disclosure.objects.create(
        recipient=row, purpose=purpose, kinds=kinds, people_count=people, customer_id=customer, basis=purpose.basis,
        reference=reference[:120], by=str(by),
    )  # fmt: skip
    audit.record(
        acts.DISCLOSED, by=by, on=f"disclosure:{disclosure.pk}", customer=customer, purpose=purpose.code,
        fields=tuple(kinds), details={"to": row.code, "people": people},
    )  # fmt: skip
    return disclosure


def covered(code: str, purpose: str, kinds: Iterable[str]) -> tuple[Recipient, Purpose, list[str]]:
    """The party and the purpose, where the register covers giving it these kinds of data for that purpose."""
    row = Recipient.objects.filter(code=code).first()
    if row is None:
        raise NoSuchRecipient
    check_usable(row)
    wanted, used = sorted(set(kinds)), by_code(purpose)
    is_listed = row.purposes.filter(pk=used.pk).exists()
    if not wanted or not is_listed or not set(wanted) <= set(row.kinds) & set(used.kinds):
        raise KindsNotCovered
    return row, used, wanted


def check_usable(row: Recipient) -> None:
    """NotDescribed or OutsideChina where nothing may be sent to this party."""
    if row.status != "active":
        raise NotDescribed
    check_region(row.region)


def check_region(region: str) -> None:
    """R-XB: under China's rules personal data stays in China."""
    packs = getattr(settings, "FOYER_PACKS", ("cn",))
    if "cn" in packs and region and region.upper() != HOME:
        raise OutsideChina


@transaction.atomic
def forget_disclosures(*, before: datetime, by: Actor) -> int:
    """Remove records older than the retention schedule wants; never younger than three years."""
    if before > clock.now() - KEPT_AT_LEAST:
        raise TooYoung
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('foyer.forgetting', 'on', true)")
        count = Disclosure.objects.filter(at__lt=before).delete()[0]
        cursor.execute("SELECT set_config('foyer.forgetting', '', true)")
    if count:
        audit.record(acts.FORGOTTEN, by=by, on="disclosures", details={"count": count, "before": before.isoformat()})
    return count
