"""Where a customer is signed in. At most three places at once; the oldest gives way to the newest.

Whatever ends a session tells the rooms above in the same transaction (`when_ended`): what is read by its right, a live
stream above all, ends with it.

A sign-in stands while it has not been ended, its hours are not over, and its browser was heard of a short while ago
(`FOYER_CUSTOMER_IDLE_MINUTES`); `idling` ends what nobody uses.

Lock order everywhere: the customer, their sign-ins, then what the rooms above hold of them (a visit, a conversation).
So two actions can never wait for each other in a circle.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock, elsewhere
from foyer.base.actors import Actor
from foyer.base.origin import origin
from foyer.customers.codes import digest
from foyer.customers.errors import NoSuchSession
from foyer.customers.models import Customer, CustomerSession
from foyer.customers.trust.devices import device_of

MOST_SESSIONS = 3
SHOWN = 20
KNOWN_FOR = timedelta(days=180)
SEEN_EVERY = timedelta(minutes=1)

ENDED = audit.kind("customers.session_ended", _("A customer's sign-in was ended"))
ELSEWHERE = audit.kind("customers.session_elsewhere", _("A customer's sign-in came from a second place"))


Ended = Callable[[list[UUID]], None]
_when_ended: list[Ended] = []


def when_ended(tell: Ended) -> Ended:
    """Register what else ends with a session; it is told which, within the transaction that ends them."""
    _when_ended.append(tell)
    return tell


@dataclass(frozen=True)
class SignIn:
    """One line of the customer's own list."""

    id: UUID
    at: datetime
    door: str
    device: str
    network: str
    is_new: bool
    is_open: bool
    is_this: bool
    last_seen_at: datetime | None


def open_session(customer: Customer, token: str, *, door: str, user_agent: str, until: datetime) -> CustomerSession:
    """Remember a signed-in browser, and end what is more than three. The caller holds the customer's row."""
    device = device_of(customer.pk, user_agent, origin().address)
    known = CustomerSession.objects.filter(customer=customer, created_at__gt=clock.now() - KNOWN_FOR)
    is_new = known.exists() and not known.filter(device=device.mark).exists()
    session = CustomerSession.objects.create(
        customer=customer, token_hash=digest(token), created_at=clock.now(), expires_at=until, last_seen_at=clock.now(),
        door=door[:20], device=device.mark, device_name=device.name, network=device.network, is_new_device=is_new,
    )  # fmt: skip
    _end_the_oldest(customer)
    return session


def sign_ins(customer: Customer, token: str) -> list[SignIn]:
    """The last sign-ins, newest first; `token` is that of the browser that asks. One query."""
    mine = digest(token)
    rows = CustomerSession.objects.filter(customer=customer).order_by("-created_at")[:SHOWN]
    return [
        SignIn(
            row.pk, row.created_at, row.door, row.device_name, row.network, row.is_new_device,
            is_standing(row), row.token_hash == mine, row.last_seen_at,
        )
        for row in rows
    ]  # fmt: skip


@transaction.atomic
def end_session(customer: Customer, session_id: UUID | str, *, by: Actor) -> None:
    """Sign out in one place. For a stranger's session: not found. Repeating it changes nothing."""
    row = CustomerSession.objects.filter(customer=customer, pk=session_id).first()
    if row is None:
        raise NoSuchSession
    _end(CustomerSession.objects.filter(pk=row.pk), customer, by)


@transaction.atomic
def end_others(customer: Customer, token: str, *, by: Actor) -> int:
    """Sign out everywhere but here; returns in how many places."""
    return _end(CustomerSession.objects.filter(customer=customer).exclude(token_hash=digest(token)), customer, by)


def end_all(customer: Customer, *, by: Actor) -> int:
    return _end(CustomerSession.objects.filter(customer=customer), customer, by)


def session_of(token: str) -> UUID | None:
    """The session behind a token, if it is still open."""
    mine = standing().filter(token_hash=digest(token))
    return mine.values_list("pk", flat=True).first() if token else None


def standing() -> "QuerySet[CustomerSession]":
    """The sign-ins that are good now."""
    now = clock.now()
    rows = CustomerSession.objects.filter(revoked_at=None, expires_at__gt=now)
    seen = Coalesce("last_seen_at", "created_at")
    return rows.alias(seen=seen).filter(seen__gt=now - idle_after()) if idle_after() else rows


def is_standing(session: CustomerSession) -> bool:
    """The same question about a row that was read already."""
    now = clock.now()
    is_open = session.revoked_at is None and session.expires_at > now
    return is_open and not (idle_after() and (session.last_seen_at or session.created_at) <= now - idle_after())


def idle_after() -> timedelta:
    """How long a browser may be silent; nothing is for ever."""
    return timedelta(seconds=settings.FOYER_CUSTOMER_IDLE_SECONDS)


def hold_session(session_id: UUID) -> None:
    """Keep a session as it is until the caller's transaction ends; refused when it has ended."""
    if not standing().filter(pk=session_id).select_for_update(no_key=True).exists():
        raise NoSuchSession


def hold_all(customer_id: UUID) -> None:
    """Keep a customer and all their sign-ins as they are until the caller's transaction ends, in the order of locks."""
    list(Customer.objects.filter(pk=customer_id).select_for_update(no_key=True).values_list("pk"))
    mine = CustomerSession.objects.filter(customer=customer_id, revoked_at=None).order_by("pk")
    list(mine.select_for_update(no_key=True).values_list("pk"))


def revoke(sessions: Any) -> list[UUID]:
    """End those of a query that still stand, and all that ends with them; returns which."""
    held = sessions.filter(revoked_at=None).order_by("pk").select_for_update(no_key=True)
    ended = list(held.values_list("pk", flat=True))
    if ended:
        CustomerSession.objects.filter(pk__in=ended).update(revoked_at=clock.now())
        for tell in _when_ended:
            tell(ended)
    return ended


def note_seen(session: CustomerSession) -> None:
    """They are here now; written down at most every minute. From a second place at once: told to the trail."""
    if what := elsewhere.noticed(f"customer {session.pk}"):
        by = Actor("customer", session.customer_id)
        audit.record(ELSEWHERE, by=by, on=f"session:{session.pk}", details={"what": what})
    now = clock.now()
    if session.last_seen_at is None or session.last_seen_at < now - SEEN_EVERY:
        CustomerSession.objects.filter(pk=session.pk).update(last_seen_at=now)


def _end(sessions: Any, customer: Customer, by: Actor) -> int:
    ended = len(revoke(sessions.filter(expires_at__gt=clock.now())))
    if ended:
        audit.record(
            ENDED, by=by, on=f"customer:{customer.pk}", customer=customer.pk, details={"count": ended}
        )  # fmt: skip
    return ended


def _end_the_oldest(customer: Customer) -> None:
    mine = CustomerSession.objects.filter(customer=customer, revoked_at=None, expires_at__gt=clock.now())
    extra = list(mine.order_by("-created_at", "-pk").values_list("pk", flat=True)[MOST_SESSIONS:])
    revoke(CustomerSession.objects.filter(pk__in=extra))
