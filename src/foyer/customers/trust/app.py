"""An authenticator app as a customer's second way, of their own choice.

1. `begin_app` makes a seed for one signed-in browser, which shows it once as a picture and as letters.
2. `confirm_app` takes the app's first six digits: from then on it counts, and recovery codes are shown once.
3. `check_app` takes the app's digits, or a recovery code: each once, five tries, then a pause of a quarter of an hour.
4. `remove_app` and `renew_recovery` ask for a fresh proof first, which the caller has had.

Whether somebody has an app is told to nobody who has not proved the number: it is asked for after the code by text.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from foyer.base import audit, clock, house
from foyer.base.actors import Actor
from foyer.base.recovery import digest, new_code
from foyer.customers.acts import (
    APP_FAILED,
    APP_REMOVED,
    APP_REPLAYED,
    APP_SET_UP,
    RECOVERY_CODE_USED,
    RECOVERY_CODES_MADE,
)
from foyer.customers.errors import AppCodeWrong, AppPaused, AppStands, NoApp
from foyer.customers.models import AuthenticatorApp, Customer
from foyer.customers.trust.sessions import end_others, session_of
from foyer.customers.trust.telling import tell_app_changed

STEP_SECONDS, DIGITS, SEED_BYTES = 30, 6, 20
MOST_TRIES, PAUSE = 5, timedelta(minutes=15)
SET_UP_WITHIN = timedelta(minutes=15)
RECOVERY_CODES = 8


@dataclass(frozen=True)
class Beginning:
    """What the customer's app must be told: letters to type, or the address that a picture holds."""

    letters: str
    address: str


@dataclass(frozen=True)
class Standing:
    """An app that counts, as its owner may see it."""

    since: Any
    recovery_left: int


def has_app(customer_id: UUID) -> bool:
    return _standing(customer_id).exists()


def app_of(customer_id: UUID) -> Standing | None:
    row = _standing(customer_id).first()
    return Standing(row.confirmed_at, len(row.recovery)) if row else None


@transaction.atomic
def begin_app(customer: Customer, token: str) -> Beginning:
    """A new seed for this browser; one that was begun before and never confirmed is forgotten. Refused beside one that
    counts.
    """
    _hold(customer)
    if has_app(customer.pk):
        raise AppStands
    session = session_of(token)
    if session is None:
        raise NoApp
    AuthenticatorApp.objects.filter(customer=customer).delete()
    seed = base64.b32encode(secrets.token_bytes(SEED_BYTES)).decode()
    row = AuthenticatorApp.objects.create(customer=customer, seed=seed, begun_at=clock.now(), begun_in=session)
    return _shown(row, customer)


def begun_app(customer: Customer, token: str) -> Beginning:
    """The same once more, for the browser in which it was begun."""
    return _shown(_begun(customer, token), customer)


def confirm_app(customer: Customer, token: str, code: str, *, by: Actor) -> list[str]:
    """The app's first digits, in the browser that began: it counts. Returns the recovery codes, kept nowhere else.

    Every other sign-in ends, and the customer is told by text message.
    """
    row = _begun(customer, token)
    step = _step_of(row, code) if _spend_a_try(row) else None
    if step is None:
        _tell(APP_FAILED, customer.pk, by, "refused")
        raise AppCodeWrong(mend=_("Wait for the next digits in your app, then enter those."))
    return _confirm(row, step, customer, token, by)


def check_app(customer_id: UUID, code: str) -> None:
    """The app's digits or a recovery code, once. Raises AppCodeWrong, and AppPaused after too many tries.

    Outside any transaction that a refusal would undo, so that the try stays counted.
    """
    row = _standing(customer_id).first()
    by = Actor("customer", customer_id)
    if row is None:
        raise AppCodeWrong
    if not _spend_a_try(row):
        _tell(APP_FAILED, customer_id, by, "refused")
        raise AppPaused
    if not (_opens(row, code, by) or _opens_by_paper(row, code, by)):
        _tell(APP_FAILED, customer_id, by, "refused")
        raise AppCodeWrong
    AuthenticatorApp.objects.filter(pk=row.pk).update(failures=0)


@transaction.atomic
def renew_recovery(customer: Customer, *, by: Actor) -> list[str]:
    """New recovery codes; those of before open nothing more."""
    row = _claim(customer)
    codes = _new_codes(row)
    row.save(update_fields=["recovery"])
    _tell(RECOVERY_CODES_MADE, customer.pk, by)
    tell_app_changed.later(customer_id=str(customer.pk), what="recovery")
    return codes


@transaction.atomic
def remove_app(customer: Customer, *, token: str = "", by: Actor, how: str = "") -> None:
    """From now on the code by text message alone. Every other sign-in ends; the customer is told. Repeating it does
    nothing.
    """
    _hold(customer)
    gone, _kinds = _standing(customer.pk).delete()
    if gone:
        end_others(customer, token, by=by)
        _tell(APP_REMOVED, customer.pk, by, reason=how)
        tell_app_changed.later(customer_id=str(customer.pk), what="removed")


@transaction.atomic
def _confirm(row: AuthenticatorApp, step: int, customer: Customer, token: str, by: Actor) -> list[str]:
    held = AuthenticatorApp.objects.select_for_update().filter(pk=row.pk, confirmed_at=None).first()
    if held is None:
        raise NoApp
    held.confirmed_at, held.last_step, held.failures = clock.now(), step, 0
    codes = _new_codes(held)
    held.save(update_fields=["confirmed_at", "last_step", "failures", "recovery"])
    end_others(customer, token, by=by)
    _tell(APP_SET_UP, customer.pk, by)
    tell_app_changed.later(customer_id=str(customer.pk), what="set_up")
    return codes


def _opens(row: AuthenticatorApp, code: str, by: Actor) -> bool:
    step = _step_of(row, code)
    if step is None:
        return False
    if AuthenticatorApp.objects.filter(pk=row.pk, last_step__lt=step).update(last_step=step):
        return True
    _tell(APP_REPLAYED, row.customer_id, by, "refused")
    return False


@transaction.atomic
def _opens_by_paper(row: AuthenticatorApp, code: str, by: Actor) -> bool:
    held = AuthenticatorApp.objects.select_for_update().get(pk=row.pk)
    kept = digest(code)
    if kept not in held.recovery:
        return False
    held.recovery.remove(kept)
    held.save(update_fields=["recovery"])
    _tell(RECOVERY_CODE_USED, row.customer_id, by)
    return True


def _step_of(row: AuthenticatorApp, code: str) -> int | None:
    """The half minute whose digits these are: now, the one before or the one after."""
    given = "".join(code.split()).encode()
    totp, now = _totp(row), int(clock.now().timestamp()) // STEP_SECONDS
    steps = (now - 1, now, now + 1)
    right = [step for step in steps if secrets.compare_digest(totp.generate(step * STEP_SECONDS), given)]
    return right[-1] if right else None


def _spend_a_try(row: AuthenticatorApp) -> bool:
    """Count the try before looking at the digits, so that many at once are counted one by one."""
    now = clock.now()
    rested = Q(tried_at=None) | Q(tried_at__lt=now - PAUSE)
    tries = AuthenticatorApp.objects.filter(rested | Q(failures__lt=MOST_TRIES), pk=row.pk)
    return bool(tries.update(failures=Case(When(rested, then=Value(1)), default=F("failures") + 1), tried_at=now))


def _begun(customer: Customer, token: str) -> AuthenticatorApp:
    since, session = clock.now() - SET_UP_WITHIN, session_of(token)
    mine = AuthenticatorApp.objects.filter(customer=customer, confirmed_at=None, begun_at__gt=since)
    row = mine.filter(begun_in=session).first() if session else None
    if row is None:
        raise NoApp
    return row


def _shown(row: AuthenticatorApp, customer: Customer) -> Beginning:
    name = house.name().in_(customer.language)
    return Beginning(row.seed, _totp(row).get_provisioning_uri(customer.number, name))


def _totp(row: AuthenticatorApp) -> TOTP:
    return TOTP(base64.b32decode(row.seed), DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303  what every app knows; RFC 6238


def _new_codes(row: AuthenticatorApp) -> list[str]:
    codes = [new_code() for _each in range(RECOVERY_CODES)]
    row.recovery = [digest(code) for code in codes]
    return codes


def _hold(customer: Customer) -> None:
    list(Customer.objects.filter(pk=customer.pk).select_for_update(no_key=True).values_list("pk"))


def _claim(customer: Customer) -> AuthenticatorApp:
    row = _standing(customer.pk).select_for_update().first()
    if row is None:
        raise NoApp
    return row


def _standing(customer_id: UUID) -> "QuerySet[AuthenticatorApp]":
    """Of a customer, or of one who was merged into them: whoever set up an app is asked for it after a merge too."""
    theirs = Q(customer=customer_id) | Q(customer__merged_into=customer_id)
    return AuthenticatorApp.objects.filter(theirs, confirmed_at__isnull=False).order_by("-confirmed_at")


def _tell(kind: audit.Kind, customer_id: UUID, by: Actor, outcome: audit.Outcome = "done", *, reason: str = "") -> None:
    audit.record(kind, by=by, on=f"customer:{customer_id}", customer=customer_id, outcome=outcome, reason=reason)
