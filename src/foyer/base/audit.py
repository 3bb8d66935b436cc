"""Audit: the one way to say that something was done for which somebody may have to answer.

A room declares its kinds of acts, and records each in the transaction of the act:

    VIEWED = audit.kind("customers.viewed", _("Viewed a customer"))

    audit.record(VIEWED, by=by, on=f"customer:{customer.id}", customer=customer.id, fields=("phone",), reason="R3")

What may not be recorded is not done: when there is no trail, `record` raises. The trail itself (hash-chained,
append-only) is kept by `security`; rooms below it know only this page. An entry names fields, never their values, and
carries ids, never personal data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from foyer.base.actors import Actor
from foyer.base.errors import Sentence
from foyer.base.origin import Origin, origin

Outcome = Literal["done", "refused", "failed"]


@dataclass(frozen=True)
class Kind:
    """A kind of act: its code for programs and rules, its name for readers."""

    code: str
    name: Sentence


@dataclass(frozen=True)
class Entry:
    """What is told to the trail: who did what, on what, whose, for what, why, from where, and how it ended."""

    kind: Kind
    by: Actor
    on: str = ""
    customer: UUID | None = None
    purpose: str = ""
    reason: str = ""
    fields: tuple[str, ...] = ()
    outcome: Outcome = "done"
    details: Mapping[str, Any] = field(default_factory=dict)
    where: Origin = field(default_factory=origin)


class NoTrail(RuntimeError):
    """Nobody keeps the trail, so nothing that must be recorded may be done."""


_kinds: dict[str, Kind] = {}
_keepers: list[Callable[[Entry], None]] = []
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_scrubs: list[Callable[[str], str]] = []


def kind(code: str, name: Sentence) -> Kind:
    """Declare a kind of act, "room.past_tense", once, where the act is done."""
    return _kinds.setdefault(code, Kind(code, name))


def kinds() -> dict[str, Kind]:
    """Every kind that a room declared, by code."""
    return dict(sorted(_kinds.items()))


def kept_by(keeper: Callable[[Entry], None]) -> Callable[[Entry], None]:
    """Register who keeps the trail. It writes in the caller's transaction and raises when it cannot."""
    _keepers[:] = [keeper]
    return keeper


def record(
    kind: Kind,
    *,
    by: Actor,
    on: str = "",
    customer: UUID | None = None,
    purpose: str = "",
    reason: str = "",
    fields: tuple[str, ...] = (),
    outcome: Outcome = "done",
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write an act to the trail, in the transaction of the act. Raises NoTrail.

    `on` is the subject ("conversation:0198…"), `customer` whose data it concerns, `fields` the names of what was shown
    or changed, `reason` a code of a list or a short sentence without personal data.
    """
    if not _keepers:
        raise NoTrail(kind.code)
    entry = Entry(kind, by, on, customer, purpose, reason, fields, outcome, details or {})
    _keepers[0](entry)


def scrubbed_by(scrub: Callable[[str], str]) -> None:
    """Register who takes people out of a sentence, called at start."""
    _scrubs[:] = [scrub]


def said(reason: str) -> str:
    """A reason that somebody typed, fit for the trail: people and ids are taken out. Nothing where nobody knows how."""
    return _ID.sub("…", _scrubs[0](reason)) if _scrubs and reason.strip() else ""
