"""Signing in by phone and a one-time code.

1. `request_code` sends six digits; whether the number is known is not told, so that nobody can try numbers out.
2. `verify_code` accepts them once, within five minutes and five tries, and answers a session token for a cookie.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from foyer.base import clock
from foyer.base.crypto import blind_index, blind_indexes
from foyer.base.events import publish
from foyer.customers.errors import CodesTooOften, CodeWrong
from foyer.customers.events import CustomerSignedIn
from foyer.customers.models import PHONE, Customer, CustomerSession, SignInCode
from foyer.customers.phones import normalise_phone
from foyer.customers.sms import Sender

CODE_LIFE = timedelta(minutes=5)
CODE_PAUSE = timedelta(seconds=60)
MOST_CODES_AN_HOUR = 5
MOST_ATTEMPTS = 5
SESSION_LIFE = timedelta(hours=12)
_DJANGO_LANGUAGE = {"zh": "zh-hans", "en": "en"}


@dataclass(frozen=True)
class CodeSent:
    """A code is on its way; `shown` is filled only by a sender that shows it on the page (demonstration)."""

    expires_at: datetime
    shown: str | None


def request_code(phone: str, *, sender: Sender) -> CodeSent:
    """Send a sign-in code to a phone. Refused when asked too often or when the number cannot be one."""
    phone, code = normalise_phone(phone), f"{secrets.randbelow(1_000_000):06}"
    row = _new_code(phone, code)
    customer = Customer.objects.filter(phone_index__of=phone).first()
    if customer:
        sender.send(phone, _sms_text(code, customer.language))
    return CodeSent(row.expires_at, code if sender.shows and customer else None)


def verify_code(phone: str, code: str) -> tuple[Customer, str]:
    """The customer behind a phone and its code, and the token of their new session."""
    phone = normalise_phone(phone)
    row = _newest_open(phone)
    if row is None or not _spend_a_try(row) or not hmac.compare_digest(row.code_hash, _digest(code.strip())):
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
        customer=customer, token_hash=_digest(token), expires_at=clock.now() + SESSION_LIFE
    )  # fmt: skip
    publish(CustomerSignedIn(customer.id, method))
    return token


def sign_out(token: str) -> None:
    """End a session; its token is worth nothing from now on."""
    CustomerSession.objects.filter(token_hash=_digest(token), revoked_at=None).update(revoked_at=clock.now())


def _new_code(phone: str, code: str) -> SignInCode:
    now = clock.now()
    sent = list(_codes(phone).filter(sent_at__gt=now - timedelta(hours=1)))
    if len(sent) >= MOST_CODES_AN_HOUR or (sent and sent[0].sent_at > now - CODE_PAUSE):
        raise CodesTooOften
    index = blind_index(phone, PHONE)
    return SignInCode.objects.create(
        phone_index=index, code_hash=_digest(code), sent_at=now, expires_at=now + CODE_LIFE
    )


def _codes(phone: str) -> QuerySet[SignInCode]:
    """Those sent to a phone, newest first, whichever key of the ring indexed them."""
    return SignInCode.objects.filter(phone_index__in=blind_indexes(phone, PHONE)).order_by("-sent_at")


def _sms_text(code: str, language: str) -> str:
    with override(_DJANGO_LANGUAGE[language]):
        return _("Your sign-in code is %(code)s. It is valid for 5 minutes. We never ask you for it.") % {"code": code}


def _newest_open(phone: str) -> SignInCode | None:
    newest = _codes(phone).first()
    usable = newest and newest.used_at is None and newest.expires_at > clock.now()
    return newest if usable else None


def _spend_a_try(row: SignInCode) -> bool:
    """Count the try before looking at the digits, so that tries at once are counted one by one."""
    tries = SignInCode.objects.filter(pk=row.pk, attempts__lt=MOST_ATTEMPTS)
    return bool(tries.update(attempts=F("attempts") + 1))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
