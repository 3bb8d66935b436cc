"""The act of an order: done once, under one key, after everything it needs."""

from uuid import UUID

from django.db import transaction

from foyer.base import clock
from foyer.base.actors import Actor
from foyer.base.errors import Refusal
from foyer.base.text import Bilingual
from foyer.servicing import acts
from foyer.servicing.claiming import ask_of, claim, digest, end, is_proved, level_of, note, tell, to
from foyer.servicing.errors import CoreTimedOut, CoreUnavailable, LevelTooLow, NotNow, both
from foyer.servicing.models import Order, Promise, State
from foyer.servicing.processes.declaring import STEPPED_UP, Done, Process, process_of


@transaction.atomic
def act(order_id: UUID | str, *, by: Actor, told: bool = True) -> Done | None:
    """Carry the order out. None when the core system has not answered: a job asks it again under the same key.

    1. everything the declaration needs is checked once more, here and nowhere else: the level, the confirmation, the
       proof for exactly these values; 2. the key is set before the core is asked; 3. what came of it is kept.
    Raises `CoreUnavailable` when nothing happened, and leaves the order where it was. What changes nothing is asked for
    anew rather than asked again.
    """
    order = claim(order_id, live=False)
    if order.state == State.DONE:
        return _again(order)
    process = process_of(order.process)
    if order.state != State.ACTING:
        _check(order, process)
        order.action_key = order.action_key or f"{order.pk}:{digest(order)[:32]}"
        to(order, State.ACTING)
        note(order, "acting", by=by)
    return _carry_out(order, process, by, told)


def _carry_out(order: Order, process: Process, by: Actor, told: bool) -> Done | None:
    from foyer.servicing.jobs import act_again

    ask = ask_of(order, key=order.action_key or "")
    try:
        with transaction.atomic():
            if process.guard is not None:
                process.guard(ask)
            done = process.act(ask)
    except CoreUnavailable as no:
        if isinstance(no, CoreTimedOut) and process.confirm:
            note(order, "unanswered", by=by)
            act_again.later(order_id=str(order.pk))
            return None
        order.action_key = None
        to(order, State.COLLECTING)
        note(order, "unavailable", by=by)
        raise
    except Refusal as no:
        return _refused(order, no, by, told)
    _keep(order, done)
    tell(order, acts.ACTED if process.confirm else acts.SHOWN, by=by, fields=tuple(sorted(order.filled)))
    end(order, State.DONE, done.outcome, by=by, told=told)
    return done


def _check(order: Order, process: Process) -> None:
    if not order.is_live:
        raise NotNow(state=order.state)
    ask = ask_of(order)
    if level_of(order) < min(process.level, 2) or (process.level and order.customer_id is None):
        raise LevelTooLow
    if any(field.needed(ask) and not ask.has(field.name) for field in process.fields):
        raise NotNow(state=order.state)
    if process.confirm is not None and order.confirmed_for != digest(order):
        raise NotNow(state=order.state)
    if process.act_level >= STEPPED_UP and not is_proved(order):
        raise LevelTooLow


def _refused(order: Order, no: Refusal, by: Actor, told: bool) -> Done:
    why = both(no)
    order.result = {"text": why.as_json()}
    tell(order, acts.ACTED, by=by, outcome="refused", reason=str(getattr(no, "reason", no.code)))
    end(order, State.FAILED, str(getattr(no, "reason", no.code))[:40], by=by, told=told)
    return Done(why, outcome="failed")


def _keep(order: Order, done: Done) -> None:
    order.reference = done.reference[:40]
    order.result = {"text": done.text.as_json(), "next": list(done.next), **done.result}
    if done.promise:
        Promise.objects.create(order=order, made_at=clock.now(), **done.promise)


def _again(order: Order) -> Done:
    """Asked twice: the outcome as it was told the first time."""
    return Done(
        Bilingual.from_json(order.result.get("text", {})), order.reference, order.outcome,
        tuple(order.result.get("next", ())),
    )  # fmt: skip
