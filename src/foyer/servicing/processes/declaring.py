"""How a service is declared: fields, prompts and checks in both languages, the level it needs, what it asks to confirm
and what it does. Nothing here knows of chat; a page with a form, a kiosk or an agent runs the same declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from foyer.base.legends import FINANCE, Legend
from foyer.base.text import Bilingual
from foyer.servicing import core
from foyer.servicing.errors import NoSuchProcess

Kind = Literal["choice", "text", "amount", "months", "phone"]
ANYBODY, VERIFIED, STEPPED_UP = 0, 2, 3


@dataclass(frozen=True)
class Ask:
    """What a process may know while it runs: whose it is, what was given so far, in which language it is held."""

    order: UUID
    customer: UUID | None
    number: str
    values: Mapping[str, str]
    language: str = "zh"
    key: str = ""

    @property
    def core(self) -> core.CoreBanking:
        return core.configured()

    def has(self, name: str) -> bool:
        return bool(self.values.get(name))


@dataclass(frozen=True)
class Choice:
    """One answer to pick: `label` is what a button says, `words` other ways in which people name it, `group` what all
    of a kind are called (“the credit card”), `tail` the last digits by which they know it.
    """

    value: str
    label: Bilingual
    words: tuple[str, ...] = ()
    tail: str = ""


@dataclass(frozen=True)
class Field:
    """One value of a process. `choices` may need the customer; `check` raises `ValueRefused`; `legend` says how
    carefully it is kept; `shown` how it may be shown to a colleague.
    """

    name: str
    title: Bilingual
    prompt: Bilingual
    kind: Kind = "choice"
    choices: Callable[[Ask], Sequence[Choice]] | None = None
    check: Callable[[Ask, str], None] | None = None
    legend: Legend = FINANCE
    least: int = 1
    most: int = 500
    needed: Callable[[Ask], bool] = lambda _ask: True
    nothing: Bilingual = field(default_factory=Bilingual)


@dataclass(frozen=True)
class Done:
    """What came of an act: words for the customer, and what follows. `promise` makes the bank owe something; `file` is
    a name and a document to hand over.
    """

    text: Bilingual
    reference: str = ""
    outcome: str = "done"
    next: tuple[str, ...] = ()
    hand_over: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    promise: Mapping[str, Any] | None = None
    file: tuple[str, bytes] | None = None


@dataclass(frozen=True)
class Process:
    """A service of the bank. `level` is needed before anything of the customer's is shown or asked, `act_level` before
    the act; `confirm` says what will change, for every act that changes something; `limit` is how often a day.

    Regular expressions of how people ask for it: `orders` are requests (“block my card”), which a question about it
    (“how do I …”) is not; `questions` begin it even as questions; on `suggested` words it is offered by its `button`.

    `stop` names the button that ends it unchanged and `stopped` what is said then, where “cancel” would be misread.
    """

    code: str
    title: Bilingual
    act: Callable[[Ask], Done]
    fields: tuple[Field, ...] = ()
    level: int = ANYBODY
    act_level: int = ANYBODY
    confirm: Callable[[Ask], Bilingual] | None = None
    guard: Callable[[Ask], None] | None = None
    version: int = 1
    minutes: int = 10
    limit: int = 20
    needs_core: bool = True
    orders: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()
    intents: tuple[str, ...] = ()
    button: Bilingual = field(default_factory=Bilingual)
    stop: Bilingual = field(default_factory=Bilingual)
    stopped: Bilingual = field(default_factory=Bilingual)

    @property
    def is_offered(self) -> bool:
        return core.is_there() or not self.needs_core

    def field(self, name: str) -> Field:
        return next(one for one in self.fields if one.name == name)


_declared: dict[str, Process] = {}


def declare(process: Process) -> Process:
    """Make a service known, once, at start."""
    _declared[process.code] = process
    return process


def process_of(code: str) -> Process:
    try:
        return _declared[code]
    except KeyError:
        raise NoSuchProcess(process=code) from None


def offered() -> list[Process]:
    """Every service that this installation offers, in the order of their declaration."""
    return [process for process in _declared.values() if process.is_offered]
