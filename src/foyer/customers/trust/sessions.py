"""Where a customer is signed in. At most three places at once; the oldest gives way to the newest.

Whatever ends a session tells the rooms above in the same transaction (`when_ended`): what is read by its right, a live
stream above all, ends with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.origin import origin
from foyer.customers.codes import digest
from foyer.customers.errors import NoSuchSession
from foyer.customers.models import Customer, CustomerSession
from foyer.customers.trust.devices import device_of

MOST_SESSIONS = 3
SHOWN = 20
KNOWN_FOR = timedelta(days=180)
SEEN_EVERY = timedelta(minutes=5)

ENDED = audit.kind("customers.session_ended", _("A customer's sign-in was ended"))


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
    mine, now = digest(token), clock.now()
    rows = CustomerSession.objects.filter(customer=customer).order_by("-created_at")[:SHOWN]
    return [
        SignIn(
            row.pk, row.created_at, row.door, row.device_name, row.network, row.is_new_device,
            row.revoked_at is None and row.expires_at > now, row.token_hash == mine, row.last_seen_at,
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
    still_open = CustomerSession.objects.filter(revoked_at=None, expires_at__gt=clock.now())
    return still_open.filter(token_hash=digest(token)).values_list("pk", flat=True).first() if token else None


def hold_session(session_id: UUID) -> None:
    """Keep a session as it is until the caller's transaction ends; refused when it has ended."""
    standing = CustomerSession.objects.filter(pk=session_id, revoked_at=None, expires_at__gt=clock.now())
    if not standing.select_for_update(no_key=True).exists():
        raise NoSuchSession


def revoke(sessions: Any) -> list[UUID]:
    """End those of a query that still stand, and all that ends with them; returns which."""
    ended = list(sessions.filter(revoked_at=None).select_for_update().values_list("pk", flat=True))
    if ended:
        CustomerSession.objects.filter(pk__in=ended).update(revoked_at=clock.now())
        for tell in _when_ended:
            tell(ended)
    return ended


def note_seen(session: CustomerSession) -> None:
    """They are here now; written down at most every five minutes."""
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
