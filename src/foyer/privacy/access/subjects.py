"""What can be unmasked: each kind of value registered by the room that holds it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from foyer.base.errors import Sentence
from foyer.base.legends import Legend
from foyer.privacy.access.errors import NeverShown, NothingToShow

Read = Callable[[UUID, str], str]
"""The full value of a customer at a place; must answer "" or raise NotFound for what is not this customer's."""


@dataclass(frozen=True)
class Subject:
    """A kind of value: its code, its name for readers, how carefully it is handled, how it is read."""

    code: str
    name: Sentence
    legend: Legend
    read: Read

    @property
    def is_secret(self) -> bool:
        return self.legend.data_class == "C3"


_subjects: dict[str, Subject] = {}


def unmaskable(code: str, *, name: Sentence, legend: Legend, read: Read) -> Subject:
    """Say that a kind of value can be unmasked. `read(customer_id, place)` gives the full value."""
    subject = Subject(code, name, legend, read)
    _subjects[code] = subject
    return subject


def forget(code: str) -> None:
    """Offer a kind of value no longer."""
    _subjects.pop(code, None)


def known_subjects() -> list[Subject]:
    """Every kind of value, by code."""
    return [_subjects[code] for code in sorted(_subjects)]


def subject_of(code: str) -> Subject:
    """A kind of value that may be shown at all. Raises NothingToShow, NeverShown."""
    subject = _subjects.get(code)
    if subject is None:
        raise NothingToShow
    if subject.is_secret:
        raise NeverShown
    return subject


def name_of(code: str) -> str:
    return str(_subjects[code].name) if code in _subjects else code


def full_value(subject: Subject, customer_id: UUID, place: str) -> str:
    """The value in clear. Raises NothingToShow."""
    value = subject.read(customer_id, place)
    if not value:
        raise NothingToShow
    return value
