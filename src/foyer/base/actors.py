"""Who does something: a person, the assistant or the house itself. Always passed as `by`, never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

Kind = Literal["customer", "visitor", "staff", "assistant", "system"]


@dataclass(frozen=True)
class Actor:
    """One who acts; `id` is empty for the assistant and the house."""

    kind: Kind
    id: UUID | None = None

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}" if self.id else self.kind

    @classmethod
    def parse(cls, text: str) -> Actor:
        """The actor that `str()` wrote."""
        kind, _, identifier = text.partition(":")
        return cls(kind, UUID(identifier) if identifier else None)  # type: ignore[arg-type]

    @classmethod
    def staff(cls, user: Any) -> Actor:
        return cls("staff", user.pk)

    @classmethod
    def customer(cls, customer: Any) -> Actor:
        return cls("customer", customer.pk)

    @classmethod
    def visitor(cls, visitor: Any) -> Actor:
        return cls("visitor", visitor.pk)

    @property
    def is_staff(self) -> bool:
        return self.kind == "staff"

    @property
    def is_outside(self) -> bool:
        """Whether this is the person the bank serves."""
        return self.kind in ("customer", "visitor")


ASSISTANT = Actor("assistant")
SYSTEM = Actor("system")
