"""Values are given, corrected, confirmed."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import transaction

from foyer.base.actors import Actor
from foyer.servicing import acts
from foyer.servicing.claiming import ask_of, claim, digest, note, tell, to
from foyer.servicing.coming import Next, next_of
from foyer.servicing.errors import NotNow, ValueRefused
from foyer.servicing.models import Order, State
from foyer.servicing.processes.declaring import Field, process_of
from foyer.servicing.processes.values import choices_of, label_of, taken


@transaction.atomic
def fill(order_id: UUID | str, given: Mapping[str, str], *, by: Actor) -> list[ValueRefused]:
    """Keep the values that hold; the refusals say what is wrong with the others.

    A changed value takes back a confirmation and a proof, since both were for the values as they stood.
    """
    order = claim(order_id)
    if order.state == State.ACTING:
        raise NotNow(state=order.state)
    _know(order)
    refusals, changed = [], []
    for field in process_of(order.process).fields:
        if field.name not in given:
            continue
        try:
            if _keep(order, field, given[field.name]):
                changed.append(field.name)
        except ValueRefused as no:
            refusals.append(no)
    if changed:
        _drop_what_hung_on(order, changed)
        to(order, State.COLLECTING)
        order.misses = 0
        note(order, "filled", by=by, fields=changed)
    return refusals


def _drop_what_hung_on(order: Order, changed: list[str]) -> None:
    """Another day has other times: a later choice that is no choice any more is asked for again."""
    fields = process_of(order.process).fields
    names = [field.name for field in fields]
    for field in fields[min(map(names.index, changed)) + 1 :]:
        value = order.filled.get(field.name, "")
        if field.kind == "choice" and value and field.name not in changed:
            known = {one.value for one in choices_of(ask_of(order), field)}
            order.filled = {name: kept for name, kept in order.filled.items() if name != field.name or value in known}


@transaction.atomic
def forget(order_id: UUID | str, names: Iterable[str], *, by: Actor) -> None:
    """Take values back: they are asked for again."""
    order = claim(order_id)
    gone = [name for name in names if name in order.filled]
    if gone:
        order.filled = {name: value for name, value in order.filled.items() if name not in gone}
        to(order, State.COLLECTING)
        note(order, "corrected", by=by, fields=gone)


@transaction.atomic
def confirm(order_id: UUID | str, *, by: Actor) -> Order:
    """The customer says yes to exactly these values."""
    order = claim(order_id)
    if order.state != State.CONFIRMING:
        raise NotNow(state=order.state)
    order.confirmed_for = digest(order)
    note(order, "confirmed", by=by)
    tell(order, acts.CONFIRMED, by=by, fields=tuple(sorted(order.filled)))
    return order


@transaction.atomic
def hear(order_id: UUID | str, words: str) -> None:
    """Keep, sealed, what was said before we know the customer; it is read against what is theirs once we do."""
    order = claim(order_id)
    order.result = {**order.result, "heard": words[:500]}
    order.save(update_fields=["result"])


@transaction.atomic
def arrange(order_id: UUID | str, *, by: Actor, missed: bool = False) -> Next:
    """See what comes next and stand there; `missed` counts an answer that was not understood."""
    order = claim(order_id, live=False)
    if not order.is_live or order.state == State.ACTING:
        return Next("over")
    _know(order)
    coming = next_of(order)
    order.misses = order.misses + 1 if missed else order.misses
    order.open_field = coming.asked.name if coming.asked else ""
    to(order, _STANDS[coming.kind])
    note(order, "asked", by=by, fields=[order.open_field] if order.open_field else (), remark=coming.kind)
    return coming


_STANDS = {
    "phone": State.AUTHENTICATING, "code": State.AUTHENTICATING, "field": State.COLLECTING,
    "confirm": State.CONFIRMING, "act": State.COLLECTING,
}  # fmt: skip


def _know(order: Order) -> None:
    """Who has signed in since the order began is its customer from now on."""
    talk = order.conversation
    if order.customer_id is None and talk is not None and talk.customer_id is not None:
        order.customer_id = talk.customer_id


def _keep(order: Order, field: Field, raw: str) -> bool:
    ask = ask_of(order)
    value = taken(ask, field, raw)
    if order.filled.get(field.name) == value:
        return False
    order.filled = {**order.filled, field.name: value}
    order.labels = {**order.labels, field.name: label_of(ask, field, value).as_json()}
    return True
