"""Signing in by phone and a one-time code.

1. `request_code` makes six digits and has a job send them. It does the same for every number and looks none up, so that
   neither its answer nor its time tells whether the bank knows the number, and no gateway keeps the asker waiting.
2. `verify_code` accepts them once, within five minutes and five tries, and answers a session token for a cookie.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, QuerySet

from foyer.base import clock
from foyer.base.crypto import blind_indexes
from foyer.base.events import publish
from foyer.base.ids import new_id
from foyer.customers import sms
from foyer.customers.codes import digest, digits_for, is_right
from foyer.customers.errors import CodesTooOften, CodeWrong
from foyer.customers.events import CustomerSignedIn
from foyer.customers.jobs import send_code
from foyer.customers.models import PHONE, Customer, CustomerSession, SignInCode
from foyer.customers.phones import normalise_phone

CODE_LIFE = timedelta(minutes=5)
CODE_PAUSE = timedelta(seconds=60)
MOST_CODES_AN_HOUR = 5
MOST_ATTEMPTS = 5
SESSION_LIFE = timedelta(hours=12)


@dataclass(frozen=True)
class CodeSent:
    """A code is on its way; `shown` is filled only where the sender shows it on the page (demonstration)."""

    expires_at: datetime
    shown: str | None


def request_code(phone: str) -> CodeSent:
    """Have a sign-in code sent to a phone. Refused when asked too often or when the number cannot be one."""
    phone, sender = normalise_phone(phone), sms.configured()
    code, digits = _new_code(phone)
    return CodeSent(code.expires_at, digits if sender.shows and _is_known(phone) else None)


def verify_code(phone: str, code: str) -> tuple[Customer, str]:
    """The customer behind a phone and its code, and the token of their new session."""
    phone = normalise_phone(phone)
    row = _newest_open(phone)
    if row is None or not _spend_a_try(row) or not is_right(row, code.strip()):
        raise CodeWrong
    customer = Customer.objects.filter(phone_index__of=phone).first()
    used = SignInCode.objects.filter(pk=row.pk, used_at=None).update(used_at=clock.now())
    if customer is None or not used:
        raise CodeWrong
    return customer, sign_in(customer, method="sms_code")


@transaction.atomic
def sign_in(customer: Customer, *, method: str) -> str:
    """Open a session for a customer who has proved to be themselves; answers its token, kept nowhere else."""
    token = secrets.token_urlsafe(32)
    CustomerSession.objects.create(
        customer=customer, token_hash=digest(token), expires_at=clock.now() + SESSION_LIFE
    )  # fmt: skip
    publish(CustomerSignedIn(customer.id, method))
    return token


def sign_out(token: str) -> None:
    """End a session; its token is worth nothing from now on."""
    CustomerSession.objects.filter(token_hash=digest(token), revoked_at=None).update(revoked_at=clock.now())


@transaction.atomic
def _new_code(phone: str) -> tuple[SignInCode, str]:
    now, identifier, (index, *older) = clock.now(), new_id(), blind_indexes(phone, PHONE)
    _hold(index)
    _check_pace(phone, now)
    digits = digits_for(identifier)
    code = SignInCode.objects.create(
        id=identifier, phone_index=index, code_hash=digest(digits), sent_at=now, expires_at=now + CODE_LIFE
    )
    send_code.later(code_id=str(identifier), older_indexes=older)
    return code, digits


def _hold(index: str) -> None:
    """Let only one code at a time be asked for a number, so that many at once are counted one by one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"customers code {index}"])


def _check_pace(phone: str, now: datetime) -> None:
    asked = list(_codes(phone).filter(sent_at__gt=now - timedelta(hours=1)))
    if len(asked) >= MOST_CODES_AN_HOUR or (asked and asked[0].sent_at > now - CODE_PAUSE):
        raise CodesTooOften


def _is_known(phone: str) -> bool:
    return Customer.objects.filter(phone_index__of=phone).exists()


def _codes(phone: str) -> QuerySet[SignInCode]:
    """Those sent to a phone, newest first, whichever key of the ring indexed them."""
    return SignInCode.objects.filter(phone_index__in=blind_indexes(phone, PHONE)).order_by("-sent_at")


def _newest_open(phone: str) -> SignInCode | None:
    newest = _codes(phone).first()
    usable = newest and newest.used_at is None and newest.expires_at > clock.now()
    return newest if usable else None


def _spend_a_try(row: SignInCode) -> bool:
    """Count the try before looking at the digits, so that tries at once are counted one by one."""
    tries = SignInCode.objects.filter(pk=row.pk, attempts__lt=MOST_ATTEMPTS)
    return bool(tries.update(attempts=F("attempts") + 1))
