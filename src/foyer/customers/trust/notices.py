"""Warnings of risks to customers: one colleague writes, another publishes; shown, confirmed, counted."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock, measures
from foyer.base.actors import Actor
from foyer.base.errors import Forbidden
from foyer.base.text import Bilingual
from foyer.customers.errors import NoSuchNotice, NoticeNotWhole, OwnNotice
from foyer.customers.models import Customer, NoticeReading, RiskNotice
from foyer.staff import queries as staff

LEVELS, AUDIENCES, PARTS = RiskNotice.Level, RiskNotice.Audience, RiskNotice.Part
WRITE, PUBLISH = "customers.write_notice", "customers.publish_notice"
WRITTEN = audit.kind("customers.notice_written", _("Wrote a risk notice"))
PUBLISHED = audit.kind("customers.notice_published", _("Published a risk notice"))
CONFIRMED = audit.kind("customers.notice_confirmed", _("Confirmed a risk notice"))
WITHDRAWN = audit.kind("customers.notice_withdrawn", _("Withdrew a risk notice"))
SHOWN = measures.counter(
    "customers.notices_shown", name=Bilingual("风险提示展示", "Risk notices shown"), dimensions=("notice", "signed_in")
)


@transaction.atomic
def write_notice(
    *, title: Bilingual, text: Bilingual, valid_from: datetime, valid_until: datetime, by: Actor,
    level: str = "warning", audience: str = "everyone", must_acknowledge: bool = False, parts: Iterable[str] = (),
) -> RiskNotice:  # fmt: skip
    """A draft, in both languages, with an end. Nobody sees it before a second person publishes it.

    One that must be confirmed holds back the `parts` of the customer's pages (none named: all) until it is.
    """
    user = _colleague(by, WRITE)
    halves = (title.zh, title.en, text.zh, text.en)
    if not all(half.strip() for half in halves) or valid_until <= max(valid_from, clock.now()):
        raise NoticeNotWhole
    row = RiskNotice.objects.create(
        title=title, text=text, valid_from=valid_from, valid_until=valid_until, written_by=user, written_at=clock.now(),
        level=RiskNotice.Level(level), audience=RiskNotice.Audience(audience), must_acknowledge=must_acknowledge,
        parts=[RiskNotice.Part(part) for part in sorted(set(parts))],
    )  # fmt: skip
    audit.record(WRITTEN, by=by, on=f"customers.notice:{row.pk}")
    return row


@transaction.atomic
def publish_notice(notice_id: UUID | str, *, by: Actor) -> RiskNotice:
    """Show it to customers. The writer never publishes their own; publishing twice changes nothing."""
    user, row = _colleague(by, PUBLISH), _claim(notice_id)
    if row.written_by_id == user.pk:
        raise OwnNotice
    if row.published_at is None and row.withdrawn_at is None:
        row.published_by, row.published_at = user, clock.now()
        row.save(update_fields=["published_by", "published_at"])
        audit.record(PUBLISHED, by=by, on=f"customers.notice:{row.pk}")
    return row


@transaction.atomic
def withdraw_notice(notice_id: UUID | str, *, by: Actor) -> RiskNotice:
    """Show it no longer; what was read and confirmed stays on record."""
    _colleague(by, WRITE)
    row = _claim(notice_id)
    if row.withdrawn_at is None:
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        audit.record(WITHDRAWN, by=by, on=f"customers.notice:{row.pk}")
    return row


def shown_to(customer: Customer | None, *, elderly: bool = False) -> list[RiskNotice]:
    """What this visitor must be warned of now, the most urgent first; shown means counted. At most three queries.

    A notice that the customer has confirmed is not shown again.
    """
    rows = list(_current(customer, elderly))
    if customer is None:
        _count(rows, signed_in=False)
        return rows
    readings = {one.notice_id: one for one in NoticeReading.objects.filter(customer=customer, notice__in=rows)}
    fresh = [row for row in rows if row.pk not in readings]
    NoticeReading.objects.bulk_create(
        [NoticeReading(notice=row, customer=customer, shown_at=clock.now()) for row in fresh], ignore_conflicts=True
    )
    _count(fresh, signed_in=True)
    return [row for row in rows if row.pk not in readings or readings[row.pk].acknowledged_at is None]


def waiting_for(customer: Customer, part: str, *, elderly: bool = False) -> list[RiskNotice]:
    """What this customer must confirm before they go on to a part of their pages. One query where there is nothing."""
    rows = _current(customer, elderly).filter(must_acknowledge=True).filter(Q(parts=[]) | Q(parts__contains=[part]))
    confirmed = NoticeReading.objects.filter(customer=customer, acknowledged_at__isnull=False).values("notice")
    return list(rows.exclude(pk__in=confirmed))


@transaction.atomic
def acknowledge(customer: Customer, notice_id: UUID | str) -> None:
    """The customer has read it. Repeating it changes nothing."""
    notice = _current(customer, elderly=True).filter(pk=notice_id).first()
    if notice is None:
        raise NoSuchNotice
    reading, _is_new = NoticeReading.objects.get_or_create(notice=notice, customer=customer)
    fresh = NoticeReading.objects.filter(pk=reading.pk, acknowledged_at=None)
    if fresh.update(acknowledged_at=clock.now()) and notice.must_acknowledge:
        by = Actor.customer(customer)
        audit.record(CONFIRMED, by=by, on=f"customers.notice:{notice.pk}", customer=customer.pk)


def notices() -> QuerySet[RiskNotice]:
    """All of them for those who write and publish, newest first, with how many customers were shown and confirmed."""
    counted = RiskNotice.objects.annotate(
        shown_count=Count("readings"),
        confirmed_count=Count("readings", filter=Q(readings__acknowledged_at__isnull=False)),
    )
    return counted.select_related("written_by", "published_by").order_by("-written_at")


def _current(customer: Customer | None, elderly: bool) -> QuerySet[RiskNotice]:
    now, audience = clock.now(), ["everyone"]
    audience += ["signed_in"] if customer else []
    audience += ["elderly"] if elderly or (customer and customer.is_elderly) else []
    rows = RiskNotice.objects.filter(audience__in=audience, valid_from__lte=now, valid_until__gt=now)
    rows = rows.filter(published_at__isnull=False, withdrawn_at=None)
    order = {"urgent": 0, "warning": 1, "note": 2}
    rank = Case(*(When(level=level, then=Value(place)) for level, place in order.items()), default=Value(9))
    return rows.order_by(rank, "-published_at")


def _count(rows: list[RiskNotice], *, signed_in: bool) -> None:
    for row in rows:
        SHOWN.add(notice=row.pk, signed_in=int(signed_in))


def _colleague(by: Actor, permission: str) -> Any:
    user = staff.user_by_id(by.id) if by.is_staff and by.id else None
    if user is None or not user.is_active or not user.has_perm(permission):
        raise Forbidden
    return user


def _claim(notice_id: UUID | str) -> RiskNotice:
    row = RiskNotice.objects.select_for_update().filter(pk=notice_id).first()
    if row is None:
        raise NoSuchNotice
    return row
