"""Signing in by phone and a one-time code.

1. `request_code` makes six digits and has a job send them. It does the same for every number and looks none up, so that
   neither its answer nor its time tells whether the bank knows the number, and no gateway keeps the asker waiting.
2. `verify_code` accepts them once, within five minutes and five tries, and answers a session token for a cookie.
   Whoever chose an authenticator app as a second way is asked for its digits too, once the number is proved.

Digits work only for whoever asked for them (`by`): the visit of one browser, known by its token, or a customer who
proves to be themselves once more. Digits that were talked out of somebody open nothing in another browser. It is the
visit and not a cookie, since an embedded page has none.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, QuerySet

from foyer.base import audit, clock
from foyer.base.actors import Actor
from foyer.base.crypto import blind_index, blind_indexes
from foyer.base.events import publish
from foyer.base.ids import new_id
from foyer.customers import sms
from foyer.customers.acts import CODE_REPLAYED, CODE_REQUESTED, SIGN_IN_FAILED, SIGNED_IN, SIGNED_OUT
from foyer.customers.codes import digest, digits_for, is_right
from foyer.customers.errors import AppNeeded, CodesTooOften, CodeWrong, Frozen
from foyer.customers.events import CustomerSignedIn, SignedInFromNewDevice
from foyer.customers.jobs import send_code, tell_new_device
from foyer.customers.models import PHONE, Customer, CustomerSession, SignInCode
from foyer.customers.phones import normalise_phone
from foyer.customers.trust.app import check_app, has_app
from foyer.customers.trust.sessions import open_session, revoke

CODE_LIFE = timedelta(minutes=5)
CODE_PAUSE = timedelta(seconds=60)
MOST_CODES_AN_HOUR = 5
MOST_ATTEMPTS = 5
SESSION_LIFE = timedelta(hours=12)
TOLD = "audit.phone"
STRANGER = Actor("visitor")
SAME_CLICK = timedelta(seconds=5)


@dataclass(frozen=True)
class CodeSent:
    """A code is on its way; `shown` is filled only where the sender shows it on the page (demonstration).

    With `by_app` nothing was sent: the customer's authenticator app has the digits.
    """

    expires_at: datetime
    shown: str | None
    by_app: bool = False


def request_code(phone: str, *, by: Actor = STRANGER) -> CodeSent:
    """Have a sign-in code sent to a phone. Refused when asked too often or when the number cannot be one."""
    phone, sender = normalise_phone(phone), sms.configured()
    code, digits = _new_code(phone, by)
    return CodeSent(code.expires_at, digits if sender.shows and _is_known(phone) else None)


def verify_code(
    phone: str, code: str, *, app: str = "", by: Actor = STRANGER, door: str = "", user_agent: str = ""
) -> tuple[Customer, str]:
    """The customer behind a phone and the code that `by` asked for, and the token of their new session.

    Raises AppNeeded where the customer has an authenticator app and `app` does not say its digits: the code that was
    sent stays good for the next try, which is counted too.
    """
    phone = normalise_phone(phone)
    newest = _newest(phone, by)
    row = newest if newest and _is_open(newest) else None
    if row is None or not _spend_a_try(row) or not is_right(row, code.strip()):
        _tell_replay(phone, code.strip())
        _tell(SIGN_IN_FAILED, phone, "refused")
        raise CodeWrong
    customer = Customer.objects.filter(phone_index__of=phone).first()
    method = _second_way(customer, app) if customer else ""
    used = SignInCode.objects.filter(pk=row.pk, used_at=None).update(used_at=clock.now())
    if customer is None or not used:
        _tell(SIGN_IN_FAILED, phone, "refused")
        raise CodeWrong
    return customer, sign_in(customer, method=method, door=door, user_agent=user_agent)


@transaction.atomic
def sign_in(customer: Customer, *, method: str, door: str = "", user_agent: str = "") -> str:
    """Open a session for a customer who has proved to be themselves; answers its token, kept nowhere else.

    Refused while their services are frozen. From a browser we do not know yet, they are told by a text message.
    """
    token, held = secrets.token_urlsafe(32), Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if held.is_frozen:
        raise Frozen
    session = open_session(held, token, door=door, user_agent=user_agent, until=clock.now() + SESSION_LIFE)
    audit.record(SIGNED_IN, by=Actor.customer(customer), on=f"session:{session.id}", details={"method": method})
    publish(CustomerSignedIn(customer.id, method))
    if session.is_new_device:
        publish(SignedInFromNewDevice(customer.id, session.id))
        tell_new_device.later(session_id=str(session.id))
    return token


@transaction.atomic
def sign_out(token: str) -> None:
    """End a session; its token is worth nothing from now on."""
    mine = CustomerSession.objects.filter(token_hash=digest(token), revoked_at=None)
    row = mine.select_for_update(no_key=True).first()
    if row is None:
        return
    revoke(CustomerSession.objects.filter(pk=row.pk))
    audit.record(SIGNED_OUT, by=Actor("customer", row.customer_id), on=f"session:{row.pk}")


def _second_way(customer: Customer, app: str) -> str:
    """The method of a sign-in whose number is proved, once the app's digits are right where there is an app."""
    if not has_app(customer.pk):
        return "sms_code"
    if not app:
        raise AppNeeded
    check_app(customer.pk, app)
    return "sms_code_and_app"


@transaction.atomic
def _new_code(phone: str, by: Actor) -> tuple[SignInCode, str]:
    now, identifier, (index, *older) = clock.now(), new_id(), blind_indexes(phone, PHONE)
    _hold(index)
    _check_pace(phone, now)
    digits = digits_for(identifier)
    code = SignInCode.objects.create(
        id=identifier, phone_index=index, asked_by=str(by), code_hash=digest(digits), sent_at=now,
        expires_at=now + CODE_LIFE,
    )  # fmt: skip
    send_code.later(code_id=str(identifier), older_indexes=older)
    _tell(CODE_REQUESTED, phone, "done")
    return code, digits


def _tell(kind: audit.Kind, phone: str, outcome: audit.Outcome) -> None:
    """Whoever asks has proved nothing yet: they are a visitor, and the phone is a keyed digest."""
    audit.record(kind, by=STRANGER, on=f"phone:{blind_index(phone, TOLD)[:16]}", outcome=outcome)


def _tell_replay(phone: str, code: str) -> None:
    """Somebody knows a code that was used already, in whatever browser; a button pressed twice is nothing."""
    newest = _codes(phone).first()
    if newest and newest.used_at and newest.used_at < clock.now() - SAME_CLICK and is_right(newest, code):
        _tell(CODE_REPLAYED, phone, "refused")


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


def _newest(phone: str, by: Actor) -> SignInCode | None:
    """The last one that `by` asked for; what others ask for the same number neither helps nor hinders."""
    return _codes(phone).filter(asked_by=str(by)).first()


def _is_open(code: SignInCode) -> bool:
    return code.used_at is None and code.expires_at > clock.now()


def _spend_a_try(row: SignInCode) -> bool:
    """Count the try before looking at the digits, so that tries at once are counted one by one."""
    tries = SignInCode.objects.filter(pk=row.pk, attempts__lt=MOST_ATTEMPTS)
    return bool(tries.update(attempts=F("attempts") + 1))
