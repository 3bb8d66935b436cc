"""Who is it? A one-time code that works for this order alone.

Two ways. Whoever is not known gives their phone and gets a code there: with it the conversation is theirs, verified.
Whoever is known gets a code at the phone that the bank has: it steps up this one act, with exactly these values, for
five minutes. A code of another order, of a sign-in, or for other values opens nothing here. Tries and codes are counted
twice: by the code (five tries, five codes an hour a phone) and by the order. Whoever chose an authenticator app is
asked for its digits: instead of a code where they are known, and after the code where they were not.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from foyer.base import clock
from foyer.base.actors import ASSISTANT, Actor
from foyer.base.errors import Refusal
from foyer.conversations import actions as conversations
from foyer.conversations import queries as talks
from foyer.customers import actions as customers
from foyer.customers import queries as people
from foyer.customers import trust
from foyer.customers.errors import CodeWrong
from foyer.servicing import acts
from foyer.servicing.claiming import claim, digest, end, note, tell
from foyer.servicing.errors import NotNow, TooManyProofs
from foyer.servicing.models import Order, State
from foyer.servicing.processes.declaring import STEPPED_UP, VERIFIED

MOST_FAILURES = 5
MOST_CODES = 5
STEPPED_UP_FOR = timedelta(minutes=5)


@transaction.atomic
def ask_for_proof(order_id: UUID | str, *, phone: str = "", by: Actor) -> customers.CodeSent:
    """Send a code: to the phone that is given by somebody unknown, else to the one the bank has for the customer.

    The answer is the same whether or not the bank knows the phone. Refused when asked too often.
    """
    order = claim(order_id)
    if order.state != State.AUTHENTICATING:
        raise NotNow(state=order.state)
    if order.proof_codes >= MOST_CODES:
        raise TooManyProofs
    known = people.by_id(order.customer_id) if order.customer_id else None
    if app := _app_of(order, known, phone):
        return _ask_the_app(order, app, by)
    where = known.phone if known else phone
    sent = customers.request_code(where, by=_bearer(order))
    order.proof_codes += 1
    order.proving = {"phone": where, "for": digest(order)}
    note(order, "proof_sent", by=by)
    tell(order, acts.PROOF_SENT, by=by)
    return sent


@transaction.atomic
def prove(order_id: UUID | str, code: str, *, by: Actor) -> Order:
    """Accept the code, once. Raises CodeWrong; after five wrong ones the order ends and nothing was shown or done."""
    order = claim(order_id)
    if order.state != State.AUTHENTICATING or not order.proving:
        raise NotNow(state=order.state)
    try:
        person, is_whole = _person_of(order, code)  # which counts the try
        if not is_whole:
            _ask_the_app(order, person.pk, by)
            return order
        with transaction.atomic():
            _let_in(order, person)
    except Refusal as no:
        return _failed(order, no, by)
    order.proving = {}
    note(order, "proved", by=by)
    tell(order, acts.PROVED, by=by)
    return order


@transaction.atomic
def forget_phone(order_id: UUID | str, *, by: Actor) -> None:
    """Somebody unknown gave the wrong number: it is asked for again. The codes sent so far still count."""
    order = claim(order_id)
    if order.customer_id is None:
        order.proving = {}
        note(order, "phone_forgotten", by=by)


def _app_of(order: Order, known: Any, phone: str) -> UUID | None:
    """Whose app is asked: of who is known and has one, or of whose number was just proved."""
    if known:
        return known.pk if trust.has_app(known.pk) else None
    return UUID(order.proving["app"]) if "app" in order.proving and not phone else None


def _person_of(order: Order, code: str) -> tuple[Any, bool]:
    """Whose code it is, and whether it is all that they have to show."""
    if "app" not in order.proving:
        person = customers.prove_phone(order.proving["phone"], code, by=_bearer(order))
        return person, not trust.has_app(person.pk)
    if order.proving["for"] != digest(order):
        raise CodeWrong
    trust.check_app(UUID(order.proving["app"]), code)
    return people.by_id(UUID(order.proving["app"])), True


def _ask_the_app(order: Order, customer_id: UUID, by: Actor) -> customers.CodeSent:
    """Nothing is sent. The order waits for the digits of the customer's app, for exactly its values."""
    order.proof_codes += 1
    order.proving = {"app": str(customer_id), "for": digest(order)}
    note(order, "proof_sent", by=by)
    tell(order, acts.PROOF_SENT, by=by)
    return customers.CodeSent(clock.now() + STEPPED_UP_FOR, None, by_app=True)


def _let_in(order: Order, person: Any) -> None:
    talk = order.conversation
    if talk is None:
        raise NotNow
    if talk.customer_id is None:
        conversations.identify(talk.visitor, person, method="sms_code", by=Actor.visitor(talk.visitor))
        order.conversation = talks.conversation_of(Actor.visitor(talk.visitor), talk.pk)
        order.customer_id = person.pk
        return
    if person.pk != talk.customer_id or order.customer_id not in (None, talk.customer_id):
        raise CodeWrong
    order.customer_id = talk.customer_id
    was_verified = talks.assurance_of(talk) >= VERIFIED
    level = STEPPED_UP if was_verified else VERIFIED
    order.conversation = conversations.set_assurance(talk.pk, level=level, method="order_code", by=ASSISTANT)
    if was_verified:
        order.proved_for, order.proved_until = digest(order), clock.now() + STEPPED_UP_FOR


def _failed(order: Order, no: Refusal, by: Actor) -> Order:
    """Counted and told; the caller's transaction keeps the count, so the refusal is answered and not raised here."""
    order.proof_failures += 1
    tell(order, acts.PROOF_FAILED, by=by, outcome="refused", reason=no.code)
    if order.proof_failures >= MOST_FAILURES or not isinstance(no, CodeWrong):
        end(order, State.FAILED, "not_proved" if isinstance(no, CodeWrong) else no.code, by=by)
    else:
        note(order, "proof_failed", by=by, remark=no.code)
    return order


def _bearer(order: Order) -> Actor:
    """For whom the digits work: a name that is made of the order and of its values, and is nobody else's."""
    return Actor("visitor", uuid5(order.pk, digest(order)))
