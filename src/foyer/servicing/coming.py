"""What an order waits for: who they are, a value, a yes, a code; or nothing, and then it may be carried out."""

from dataclasses import dataclass, field, replace
from typing import Literal

from foyer.base.text import Bilingual
from foyer.servicing.claiming import ask_of, digest, is_proved, level_of
from foyer.servicing.models import Order, State
from foyer.servicing.processes.declaring import STEPPED_UP, VERIFIED, Choice, Field, Process, process_of
from foyer.servicing.processes.values import choices_of


@dataclass(frozen=True)
class Next:
    """`stop` is what the button that ends the service says, where it has a word of its own for that."""

    kind: Literal["phone", "code", "field", "confirm", "act", "over"]
    asked: Field | None = None
    choices: tuple[Choice, ...] = ()
    text: Bilingual = field(default_factory=Bilingual)
    stop: Bilingual = field(default_factory=Bilingual)


def next_of(order: Order) -> Next:
    """What comes next. Nothing of the customer's is read, and no choice of theirs shown, below the process's level."""
    process = process_of(order.process)
    return replace(_next_of(order, process), stop=process.stop)


def _next_of(order: Order, process: Process) -> Next:
    if not order.is_live or order.state == State.ACTING:
        return Next("over")
    if process.level and (order.customer_id is None or level_of(order) < VERIFIED):
        return Next("code" if order.proving or order.customer_id else "phone")
    ask = ask_of(order)
    missing = next((one for one in process.fields if one.needed(ask) and not ask.has(one.name)), None)
    if missing is not None:
        return Next("field", missing, tuple(choices_of(ask, missing)), missing.prompt)
    if process.confirm is not None and order.confirmed_for != digest(order):
        return Next("confirm", text=process.confirm(ask))
    if process.act_level >= STEPPED_UP and not is_proved(order):
        return Next("code")
    return Next("act")
