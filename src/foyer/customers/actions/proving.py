"""Proving once more to be oneself, without signing in anew: a code to the phone the bank has for the customer.

Whoever chose an authenticator app proves it with the app's digits, or a recovery code, and no text message is sent.
"""

from uuid import UUID

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.customers.actions.signing_in import CODE_LIFE, CodeSent, _is_open, _newest, _spend_a_try, request_code
from foyer.customers.codes import is_right
from foyer.customers.errors import CodeWrong, Frozen, NoPhone, NoSuchCustomer
from foyer.customers.models import Customer, SignInCode
from foyer.customers.phones import normalise_phone
from foyer.customers.trust.app import check_app, has_app


def request_proof(customer_id: UUID) -> CodeSent:
    """Send six digits to the phone that the bank has for the customer, unless their app has them."""
    if has_app(customer_id):
        return CodeSent(clock.now() + CODE_LIFE, None, by_app=True)
    return request_code(_phone(customer_id), by=Actor("customer", customer_id))


def prove(customer_id: UUID, code: str) -> None:
    """Accept those digits, once; digits that were sent for signing in are others. Raises CodeWrong, AppPaused."""
    if has_app(customer_id):
        check_app(customer_id, code)
        return
    row = _newest(_phone(customer_id), Actor("customer", customer_id))
    if row is None or not _is_open(row) or not _spend_a_try(row) or not is_right(row, code.strip()):
        raise CodeWrong
    if not SignInCode.objects.filter(pk=row.pk, used_at=None).update(used_at=clock.now()):
        raise CodeWrong


def prove_phone(phone: str, code: str, *, by: Actor) -> Customer:
    """The customer whose phone it is, for the digits that `by` asked for: they are themselves, and sign in nowhere.

    Raises CodeWrong, also for a number we do not know; Frozen while their services stand still.
    """
    number = normalise_phone(phone)
    row = _newest(number, by)
    if row is None or not _is_open(row) or not _spend_a_try(row) or not is_right(row, code.strip()):
        raise CodeWrong
    customer = Customer.objects.filter(phone_index__of=number).first()
    used = SignInCode.objects.filter(pk=row.pk, used_at=None).update(used_at=clock.now())
    if customer is None or not used:
        raise CodeWrong
    if customer.is_frozen:
        raise Frozen
    return customer


def _phone(customer_id: UUID) -> str:
    customer = Customer.objects.filter(pk=customer_id).first()
    if customer is None:
        raise NoSuchCustomer
    if not customer.phone:
        raise NoPhone
    return customer.phone
